package policy

import (
	"slices"
	"strings"

	"mintmark/tokens"
)

// A Misfit is a profile that a rule means to give in names in which there is no
// such token.
type Misfit struct {
	Rule, Profile string
	From          string // where the rule has the names from: "principal", "request" or "claim"
	Names         string // "service:kiosk", "guest-*", "corp:…"
	Why           string // "has a character that Voice refuses, …"
}

// Misfits is every one that needs no request to be seen: the names that such a
// token cannot have are in the rule, or are all of a form that it cannot have.
func (p *Policy) Misfits() (all []Misfit) {
	samples := map[*profile][]tokens.Grant{}
	for i := range p.rules {
		r := &p.rules[i]
		names, why := r.identity.names(&r.match)
		if why != "" {
			all = append(all, Misfit{r.id, r.profileNames(), r.identity.from, listNames(names), why})
			continue
		}
		for _, prof := range r.profiles {
			if samples[prof] == nil && len(names) > 0 {
				samples[prof] = prof.sample()
			}
			bad := slices.DeleteFunc(slices.Clone(names), func(n name) bool { return n.misfit(samples[prof]) == "" })
			if len(bad) > 0 {
				all = append(all, Misfit{r.id, prof.name, r.identity.from, listNames(bad), bad[0].misfit(samples[prof])})
			}
		}
	}
	return all
}

// A name is the identity of tokens, or of many of a form.
type name struct {
	shown string // "corp:…"
	one   string // of them: what speaks against it speaks against all
}

func exactly(s string) name { return name{s, s} }

func (n name) isExact() bool { return n.shown == n.one }

// misfit is what package tokens has against it; "" for nothing.
func (n name) misfit(grants []tokens.Grant) string {
	no := sayable(n.one, grants)
	if no.stage != atIdentity {
		return ""
	}
	return strings.TrimPrefix(no.want, "it ")
}

func listNames(names []name) string {
	shown := make([]string, len(names))
	for i, n := range names {
		shown[i] = n.shown
	}
	return list(shown)
}

// names are those of all tokens by a rule with this match, nil where nothing is
// known of them. The pattern may leave none over: then the text says so.
func (i *identityRule) names(m *match) (all []name, why string) {
	switch {
	case i.from == "principal":
		all = m.names()
	case i.from == "claim" && i.claim == "email":
		all = []name{{"…@…", "x@x"}}
	}
	if i.match == nil {
		return all, ""
	}
	if all == nil {
		return []name{{i.match.text, strings.ReplaceAll(i.match.text, "*", "x")}}, ""
	}
	fit := slices.DeleteFunc(slices.Clone(all), func(n name) bool { return n.isExact() && !i.match.matches(n.one) })
	if len(fit) == 0 {
		return all, "does not match " + i.match.text
	}
	return fit, ""
}

// names are those of everybody whom the match is about, nil where nothing is
// known of them. Whoever has groups has an ID token.
func (m *match) names() (all []name) {
	foreign := len(m.methods) > 0
	for _, method := range m.methods {
		foreign = foreign && (method == "oidc" || method == "service_key")
	}
	switch {
	case len(m.principals) > 0:
		for _, p := range sorted(m.principals) {
			if !strings.Contains(p, ":") {
				p = foldName(p)
			}
			all = append(all, exactly(p))
		}
	case len(m.serviceKeys) > 0:
		for _, id := range m.serviceKeys {
			all = append(all, exactly(ServicePrefix+":"+id))
		}
	case len(m.issuers) > 0:
		for _, issuer := range m.issuers {
			all = append(all, name{issuer + ":…", issuer + ":x"})
		}
	case len(m.groups) > 0 || foreign:
		all = []name{{"…:…", "x:x"}}
	}
	return all
}
