package tokens_test

import (
	"strings"
	"testing"

	"mintmark/tokens"
)

// Tags are unchecked strings, so this asks each field for what it needs.
func TestFieldsAreDescribed(t *testing.T) {
	keys := map[string]bool{}
	for _, k := range tokens.Kinds() {
		key := k.New().Key()
		if keys[key] || k.Name == "" || k.Title == "" || k.Purpose == "" {
			t.Errorf("kind %q: want a key, name, title and purpose of its own", k.Name)
		}
		keys[key] = true
		for _, f := range tokens.Fields(k.New()) {
			if f.Path == "" || strings.HasSuffix(f.Path, ".") || f.Help == "" {
				t.Errorf("%s: field %q: want a path and a help text", key, f.Path)
			}
			if strings.HasSuffix(f.Path, "_sid") && f.SID == "" {
				t.Errorf("%s: field %q: want the prefix of its SID", key, f.Path)
			}
		}
	}
}

func TestGrantWireForm(t *testing.T) {
	for _, test := range []struct {
		name  string
		grant tokens.Grant
		want  string
	}{
		{"voice, nothing", &tokens.Voice{}, `{"voice":{}}`},
		{"voice, incoming", &tokens.Voice{Incoming: tokens.Incoming{Allow: true}}, `{"voice":{"incoming":{"allow":true}}}`},
		{"voice, outgoing", &tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: app}}, `{"voice":{"outgoing":{"application_sid":"` + app + `"}}}`},
		{"voice, outgoing with params", &tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{"foo":"bar"}`)}}, `{"voice":{"outgoing":{"application_sid":"` + app + `","params":{"foo":"bar"}}}}`},
		{"voice, push", &tokens.Voice{PushCredentialSID: credential}, `{"voice":{"push_credential_sid":"` + credential + `"}}`},
		{"voice, device", &tokens.Voice{EndpointID: "e"}, `{"voice":{"endpoint_id":"e"}}`},
		{"video, a room", &tokens.Video{Room: "RM123"}, `{"video":{"room":"RM123"}}`},
		{"video, any room", &tokens.Video{}, `{"video":{}}`},
		{"video, room 0", &tokens.Video{Room: "0"}, `{"video":{"room":"0"}}`},
		{"chat", &tokens.Chat{ServiceSID: service}, `{"chat":{"service_sid":"` + service + `"}}`},
		{"chat, endpoint alone", &tokens.Chat{EndpointID: "e"}, `{"chat":{"endpoint_id":"e"}}`},
		{"chat, role alone", &tokens.Chat{DeploymentRoleSID: "RL44444444444444444444444444444444"}, `{"chat":{"deployment_role_sid":"RL44444444444444444444444444444444"}}`},
		{"chat, push alone", &tokens.Chat{PushCredentialSID: credential}, `{"chat":{"push_credential_sid":"` + credential + `"}}`},
		{
			"chat, everything", &tokens.Chat{ServiceSID: service, EndpointID: "e", DeploymentRoleSID: "RL44444444444444444444444444444444", PushCredentialSID: credential},
			`{"chat":{"service_sid":"` + service + `","endpoint_id":"e","deployment_role_sid":"RL44444444444444444444444444444444","push_credential_sid":"` + credential + `"}}`,
		},
		{"sync, everything", &tokens.Sync{ServiceSID: service, EndpointID: "e"}, `{"data_sync":{"service_sid":"` + service + `","endpoint_id":"e"}}`},
		{"sync", &tokens.Sync{ServiceSID: "default"}, `{"data_sync":{"service_sid":"default"}}`},
		{"task router, nothing", &tokens.TaskRouter{}, `{"task_router":{}}`},
		{
			"task router, everything", &tokens.TaskRouter{WorkspaceSID: workspace, WorkerSID: worker, Role: "supervisor"},
			`{"task_router":{"workspace_sid":"` + workspace + `","worker_sid":"` + worker + `","role":"supervisor"}}`,
		},
		{
			"playback, as the API returned it", &tokens.Playback{RequestCredentials: tokens.JSON("null"), PlaybackURL: "https://example.com/v1.m3u8?token=x&y=z", PlayerStreamerSID: "VJ77777777777777777777777777777777"},
			`{"player":{"requestCredentials":null,"playbackUrl":"https://example.com/v1.m3u8?token=x&y=z","playerStreamerSid":"VJ77777777777777777777777777777777"}}`,
		},
		{"playback, nothing", &tokens.Playback{}, `{"player":{}}`},
		{"playback, null credentials", &tokens.Playback{RequestCredentials: tokens.JSON("null")}, `{"player":{"requestCredentials":null}}`},
		{"rtc, everything", &tokens.RTC{ConfigurationProfileSID: "VS44444444444444444444444444444444"}, `{"rtc":{"configuration_profile_sid":"VS44444444444444444444444444444444"}}`},
		{"IP messaging, everything", &tokens.IPMessaging{ServiceSID: service, EndpointID: "e", DeploymentRoleSID: "RL44444444444444444444444444444444", PushCredentialSID: credential},
			`{"ip_messaging":{"service_sid":"` + service + `","endpoint_id":"e","deployment_role_sid":"RL44444444444444444444444444444444","push_credential_sid":"` + credential + `"}}`},
		{"rtc", &tokens.RTC{}, `{"rtc":{}}`},
		{"IP messaging", &tokens.IPMessaging{}, `{"ip_messaging":{}}`},
		{"raw", &tokens.RawGrant{Name: "x\"y", Value: tokens.JSON(`[1]`)}, `{"x\"y":[1]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			wire, err := tokens.MarshalGrants("", []tokens.Grant{test.grant})
			if err != nil {
				t.Fatal(err)
			}
			if got := string(wire); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			back, err := tokens.ParseAnyGrants(wire)
			if err != nil || len(back) != 1 {
				t.Fatalf("read back: got %v, %v", back, err)
			}
			again, _ := tokens.MarshalGrants("", back)
			if string(again) != test.want {
				t.Errorf("read back: got %s, want %s", again, test.want)
			}
		})
	}
}

