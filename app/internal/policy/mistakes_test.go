package policy_test

import (
	"errors"
	"strings"
	"testing"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

// A05 and the rest of what a policy cannot say, each with its line.
func TestParseRefuses(t *testing.T) {
	const profiles = "profiles:\n  p: { grants: { video: { room: a } } }\n"
	rule := func(text string) string { return profiles + "rules:\n  - " + text }
	field := func(text string) string { return "profiles:\n  p: { grants: { " + text + " } }" }
	tests := []struct {
		name, text, want string
		line             int
	}{
		{"a key", "profile: {}", "did you mean profiles?", 1},
		{"a list", "[]", "policy is a list", 1},
		{"a default", "defaults: { tll: 5m }", "did you mean ttl?", 1},
		{"A04: more than a day", "defaults:\n  max_ttl: 25h", "24h at most", 2},
		{"A04: half a second", "defaults:\n  ttl: 500ms", "whole seconds", 2},
		{"A04: below nothing", "defaults:\n  ttl: -5m", "want a time", 2},
		{"A04: no unit", "defaults:\n  ttl: 600", "no unit", 2},
		{"A04: ttl over the cap", "defaults: { ttl: 2h }", "no longer than max_ttl", 1},
		{"A04: a rule's cap", rule("{ id: r, match: everyone, allow: { profiles: p, max_ttl: 48h } }"), "24h at most", 4},
		{"A04: a rule's ttl", rule("{ id: r, match: everyone, allow: { profiles: p, ttl: 2h } }"), "no longer than max_ttl", 4},
		{"no id", rule("{ match: everyone, allow: { profiles: p } }"), "lacks id", 4},
		{"no match", rule("{ id: r, allow: { profiles: p } }"), "lacks match", 4},
		{"an empty match", rule("{ id: r, match: {}, allow: { profiles: p } }"), "or everyone", 4},
		{"everyone as a key", rule("{ id: r, match: { everyone: true }, allow: { profiles: p } }"), "want match: everyone", 4},
		{"an empty list", rule("{ id: r, match: { groups_any: [] }, allow: { profiles: p } }"), "empty list", 4},
		{"a match of null", rule("{ id: r, match: , allow: { profiles: p } }"), "names nobody", 4},
		{"a star", rule("{ id: r, match: { principals: 'guest-*' }, allow: { profiles: p } }"), "has a star", 4},
		{"a key in capitals", rule("{ id: r, match: { service_key: Kiosk }, allow: { profiles: p } }"), "no service key is called “Kiosk”", 4},
		{"no name", rule("{ id: r, match: { principals: 'a b' }, allow: { profiles: p } }"), "no user name", 4},
		{"a method", rule("{ id: r, match: { method: pasword }, allow: { profiles: p } }"), "did you mean password?", 4},
		{"no such profile", rule("{ id: r, match: everyone, allow: { profiles: [p,\n q] } }"), "there is no profile “q”", 5},
		{"a default that is none of them", rule("{ id: r, match: everyone, allow: { profiles: p, default: q } }"), "none of the profiles", 4},
		{"two of a name", rule("{ id: r, match: everyone, allow: { profiles: p } }\n  - { id: r, match: everyone, allow: { profiles: p } }"), "the other is in line 4", 5},
		{"one that denies of the same name", "deny: [ { id: r, match: everyone } ]\n" + rule("{ id: r, match: everyone, allow: { profiles: p } }"), "the other is in line 1", 5},
		{"A07: anybody", rule("{ id: r, match: everyone, identity: { from: request }, allow: { profiles: p } }"), "wants match", 4},
		{"A07: from somewhere", rule("{ id: r, match: everyone, identity: { from: body }, allow: { profiles: p } }"), "want principal, request or claim", 4},
		{"A07: no claim", rule("{ id: r, match: { issuer: corp }, identity: { from: claim }, allow: { profiles: p } }"), "wants claim", 4},
		{"B04: any issuer's claim", rule("{ id: r, match: everyone, identity: { from: claim, claim: sub }, allow: { profiles: p } }"), "wants an issuer", 4},
		{"no grants", "profiles:\n  p: { }", "lacks grants", 2},
		{"grants of nothing", "profiles:\n  p: { grants: {} }", "one grant or more", 2},
		{"no such grant", field("vidoe: {}"), "did you mean video?", 2},
		{"a field of a group", field("voice: { incomming_allow: true }"), "did you mean incoming_allow?", 2},
		{"no such field", field("video: { rom: x }"), "did you mean room?", 2},
		{"a grant by both its names", field("sync: { service_sid: default }, data_sync: { service_sid: default }"), "there twice", 2},
		{"a field by both its names", field("voice: { incoming_allow: true, incoming: { allow: true } }"), "there twice", 2},
		{"a grant of null", field("video: "), "in braces", 2},
		{"A05: a SID of another kind", field("chat: { service_sid: " + app + " }"), "chat.service_sid is", 2},
		{"A05: a SID among others", field("chat: { service_sid: { any_of: [ IS0 ] } }"), "want IS and 32 hex digits", 2},
		{"A05: a pattern that no SID matches", field("chat: { service_sid: { match: 'team-*' } }"), "no value of chat.service_sid matches", 2},
		{"a flag that is a text", field("voice: { incoming_allow: yes! }"), "want true or false", 2},
		{"a list of rooms", field("video: { room: [a, b] }"), "any_of", 2},
		{"required and optional", field("video: { room: { required: true, optional: true } }"), "want one of them", 2},
		{"match and any_of", field("video: { room: { match: a, any_of: [a] } }"), "want one of them", 2},
		{"a value and more", field("video: { room: { value: a, optional: true } }"), "a value is fixed", 2},
		{"a pattern for a flag", field("voice: { incoming_allow: { match: 'a' } }"), "does not apply", 2},
		{"bounds that leaving out evades", field("video: { room: { optional: true, match: 'team-*' } }"), "opens every room", 2},
		{"parameters for no app", field("voice: { outgoing_params: { a: 1 } }"), "the TwiML app that takes", 2},
		{"JSON of another kind", field("voice: { outgoing_application_sid: " + app + ", outgoing_params: [1] }"), "a JSON object", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := strictyaml.Parse([]byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			_, err = policy.Parse(n)
			var all *strictyaml.Error
			if !errors.As(err, &all) {
				t.Fatalf("got %v, want a mistake", err)
			}
			if m := all.Mistakes[0]; m.Line != tt.line || !strings.Contains(m.Text, tt.want) {
				t.Errorf("got line %d: %s\nwant line %d and %q", m.Line, m.Text, tt.line, tt.want)
			}
		})
	}
}

// All mistakes are told at once.
func TestParseTellsAll(t *testing.T) {
	n, err := strictyaml.Parse([]byte("defaults: { ttl: 0 }\nprofiles: { a: { grants: { vidio: {} } } }\nrules: [ { id: x } ]\nmore: 1"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = policy.Parse(n)
	var all *strictyaml.Error
	if !errors.As(err, &all) || len(all.Mistakes) != 5 {
		t.Errorf("got %v, want 5 mistakes", err)
	}
}

// A new grant in package tokens is at once usable: whatever field of whatever
// kind can be fixed, required and left free, under each of its names.
func TestEveryField(t *testing.T) {
	for _, k := range tokens.Kinds() {
		for i, f := range tokens.Fields(k.New()) {
			for _, grant := range []string{k.Name, k.New().Key()} {
				for _, name := range []string{f.Path, strings.ReplaceAll(f.Path, ".", "_")} {
					testField(t, k, i, grant, name)
				}
			}
		}
	}
}

func testField(t *testing.T, k tokens.Kind, i int, grant, name string) {
	f := tokens.Fields(k.New())[i]
	value := valueOf(f)
	path := "grants." + k.New().Key() + "." + f.Path
	ask := k.New()
	if err := tokens.Fields(ask)[i].Set(value); err != nil {
		t.Fatal(err)
	}
	others := needed(t, ask)
	needs := strings.Contains(needed(t, k.New()), ", "+f.Path+":")
	anna := user("anna")
	for _, says := range []string{value, "{ required: true }", "{ optional: true }", "{ value: " + value + " }"} {
		p := parse(t, "profiles: { p: { grants: { "+grant+": { "+name+": "+says+others+" } } } }\n"+
			"rules: [ { id: r, match: everyone, allow: { profiles: p } } ]")
		d := p.Decide(anna, policy.Request{Grants: []tokens.Grant{ask}})
		if !d.Allow {
			t.Errorf("%s: %s: refused: %s: %s", path, says, d.Field, d.Reason)
			continue
		}
		if got := tokens.Fields(d.Grants[0])[i].String(); got != value {
			t.Errorf("%s: %s: got %q, want %q", path, says, got, value)
		}
		bare := p.Decide(anna, policy.Request{})
		if must := strings.Contains(says, "required") || strings.Contains(says, "optional") && needs; bare.Allow == must || must && bare.Field != path {
			t.Errorf("%s: %s: without it got %+v", path, says, bare)
		}
	}
	p := parse(t, "profiles: { p: { grants: { video: { room: x } } }, q: { grants: { video: { room: y } } } }\nrules: [ { id: r, match: everyone, allow: { profiles: p } } ]")
	if d := p.Decide(anna, policy.Request{Grants: []tokens.Grant{ask}}); d.Allow {
		t.Errorf("%s: a profile that says nothing of it gives %v", path, d.Grants)
	}
}

// needed is what else the grant wants, as package tokens says.
func needed(t *testing.T, g tokens.Grant) (others string) {
	for {
		token := tokens.AccessToken{AccountSID: "AC" + app[2:], KeySID: "SK" + app[2:], Identity: "x", Grants: []tokens.Grant{g}}
		var missing *tokens.FieldError
		if err := token.Validate(); !errors.As(err, &missing) {
			return others
		}
		_, path, _ := strings.Cut(missing.Path, ".")
		for _, f := range tokens.Fields(g) {
			if f.Path == path {
				if missing.Got != "" || f.Set(valueOf(f)) != nil {
					t.Fatal(missing)
				}
				others += ", " + path + ": " + valueOf(f)
			}
		}
	}
}

func valueOf(f tokens.Field) string {
	switch {
	case f.Type == tokens.FlagField:
		return "true"
	case f.Type == tokens.JSONField:
		return `{"a":1}`
	case f.SID != "":
		return f.SID + "0123456789abcdef0123456789abcdef"
	}
	return "some-text"
}
