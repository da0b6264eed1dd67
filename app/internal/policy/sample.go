package policy

import (
	"slices"
	"strings"

	"mintmark/tokens"
)

// sampleIdentity is whom samples are for; every product takes it.
const sampleIdentity = "rehearsal"

// Samples is, for each profile that a rule gives, a token as somebody may get it
// who leaves free what he may, and for as long as he may: for a rehearsal.
func (p *Policy) Samples() (all []Decision) {
	longest := map[*profile]*rule{}
	for i := range p.rules {
		r := &p.rules[i]
		for _, prof := range r.profiles {
			if known := longest[prof]; known == nil || r.maxTTL > known.maxTTL {
				longest[prof] = r
			}
		}
	}
	for _, prof := range p.profiles {
		if r := longest[prof]; r != nil {
			all = append(all, Decision{
				Allow: true, Profile: prof.name, Identity: sampleIdentity, Grants: prof.sample(), Rule: r.id, TTL: r.maxTTL,
			})
		}
	}
	return all
}

// Gives reports whether there is a rule that gives anything.
func (p *Policy) Gives() bool {
	return slices.ContainsFunc(p.rules, func(r rule) bool { return len(r.profiles) > 0 && r.maxTTL > 0 })
}

// Unused is every profile that no rule gives.
func (p *Policy) Unused() (names []string) {
	given := map[*profile]bool{}
	for i := range p.rules {
		for _, prof := range p.rules[i].profiles {
			given[prof] = true
		}
	}
	for _, prof := range p.profiles {
		if !given[prof] {
			names = append(names, prof.name)
		}
	}
	return names
}

// Bound is every rule that wants one of these methods of proof and takes no other.
func (p *Policy) Bound(methods ...string) (ids []string) {
	for i := range p.rules {
		other := func(method string) bool { return !slices.Contains(methods, method) }
		if m := p.rules[i].match.methods; len(m) > 0 && !slices.ContainsFunc(m, other) {
			ids = append(ids, p.rules[i].id)
		}
	}
	return ids
}

// Users is every rule, also of those that deny, that names users, who log in with a
// password, and whom it names.
func (p *Policy) Users() (all []Naming) {
	for _, rules := range [][]rule{p.deny, p.rules} {
		for i := range rules {
			var names []string
			for name := range rules[i].match.principals {
				if !strings.Contains(name, ":") {
					names = append(names, name)
				}
			}
			if len(names) > 0 {
				slices.Sort(names)
				all = append(all, Naming{rules[i].id, list(names)})
			}
		}
	}
	return all
}

// A Naming is a rule and whom it names.
type Naming struct{ Rule, Names string }

// sample fills in what a request would have to, and where that makes no token,
// what it may.
func (p *profile) sample() []tokens.Grant {
	least := p.sampleOf(func(f *fieldSpec) bool { return f.required })
	if no := sayable(sampleIdentity, least); no.because == "" {
		return least
	}
	return p.sampleOf(func(f *fieldSpec) bool { return f.free })
}

func (p *profile) sampleOf(fields func(*fieldSpec) bool) []tokens.Grant {
	ask := []asked{}
	for i := range p.grants {
		spec := &p.grants[i]
		a := asked{key: spec.key, values: make([]string, len(spec.fields))}
		for j := range spec.fields {
			if fields(&spec.fields[j]) {
				a.values[j] = spec.sample(j)
			}
		}
		ask = append(ask, a)
	}
	return p.fill(ask)
}

// sample is a value that a request may give a field; "" if there is none.
func (g *grantSpec) sample(field int) string {
	spec, f := &g.fields[field], tokens.Fields(g.base)[field]
	switch {
	case len(spec.anyOf) > 0:
		return spec.anyOf[0]
	case f.Type == tokens.FlagField:
		return "true"
	case f.Type == tokens.JSONField:
		return "{}"
	case f.SID != "":
		return sampleSID(spec.match, f)
	case spec.match != nil:
		return strings.ReplaceAll(spec.match.text, "*", "x")
	}
	return "sample"
}

// sampleSID pads the pattern to a SID. The first star that takes all of it
// leaves nothing out that another could take.
func sampleSID(match *glob, f tokens.Field) string {
	const digits = 32
	zeros := f.SID + strings.Repeat("0", digits)
	switch {
	case match == nil || match.matches(zeros):
		return zeros
	case f.Or != "" && match.matches(f.Or):
		return f.Or
	}
	first, rest, _ := strings.Cut(match.text, "*")
	rest = strings.ReplaceAll(rest, "*", "")
	if !strings.HasPrefix(first, f.SID) && strings.HasPrefix(f.SID, first) {
		first = f.SID
	}
	sid := first + strings.Repeat("0", max(0, len(f.SID)+digits-len(first)-len(rest))) + rest
	if tokens.CheckSID(f.SID, sid) != nil || !match.matches(sid) {
		return ""
	}
	return sid
}

// unsayable says what is wrong with a profile whatever is asked; "" for nothing.
func (p *profile) unsayable() string {
	for i := range p.grants {
		g := &p.grants[i]
		for j, f := range g.fields {
			if f.required && g.sample(j) == "" {
				return "no value of " + g.key + "." + f.path + " matches " + f.match.text
			}
		}
	}
	no := sayable(sampleIdentity, p.sample())
	return no.want
}