// Several grants keep every key, in their order; none is an object all the same.
func TestMarshalGrants(t *testing.T) {
	for _, test := range []struct {
		name, identity string
		grants         []tokens.Grant
		want           string
	}{
		{"nothing", "", nil, `{}`},
		{"an identity alone", "4444", nil, `{"identity":"4444"}`},
		{"several", "a", []tokens.Grant{&tokens.Voice{}, &tokens.Video{Room: "x"}, &tokens.RTC{}}, `{"identity":"a","voice":{},"video":{"room":"x"},"rtc":{}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := tokens.MarshalGrants(test.identity, test.grants)
			if err != nil || string(got) != test.want {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
}

// Each grant says in words of its own what it opens, with nothing in it or all.
func TestGrantsExplain(t *testing.T) {
	by := map[string]string{}
	for _, k := range tokens.Kinds() {
		by[k.New().Explain()] = k.Name
	}
	if len(by) != len(tokens.Kinds()) || by[""] != "" {
		t.Errorf("got %v, want words for each kind", by)
	}
	for _, g := range everyGrant() {
		if kind, empty := by[g.Explain()]; g.Explain() == "" || empty && kind != "rtc" {
			t.Errorf("%s: got %q, want what is in it", g.Key(), g.Explain())
		}
	}
}

// What a struct has no place for makes the whole grant raw: nothing is lost.
func TestParseAnyGrantsKeepsWhatItDoesNotKnow(t *testing.T) {
	for _, wire := range []string{
		`{"video":{"room":"x","layout":"grid"}}`,
		`{"voice":{"incoming":{"allow":false}}}`,
		`{"voice":{"incoming":{"allow":"true"}}}`,
		`{"video":{"room":""}}`,
		`{"video":null}`,
		`{"tomorrow":{"b":1, "a":1.0}}`,
	} {
		grants, err := tokens.ParseAnyGrants([]byte(wire))
		if err != nil {
			t.Errorf("%s: %v", wire, err)
			continue
		}
		if _, raw := grants[0].(*tokens.RawGrant); !raw {
			t.Errorf("%s: got %T, want it kept raw", wire, grants[0])
		}
		got, _ := tokens.MarshalGrants("", grants)
		if string(got) != wire {
			t.Errorf("got %s, want %s", got, wire)
		}
	}
	for _, bad := range []string{``, `[]`, `{"video":{}} x`, `{"video":{},"video":{}}`, `{"identity":"bob"}`} {
		if grants, err := tokens.ParseAnyGrants([]byte(bad)); err == nil {
			t.Errorf("%s: got %v, want an error", bad, grants)
		}
	}
}

func TestFieldSet(t *testing.T) {
	v := new(tokens.Voice)
	for _, f := range tokens.Fields(v) {
		for _, set := range []struct{ path, text, want, wrong string }{
			{"incoming.allow", "true", "true", "maybe"},
			{"incoming.allow", "", "", "1 2"},
			{"outgoing.application_sid", app, app, ""},
			{"outgoing.params", ` {"a": 1} `, `{"a": 1}`, "[]"},
			{"endpoint_id", "x", "x", ""},
		} {
			if f.Path != set.path {
				continue
			}
			if err := f.Set(set.text); err != nil || f.String() != set.want {
				t.Errorf("%s: got %q, %v, want %q", f.Path, f.String(), err, set.want)
			}
			if set.wrong == "" {
				continue
			}
			if err := f.Set(set.wrong); err == nil || f.String() != set.want {
				t.Errorf("%s: got %q, %v after %q, want it unchanged and an error", f.Path, f.String(), err, set.wrong)
			}
		}
	}
	if v.Outgoing.ApplicationSID != app {
		t.Errorf("got %q in the struct, want %q", v.Outgoing.ApplicationSID, app)
	}
}
