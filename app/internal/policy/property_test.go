package policy_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mintmark/app/internal/policy"
	"mintmark/tokens"
)

// Small alphabets, so that requests and rules meet.
var (
	names    = []string{"anna", "bob", "corp:a", "corp:b"}
	groups   = []string{"g1", "g2", "g3"}
	patterns = []string{"*", "a*", "*b", "a*b", "ab", "a*a*b"}
	texts    = []string{"a", "b", "ab", "aab", "abab", "x", ""}
)

func oneOf(t *rapid.T, label string, of []string) string { return rapid.SampledFrom(of).Draw(t, label) }

// A drawn policy is the text of one, its rules apart.
type drawn struct {
	profiles string
	rules    []string
	deny     []string
}

func (d drawn) text(rules []string) string {
	text := "profiles:\n" + d.profiles
	if len(rules) > 0 {
		text += "rules:\n" + strings.Join(rules, "")
	}
	if len(d.deny) > 0 {
		text += "deny:\n" + strings.Join(d.deny, "")
	}
	return text
}

func drawField(t *rapid.T) string {
	switch says := fmt.Sprintf("match: %q", oneOf(t, "pattern", patterns)); oneOf(t, "says", []string{"value", "match", "any_of", "free"}) {
	case "value":
		return oneOf(t, "text", texts[:6])
	case "match":
		return "{ required: true, " + says + " }"
	case "any_of":
		return "{ required: true, any_of: [ab, aab] }"
	}
	return "{ required: false }"
}

func drawMatch(t *rapid.T) string {
	switch oneOf(t, "match", []string{"principals", "groups", "issuer", "both", "everyone", "everyone", "everyone"}) {
	case "principals":
		return "{ principals: [" + oneOf(t, "name", names) + "] }"
	case "groups":
		return "{ groups_any: [" + oneOf(t, "group", groups) + "] }"
	case "issuer":
		return "{ issuer: corp }"
	case "both":
		return "{ issuer: corp, groups_any: [" + oneOf(t, "group", groups) + "] }"
	}
	return "everyone"
}

func drawPolicy(t *rapid.T) (d drawn) {
	for _, name := range []string{"p", "q", "o", "z"} {
		d.profiles += "  " + name + ": { grants: { video: { room: " + drawField(t) + " }"
		if rapid.IntRange(0, 3).Draw(t, "two") == 0 {
			d.profiles += ", task-router: { workspace_sid: { required: true }, role: " + drawField(t) + " }"
		}
		d.profiles += " } }\n"
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "rules") {
		identity := ""
		if rapid.IntRange(0, 3).Draw(t, "names others") == 0 {
			identity = fmt.Sprintf("identity: { from: request, match: %q }, ", oneOf(t, "pattern", patterns))
		}
		d.rules = append(d.rules, fmt.Sprintf("  - { id: r%d, match: %s, %sallow: { profiles: [%s], ttl: 1s, max_ttl: %ds } }\n", i, drawMatch(t), identity,
			oneOf(t, "profiles", []string{"p", "q", "p, q", "o", "z", "z, o", "q, o, z"}), rapid.IntRange(1, 86400).Draw(t, "max")))
	}
	if rapid.IntRange(0, 3).Draw(t, "deny") == 0 {
		d.deny = append(d.deny, "  - { id: no, match: "+drawMatch(t)+" }\n")
	}
	return d
}

func drawPrincipal(t *rapid.T) policy.Principal {
	who := policy.Principal{Name: oneOf(t, "who", names), Method: "password"}
	if strings.HasPrefix(who.Name, "corp:") {
		who.Method, who.Issuer = "oidc", "corp"
		who.Groups = rapid.SliceOfN(rapid.SampledFrom(groups), 0, 2).Draw(t, "groups")
	}
	return who
}

