package policy_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

const app = "AP0123456789abcdef0123456789abcdef"

// house is the policy of the manual, and a few rules more.
const house = `
defaults: { ttl: 10m, max_ttl: 1h }
profiles:
  staff-voice: { grants: { voice: { outgoing_application_sid: ` + app + `, incoming_allow: true } } }
  room-member: { grants: { video: { room: { required: true, match: "team-*" } } } }
  lobby: { grants: { video: { room: lobby }, chat: { service_sid: { any_of: [IS00000000000000000000000000000001, IS00000000000000000000000000000002] } } } }
  listener: { grants: { voice: { incoming: { allow: { optional: true } }, push_credential_sid: { optional: true } } } }
  caller: { grants: { voice: { outgoing: { application_sid: ` + app + `, params: { lang: en, n: [1, 2.50, null, true] } } } } }
rules:
  - { id: staff,  match: { groups_any: [staff] }, allow: { profiles: [staff-voice, room-member], max_ttl: 8h } }
  - { id: kiosk,  match: { service_key: kiosk }, identity: { from: request, match: "guest-*" }, allow: { profiles: [room-member], max_ttl: 15m } }
  - { id: short,  match: { principals: [Anna, "corp:Zoe"] }, allow: { profiles: [lobby, listener], default: listener, ttl: 1m, max_ttl: 5m } }
  - { id: long,   match: { principals: anna, method: [password, basic] }, allow: { profiles: lobby, max_ttl: 24h } }
  - { id: claims, match: { issuer: corp }, identity: { from: claim, claim: phone_name, match: "p_*" }, allow: { profiles: [caller] } }
deny: [ { id: leavers, match: { principals: ["corp:mallory", Eve] } } ]
`

