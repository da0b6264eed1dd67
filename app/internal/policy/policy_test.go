package policy_test

import (
	"reflect"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/tokens"
)

func TestDecide(t *testing.T) {
	video := []tokens.Grant{&tokens.Video{Room: "daily"}}
	p := policy.ForEveryone(10*time.Minute, video)
	anna := policy.Principal{Name: "anna", Method: "password"}
	allowed := policy.Decision{Allow: true, Rule: "everyone", Profile: "everyone", Identity: "anna", TTL: 10 * time.Minute, Grants: video}
	shorter := allowed
	shorter.TTL = time.Minute

	tests := []struct {
		name   string
		policy *policy.Policy
		ask    policy.Request
		want   policy.Decision // without the reason
	}{
		{"nothing in particular", p, policy.Request{}, allowed},
		{"her own name", p, policy.Request{Identity: "anna"}, allowed},
		{"the longest time", p, policy.Request{TTL: 10 * time.Minute}, allowed},
		{"a shorter time", p, policy.Request{TTL: time.Minute}, shorter},
		{"a longer time", p, policy.Request{TTL: 10*time.Minute + 1}, policy.Decision{Rule: "everyone", Profile: "everyone", Field: "ttl", TooLong: true}},
		{"a negative time", p, policy.Request{TTL: -time.Minute}, policy.Decision{Rule: "everyone", Profile: "everyone", Field: "ttl", TooLong: true}},
		{"another name", p, policy.Request{Identity: "bob"}, policy.Decision{Rule: "everyone", Profile: "everyone", Field: "identity"}},
		{"another case", p, policy.Request{Identity: "Anna"}, policy.Decision{Rule: "everyone", Profile: "everyone", Field: "identity"}},
		{"what it would get", p, policy.Request{Grants: video}, allowed},
		{"another room", p, policy.Request{Grants: []tokens.Grant{&tokens.Video{Room: "x"}}}, policy.Decision{Rule: "everyone", Profile: "everyone", Field: "grants.video.room"}},
		{"a grant that is none of it", p, policy.Request{Grants: []tokens.Grant{&tokens.Sync{}}}, policy.Decision{Rule: "everyone", Profile: "everyone", Field: "grants.data_sync"}},
		{"another profile", p, policy.Request{Profile: "x"}, policy.Decision{Rule: "everyone", Field: "profile"}},
		{"no policy", new(policy.Policy), policy.Request{}, policy.Decision{Field: "principal"}},
		{"no grants", policy.ForEveryone(time.Minute, nil), policy.Request{}, policy.Decision{Field: "principal"}},
		{"no time", policy.ForEveryone(0, video), policy.Request{}, policy.Decision{Field: "principal"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.policy.Decide(anna, tt.ask)
			if got.Allow == (got.Reason != "") {
				t.Errorf("allow is %v and the reason is %q", got.Allow, got.Reason)
			}
			got.Reason = ""
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// A reason stands behind the name of the field.
func TestReasonOfAnIdentity(t *testing.T) {
	p := policy.ForEveryone(time.Minute, []tokens.Grant{&tokens.Voice{Incoming: tokens.Incoming{Allow: true}}})
	got := p.Decide(policy.Principal{Name: "anna@example.com", Method: "password"}, policy.Request{})
	const want = `it has a character that Voice refuses, "@" in place 5: it takes letters, digits and underscores`
	if got.Field != "identity" || got.Reason != want {
		t.Errorf("got %s: %s, want identity: %s", got.Field, got.Reason, want)
	}
}

// Without rules a service key has a name that every product takes, and no two
// keys have the same.
func TestServiceKeyForEveryone(t *testing.T) {
	voice := []tokens.Grant{&tokens.Voice{Incoming: tokens.Incoming{Allow: true}}}
	p := policy.ForEveryone(time.Minute, voice)
	for id, want := range map[string]string{"kiosk": "service_kiosk", "front-desk-7": "service_front_desk_7"} {
		who := policy.Principal{Name: "service:" + id, Method: "service_key", ServiceKey: id}
		for _, ask := range []string{"", want} {
			if got := p.Decide(who, policy.Request{Identity: ask}); !got.Allow || got.Identity != want {
				t.Errorf("%s as %q: got %+v, want the identity %s", id, ask, got, want)
			}
		}
		if got := p.Decide(who, policy.Request{Identity: "anna"}); got.Allow {
			t.Errorf("%s is anna", id)
		}
	}
}
