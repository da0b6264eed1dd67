package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"mintmark/app/internal/policy"
)

// A rule whose names no token of its profile can have is seen without a request;
// one that may be right is not.
func TestMisfits(t *testing.T) {
	const profiles = "profiles:\n" +
		"  phone: { grants: { voice: { incoming_allow: true } } }\n" +
		"  both: { grants: { voice: { incoming_allow: true }, video: { room: { required: true } } } }\n" +
		"  room: { grants: { video: { room: a } } }\n"
	voice := func(name string) string { return "phone " + name + " has a character that Voice refuses" }
	tests := []struct{ name, rule, want string }{
		{"everyone", "match: everyone, allow: { profiles: phone }", ""},
		{"users", "match: { method: [password, basic] }, allow: { profiles: phone }", ""},
		{"users and others", "match: { method: [password, oidc] }, allow: { profiles: phone }", ""},
		{"a user", "match: { principals: anna }, allow: { profiles: phone }", ""},
		{"users of whom one has a dot", "match: { principals: [anna, bob.b] }, allow: { profiles: phone }", voice("bob.b")},
		{"a name that is folded", "match: { principals: Ａnna }, allow: { profiles: phone }", ""},
		{"a subject", `match: { principals: "corp:42" }, allow: { profiles: phone }`, voice("corp:42")},
		{"a service key", "match: { service_key: kiosk }, allow: { profiles: phone }", voice("service:kiosk")},
		{"a service key in a room", "match: { service_key: kiosk }, allow: { profiles: room }", ""},
		{"a service key in one of two", "match: { service_key: kiosk }, allow: { profiles: [room, both], default: room }", "both service:kiosk has"},
		{"service keys", "match: { method: service_key }, allow: { profiles: phone }", voice("…:…")},
		{"an issuer", "match: { issuer: corp }, allow: { profiles: phone }", voice("corp:…")},
		{"a group", "match: { groups_any: staff }, allow: { profiles: phone }", voice("…:…")},
		{"a claim", "match: { issuer: corp }, identity: { from: claim, claim: sub }, allow: { profiles: phone }", ""},
		{"an email", "match: { issuer: corp }, identity: { from: claim, claim: email }, allow: { profiles: phone }", voice("…@…")},
		{"a claim that matches", `match: { issuer: corp }, identity: { from: claim, claim: sub, match: "a-*" }, allow: { profiles: phone }`, voice("a-*")},
		{"guests", `match: { service_key: kiosk }, identity: { from: request, match: "guest_*" }, allow: { profiles: phone }`, ""},
		{"anybody", `match: { service_key: kiosk }, identity: { from: request, match: "*" }, allow: { profiles: phone }`, ""},
		{"guests with a hyphen", `match: { service_key: kiosk }, identity: { from: request, match: "guest-*" }, allow: { profiles: phone }`, voice("guest-*")},
		{"a name too long for Video", "match: everyone, identity: { from: request, match: \"" + strings.Repeat("x", 200) + "*\" }, allow: { profiles: room }", "room xxx"},
		{"nobody is left over", `match: { service_key: kiosk }, identity: { from: principal, match: "guest_*" }, allow: { profiles: room }`, "room service:kiosk does not match guest_*"},
		{"somebody is", `match: { principals: [anna, "corp:42"] }, identity: { from: principal, match: "a*" }, allow: { profiles: phone }`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, m := range parse(t, profiles+"rules:\n  - { id: r, "+tt.rule+" }").Misfits() {
				got = append(got, m.Profile+" "+m.Names+" "+m.Why)
			}
			if fits := len(got) == 0; fits != (tt.want == "") || !fits && (len(got) != 1 || !strings.HasPrefix(got[0], tt.want)) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What is called a misfit is refused, whoever asks; and that is why.
func TestMisfitsAreRefused(t *testing.T) {
	p := parse(t, "profiles: { phone: { grants: { voice: { incoming_allow: true } } } }\nrules: [ { id: r, match: everyone, allow: { profiles: phone } } ]")
	for _, who := range []policy.Principal{
		{Name: "service:kiosk", ServiceKey: "kiosk", Method: "service_key"},
		{Name: "corp:42", Issuer: "corp", Method: "oidc"},
		{Name: "bob.b", Method: "password"},
	} {
		if d := p.Decide(who, policy.Request{}); d.Allow || d.Field != "identity" {
			t.Errorf("%s: got %s", who.Name, fmt.Sprint(d))
		}
	}
}