func parse(t tester, text string) *policy.Policy {
	t.Helper()
	n, err := strictyaml.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func user(name string) policy.Principal { return policy.Principal{Name: name, Method: "password"} }

func corp(sub string, groups ...string) policy.Principal {
	return policy.Principal{Name: "corp:" + sub, Method: "oidc", Issuer: "corp", Groups: groups}
}

func key(id string) policy.Principal {
	return policy.Principal{Name: "service:" + id, Method: "service_key", ServiceKey: id}
}

func room(name string) []tokens.Grant { return []tokens.Grant{&tokens.Video{Room: name}} }

// A07: a claim that looks like another, or that a row would show as another, is nobody's
// identity.
func TestClaimUnseen(t *testing.T) {
	p := parse(t, `
profiles: { lobby: { grants: { video: { room: lobby } } } }
rules: [ { id: r, match: { issuer: corp }, identity: { from: claim, claim: nick }, allow: { profiles: lobby } } ]
`)
	for nick, want := range map[string]string{
		"Änna Ω": "", "anna\u200b": "identity", "\u202eanna": "identity", "anna\n": "identity", "anna\x00": "identity", "\u3164": "identity",
	} {
		who := corp("u1")
		who.Claims = map[string]string{"nick": nick}
		if d := p.Decide(who, policy.Request{}); d.Field != want || d.Allow != (want == "") {
			t.Errorf("%q: got %+v, want that %q refuses it", nick, d, want)
		}
	}
}

// F04: what stands in the place of a SID may be a secret; a refusal says what is wanted,
// and whose SID it is if it is one.
func TestRefusalLeavesValueOut(t *testing.T) {
	p := parse(t, `
profiles: { chat: { grants: { chat: { service_sid: { required: true } } } } }
rules: [ { id: r, match: everyone, allow: { profiles: chat } } ]
`)
	for sid, want := range map[string]string{
		"mm_kiosk_secret": "want IS and 32 hex digits",
		app:               "it is a TwiML app SID: want IS and 32 hex digits",
	} {
		d := p.Decide(user("anna"), policy.Request{Grants: []tokens.Grant{&tokens.Chat{ServiceSID: sid}}})
		if d.Field != "grants.chat.service_sid" || d.Reason != want {
			t.Errorf("%s: got %s: %s, want %s", sid, d.Field, d.Reason, want)
		}
	}
}

// A07, A08, and what a rule says.
func TestRules(t *testing.T) {
	p := parse(t, house)
	const is1, is3 = "IS00000000000000000000000000000001", "IS00000000000000000000000000000003"
	staff := corp("u_1", "x", "staff")
	lobby := func(service string) []tokens.Grant {
		return []tokens.Grant{&tokens.Chat{ServiceSID: service}}
	}
	phone := corp("u2")
	phone.Claims = map[string]string{"phone_name": "p_7"}
	tests := []struct {
		name string
		who  policy.Principal
		ask  policy.Request
		want string
	}{
		{"A08: nobody in particular", user("bob"), policy.Request{}, "no principal"},
		{"A08: with a profile that there is", user("bob"), policy.Request{Profile: "lobby"}, "no principal"},
		{"A08: a group of the same name as a user", user("staff"), policy.Request{}, "no principal"},
		{"several profiles and none named", staff, policy.Request{}, "no staff profile"},
		{"the group's", staff, policy.Request{Profile: "room-member", Grants: room("team-a")}, "staff room-member corp:u_1 10m0s video{team-a}"},
		{"voice refuses a colon", staff, policy.Request{Profile: "staff-voice"}, "no staff staff-voice identity"},
		{"a profile of others", staff, policy.Request{Profile: "lobby"}, "no staff profile"},
		{"a room that does not match", staff, policy.Request{Profile: "room-member", Grants: room("boss")}, "no staff room-member grants.video.room"},
		{"no room", staff, policy.Request{Profile: "room-member"}, "no staff room-member grants.video.room"},
		{"an empty grant", staff, policy.Request{Profile: "room-member", Grants: room("")}, "no staff room-member grants.video.room"},
		{"another field", staff, policy.Request{Profile: "room-member", Grants: []tokens.Grant{&tokens.Video{Room: "team-a", ConfigurationProfileSID: "VS" + app[2:]}}}, "no staff room-member grants.video.configuration_profile_sid"},
		{"another grant", staff, policy.Request{Profile: "room-member", Grants: append(room("team-a"), &tokens.Sync{})}, "no staff room-member grants.data_sync"},
		{"a raw grant", staff, policy.Request{Profile: "room-member", Grants: []tokens.Grant{&tokens.RawGrant{Name: "video", Value: tokens.JSON(`{"room":"team-a","x":1}`)}}}, "no staff room-member grants.video"},
		{"an unknown grant", staff, policy.Request{Profile: "room-member", Grants: append(room("team-a"), &tokens.RawGrant{Name: "admin", Value: tokens.JSON(`{}`)})}, "no staff room-member grants.admin"},
		{"a grant twice", staff, policy.Request{Profile: "room-member", Grants: append(room("team-a"), room("team-b")...)}, "no staff room-member grants.video"},
		{"a grant that is not there", staff, policy.Request{Profile: "room-member", Grants: append(room("team-a"), nil)}, "no staff room-member grants."},
		{"A04: the cap", staff, policy.Request{Profile: "room-member", TTL: 8 * time.Hour, Grants: room("team-a")}, "staff room-member corp:u_1 8h0m0s video{team-a}"},
		{"A04: over the cap", staff, policy.Request{Profile: "room-member", TTL: 8*time.Hour + 1, Grants: room("team-a")}, "no staff room-member ttl too long"},
		{"A04: below nothing", staff, policy.Request{Profile: "room-member", TTL: -time.Second, Grants: room("team-a")}, "no staff room-member ttl too long"},
		{"A04: not whole", staff, policy.Request{Profile: "room-member", TTL: time.Second + 1, Grants: room("team-a")}, "no staff room-member ttl too long"},
		{"A07: somebody else", staff, policy.Request{Profile: "room-member", Identity: "corp:u2", Grants: room("team-a")}, "no staff room-member identity"},
		{"A07: himself", staff, policy.Request{Profile: "room-member", Identity: "corp:u_1", Grants: room("team-a")}, "staff room-member corp:u_1 10m0s video{team-a}"},
		{"A07: a rule lets it name others", key("kiosk"), policy.Request{Identity: "guest-7", Grants: room("team-a")}, "kiosk room-member guest-7 10m0s video{team-a}"},
		{"A07: but no others", key("kiosk"), policy.Request{Identity: "anna", Grants: room("team-a")}, "no kiosk room-member identity"},
		{"A07: and not nobody", key("kiosk"), policy.Request{Grants: room("team-a")}, "no kiosk room-member identity"},
		{"A07: nor what looks like another", key("kiosk"), policy.Request{Identity: "guest-\u202e7", Grants: room("team-a")}, "no kiosk room-member identity"},
		{"A07: nor what ends elsewhere", key("kiosk"), policy.Request{Identity: "guest-7\x00", Grants: room("team-a")}, "no kiosk room-member identity"},
		{"another key", key("kiosk2"), policy.Request{Identity: "guest-7"}, "no principal"},
		{"a user of the key's name", user("kiosk"), policy.Request{Identity: "guest-7"}, "no principal"},
		{"the default of a rule", user("anna"), policy.Request{}, "short listener anna 1m0s voice{}"},
		{"an optional field", user("anna"), policy.Request{Grants: []tokens.Grant{&tokens.Voice{Incoming: tokens.Incoming{Allow: true}}}}, "short listener anna 1m0s voice{true}"},
		{"an optional field with a wrong value", user("anna"), policy.Request{Grants: []tokens.Grant{&tokens.Voice{PushCredentialSID: "x"}}}, "no short listener grants.voice.push_credential_sid"},
		{"the first rule that covers it", user("anna"), policy.Request{Profile: "lobby", TTL: 5 * time.Minute, Grants: lobby(is1)}, "short lobby anna 5m0s video{lobby} chat{" + is1 + "}"},
		{"the second, which lets it live longer", user("anna"), policy.Request{Profile: "lobby", TTL: time.Hour, Grants: lobby(is1)}, "long lobby anna 1h0m0s video{lobby} chat{" + is1 + "}"},
		{"none", user("anna"), policy.Request{Profile: "lobby", TTL: 25 * time.Hour, Grants: lobby(is1)}, "no short lobby ttl too long"},
		{"none of any_of", user("anna"), policy.Request{Profile: "lobby", Grants: lobby(is3)}, "no short lobby grants.chat.service_sid"},
		{"what is fixed, named", user("anna"), policy.Request{Profile: "lobby", Grants: append(room("lobby"), lobby(is1)...)}, "short lobby anna 1m0s video{lobby} chat{" + is1 + "}"},
		{"what is fixed, otherwise", user("anna"), policy.Request{Profile: "lobby", Grants: append(room("x"), lobby(is1)...)}, "no short lobby grants.video.room"},
		{"the required field of a grant that is not named", user("anna"), policy.Request{Profile: "lobby", Grants: room("lobby")}, "no short lobby grants.chat.service_sid"},
		{"names of users are folded", user("ａｎｎａ"), policy.Request{}, "no principal"}, // whoever proves it folds it
		{"subjects are not", corp("zoe"), policy.Request{Profile: "listener"}, "no claims profile"},
		{"a subject", corp("Zoe"), policy.Request{Profile: "lobby", Grants: lobby(is1)}, "short lobby corp:Zoe 1m0s video{lobby} chat{" + is1 + "}"},
		{"a user who would be a subject", user("corp:zoe"), policy.Request{}, "no principal"},
		{"a claim", phone, policy.Request{}, `claims caller p_7 10m0s voice{` + app + ` {"lang":"en","n":[1,2.50,null,true]}}`},
		{"the same JSON", phone, policy.Request{Grants: []tokens.Grant{&tokens.Voice{Outgoing: tokens.Outgoing{Params: tokens.JSON(`{"n":[1,2.50,null,true], "lang":"en"}`)}}}}, `claims caller p_7 10m0s voice{` + app + ` {"lang":"en","n":[1,2.50,null,true]}}`},
		{"other JSON", phone, policy.Request{Grants: []tokens.Grant{&tokens.Voice{Outgoing: tokens.Outgoing{Params: tokens.JSON(`{"lang":"en"}`)}}}}, "no claims caller grants.voice.outgoing.params"},
		{"no claim", corp("u2"), policy.Request{}, "no claims caller identity"},
		{"deny", corp("mallory", "staff"), policy.Request{Profile: "room-member", Grants: room("team-a")}, "no leavers principal"},
		{"deny folds", user("eve"), policy.Request{}, "no leavers principal"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := p.Decide(tt.who, tt.ask)
			if got := inWords(d); got != tt.want {
				t.Errorf("got  %s (%s)\nwant %s", got, d.Reason, tt.want)
			}
			if d.Allow == (d.Reason != "") {
				t.Errorf("allow is %v and the reason is %q", d.Allow, d.Reason)
			}
			wantExplained(t, p, tt.who, tt.ask, d)
		})
	}
}

