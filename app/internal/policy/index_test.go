package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whoever asks: the rules that the index finds are those about him, in their
// order, as a look at each of them tells.
func TestIndexFindsWhatAScanFinds(t *testing.T) {
	names := []string{"anna", "Anna", "bob", "corp:a", "service:k1"}
	groups := []string{"g1", "g2", "g3", "g4", "g5", "g6", "g7"}
	keys, issuers := []string{"k1", "k2"}, []string{"corp", "other"}
	some := func(t *rapid.T, what string, of []string, most int) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, most, rapid.ID[string]).Draw(t, what)
	}
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		rules := make([]rule, rapid.IntRange(0, 12).Draw(t, "rules"))
		for i := range rules {
			m := &rules[i].match
			if m.everyone = rapid.Bool().Draw(t, "everyone"); m.everyone {
				continue
			}
			m.principals = setOf(some(t, "principals", names, 2))
			m.folded = map[string]bool{}
			for name := range m.principals {
				m.folded[foldName(name)] = true
			}
			m.groups = some(t, "groups", groups, 3)
			m.serviceKeys = some(t, "keys", keys, 1)
			m.issuers = some(t, "issuers", issuers, 1)
			m.methods = some(t, "methods", Methods, 1)
		}
		p := newPolicy(nil, rules, nil)
		who := newAsker(Principal{
			Name: rapid.SampledFrom(names).Draw(t, "name"), Method: rapid.SampledFrom(Methods).Draw(t, "method"),
			Groups:     rapid.SliceOfN(rapid.SampledFrom(groups), 0, 6).Draw(t, "in"),
			ServiceKey: rapid.SampledFrom(append(keys, "")).Draw(t, "key"), Issuer: rapid.SampledFrom(append(issuers, "")).Draw(t, "issuer"),
		})
		var got, want []*rule
		for r := range p.about(who) {
			got = append(got, r)
		}
		for i := range p.rules {
			if p.rules[i].match.about(who) {
				want = append(want, &p.rules[i])
			}
		}
		if found += len(want); !slices.Equal(got, want) {
			t.Fatalf("the index finds %d rules about %+v, want %d", len(got), who.Principal, len(want))
		}
	})
	if found == 0 {
		t.Error("no rule was ever about anybody")
	}
}