func drawRequest(t *rapid.T) (ask policy.Request) {
	ask.Profile = oneOf(t, "profile", []string{"p", "q", "o", "z", ""})
	if rapid.Bool().Draw(t, "names an identity") {
		ask.Identity = oneOf(t, "identity", slices.Concat(texts, names))
	}
	if rapid.Bool().Draw(t, "names a ttl") {
		ask.TTL = time.Duration(rapid.Int64Range(-1, 100_000).Draw(t, "ttl")) * time.Second
	}
	if rapid.Bool().Draw(t, "video") {
		ask.Grants = append(ask.Grants, &tokens.Video{Room: oneOf(t, "room", texts)})
	}
	if rapid.IntRange(0, 3).Draw(t, "task router") == 0 {
		ask.Grants = append(ask.Grants, &tokens.TaskRouter{WorkspaceSID: "WS" + app[2:], Role: oneOf(t, "role", texts)})
	}
	return ask
}

// A04, A07, A08: whatever is asked, the answer holds no more than the rule that
// it names gives, and no less than was asked for.
func TestNeverWider(t *testing.T) {
	allowed := 0
	rapid.Check(t, func(t *rapid.T) {
		d := drawPolicy(t)
		p := parse(t, d.text(d.rules))
		for range 10 {
			who, ask := drawPrincipal(t), drawRequest(t)
			got := p.Decide(who, ask)
			wantExplained(t, p, who, ask, got)
			if got.Allow {
				allowed++
				wantWithin(t, p, who, got)
				wantAsked(t, ask, got)
			} else if got.Grants != nil || got.Identity != "" || got.TTL != 0 {
				t.Fatalf("a refusal gives something: %+v", got)
			}
		}
	})
	if allowed == 0 {
		t.Error("nothing was ever allowed")
	}
}

func wantWithin(t *rapid.T, p *policy.Policy, who policy.Principal, got policy.Decision) {
	for _, may := range p.Profiles(who) {
		if may.Name != got.Profile || may.Rule != got.Rule {
			continue
		}
		if got.TTL <= 0 || got.TTL > may.MaxTTL || got.TTL > 24*time.Hour {
			t.Fatalf("ttl %v, the cap is %v", got.TTL, may.MaxTTL)
		}
		if may.Named && !fits(may.Identity, got.Identity) || !may.Named && got.Identity != who.Name {
			t.Fatalf("identity %q of %q under %+v", got.Identity, who.Name, may)
		}
		wantFields(t, may, got)
		return
	}
	t.Fatalf("%+v is by no rule about %+v", got, who)
}

func wantFields(t *rapid.T, may policy.Profile, got policy.Decision) {
	for _, g := range got.Grants {
		for _, f := range tokens.Fields(g) {
			if f.String() != "" && !coveredBy(may.Fields, g.Key()+"."+f.Path, f.String()) {
				t.Fatalf("%s.%s is %q, which %+v does not give", g.Key(), f.Path, f, may.Fields)
			}
		}
	}
}

func coveredBy(fields []policy.Field, path, value string) bool {
	for _, f := range fields {
		switch {
		case f.Path != path:
		case f.Value != "":
			return value == f.Value
		case f.AnyOf != nil:
			return strings.Contains(strings.Join(f.AnyOf, " ")+" ", value+" ")
		case f.Match != "":
			return fits(f.Match, value)
		default:
			return true
		}
	}
	return false
}

// fits is the glob as the standard library would match it.
func fits(pattern, text string) bool {
	expr := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `(?s:.*)`)
	return regexp.MustCompile(`^(?:` + expr + `)$`).MatchString(text)
}

// wantAsked wants all that was asked for: nothing is dropped or cut down.
func wantAsked(t *rapid.T, ask policy.Request, got policy.Decision) {
	if ask.TTL != 0 && got.TTL != ask.TTL || ask.Identity != "" && got.Identity != ask.Identity || ask.Profile != "" && got.Profile != ask.Profile {
		t.Fatalf("asked for %+v, got %+v", ask, got)
	}
	for _, a := range ask.Grants {
		found := false
		for _, g := range got.Grants {
			found = found || g.Key() == a.Key()
			for i, f := range tokens.Fields(g) {
				if g.Key() == a.Key() && tokens.Fields(a)[i].String() != "" && tokens.Fields(a)[i].String() != f.String() {
					t.Fatalf("asked for %+v, got %+v", a, g)
				}
			}
		}
		if !found {
			t.Fatalf("asked for %+v, got %+v", a, got.Grants)
		}
	}
}