// wantExplained wants the steps to say what was decided.
func wantExplained(t tester, p *policy.Policy, who policy.Principal, ask policy.Request, d policy.Decision) {
	t.Helper()
	steps := p.Explain(who, ask)
	for i, s := range steps {
		if last := i == len(steps)-1; s.Covers && (!last || s.Rule != d.Rule || !s.Matches || d.Allow == s.Deny) {
			t.Errorf("step %d of %d is %+v, and it was decided %+v", i, len(steps), s, d)
		}
		if s.Why == "" {
			t.Errorf("step %+v gives no reason", s)
		}
	}
	if d.Allow && (len(steps) == 0 || !steps[len(steps)-1].Covers) {
		t.Errorf("allowed, and no step says so: %+v", steps)
	}
}

// inWords is a decision on one line.
func inWords(d policy.Decision) string {
	words := []string{d.Rule, d.Profile, d.Identity}
	if !d.Allow {
		words = []string{"no", d.Rule, d.Profile, d.Field}
	} else {
		words = append(words, d.TTL.String())
	}
	for _, g := range d.Grants {
		var values []string
		for _, f := range tokens.Fields(g) {
			if f.String() != "" {
				values = append(values, f.String())
			}
		}
		words = append(words, g.Key()+"{"+strings.Join(values, " ")+"}")
	}
	if d.TooLong {
		words = append(words, "too long")
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

func TestProfiles(t *testing.T) {
	p := parse(t, house)
	got := p.Profiles(user("anna"))
	if len(got) != 3 {
		t.Fatalf("got %d profiles, want 3: %+v", len(got), got)
	}
	want := policy.Profile{
		Name: "lobby", Rule: "short", TTL: time.Minute, MaxTTL: 5 * time.Minute, Identity: "anna",
		Fields: []policy.Field{{Path: "video.room", Value: "lobby"}, {Path: "chat.service_sid", Required: true,
			AnyOf: []string{"IS00000000000000000000000000000001", "IS00000000000000000000000000000002"}}},
	}
	if !reflect.DeepEqual(got[0], want) {
		t.Errorf("got  %+v\nwant %+v", got[0], want)
	}
	if kiosk := p.Profiles(key("kiosk")); len(kiosk) != 1 || !kiosk[0].Named || kiosk[0].Identity != "guest-*" {
		t.Errorf("kiosk: got %+v", kiosk)
	}
	if denied := p.Profiles(corp("mallory", "staff")); denied != nil {
		t.Errorf("mallory: got %+v, want none", denied)
	}
}

// A tester is a test, a benchmark or a rapid test.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}