// Deny wins: a rule that denies changes every answer to those whom it is about,
// and no other.
func TestDenyWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawPolicy(t)
		d.deny = nil
		open := parse(t, d.text(d.rules))
		d.deny = []string{"  - { id: no, match: " + drawMatch(t) + " }\n"}
		closed := parse(t, d.text(d.rules))
		who, ask := drawPrincipal(t), drawRequest(t)
		before, after := open.Decide(who, ask), closed.Decide(who, ask)
		if isDenied := closed.Explain(who, ask)[0].Matches; isDenied {
			if after.Allow || after.Rule != "no" || after.Field != "principal" || closed.Profiles(who) != nil {
				t.Fatalf("denied, and got %+v", after)
			}
		} else if inWords(before) != inWords(after) {
			t.Fatalf("not denied: before %s, after %s", inWords(before), inWords(after))
		}
	})
}

// The first rule that covers the whole request decides: each before it, alone,
// refuses, and it alone decides the same.
func TestFirstRuleDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawPolicy(t)
		who, ask := drawPrincipal(t), drawRequest(t)
		got := parse(t, d.text(d.rules)).Decide(who, ask)
		for _, r := range d.rules {
			alone := parse(t, d.text([]string{r})).Decide(who, ask)
			switch isIt := got.Allow && strings.Contains(r, "id: "+got.Rule+","); {
			case isIt && inWords(alone) != inWords(got):
				t.Fatalf("%s alone decides %s, all %s", r, inWords(alone), inWords(got))
			case isIt:
				return
			case alone.Allow && (got.Allow || ask.Profile != ""):
				t.Fatalf("%s covers it, and %s was decided", r, inWords(got))
			}
		}
		if got.Allow {
			t.Fatalf("no rule alone allows it: %s", inWords(got))
		}
	})
}

// What one profile says of a request is nothing to another's rule, whether a profile
// has one rule or several.
func TestProfilesJudgeByThemselves(t *testing.T) {
	for _, rules := range []string{"p q o z", "p p q q o o z z", "p p q o q z o z"} {
		var text strings.Builder
		text.WriteString("profiles:\n")
		for _, name := range []string{"p", "q", "o", "z"} {
			fmt.Fprintf(&text, "  %s: { grants: { video: { room: { match: %q } } } }\n", name, name+"-*")
		}
		text.WriteString("rules:\n")
		for i, name := range strings.Fields(rules) {
			fmt.Fprintf(&text, "  - { id: r%d, match: everyone, allow: { profiles: [%s], ttl: 1s, max_ttl: %ds } }\n", i, name, i+2)
		}
		p := parse(t, text.String())
		for _, name := range []string{"p", "q", "o", "z"} {
			last := strings.LastIndex(strings.ReplaceAll(rules, " ", ""), name)
			ask := policy.Request{Grants: room(name + "-x"), TTL: time.Duration(last+2) * time.Second}
			if got := p.Decide(user("anna"), ask); !got.Allow || got.Profile != name || got.Rule != fmt.Sprintf("r%d", last) {
				t.Errorf("%s: a room of %s: got %s", rules, name, inWords(got))
			}
		}
	}
}

func TestGlob(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringOfN(rapid.SampledFrom([]rune("ab*?[.\n")), 1, 8, -1).Draw(t, "pattern")
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab?[.\n")), 1, 12, -1).Draw(t, "text")
		p := parse(t, fmt.Sprintf("profiles: { p: { grants: { video: { room: { match: %q } } } } }\nrules: [ { id: r, match: everyone, allow: { profiles: p } } ]", pattern))
		got := p.Decide(user("anna"), policy.Request{Grants: room(text)})
		if want := fits(pattern, text); got.Allow != want {
			t.Fatalf("%q and %q: got %v, want %v", pattern, text, got.Allow, want)
		}
	})
}
