package policy

import (
	"encoding/json"
	"slices"
	"strings"

	"mintmark/tokens"
)

// A profile is what a token may hold: the grants, and of each field what it is
// or who may choose it.
type profile struct {
	name   string
	grants []grantSpec
	fixed  []tokens.Grant // what a request that names no grants gets
	needs  string         // the first field that a request has to fill in; "" for none
	shared bool           // by several rules
}

// A grantSpec is one grant of a profile.
type grantSpec struct {
	key    string
	base   tokens.Grant // with the fields that are fixed
	fields []fieldSpec  // as [tokens.Fields] lists them
}

// A fieldSpec is what a profile says of one field. The zero fieldSpec leaves it
// out, and lets nobody fill it in.
type fieldSpec struct {
	path           string
	json           bool
	fixed          string // as [tokens.Field.Set] takes it
	free, required bool
	match          *glob    // of a free one, or nil
	anyOf          []string // of a free one, or nil
	without        string   // see [tokens.Field]
}

// newGrantSpec is a grant in which nothing is free.
func newGrantSpec(g tokens.Grant) grantSpec {
	spec := grantSpec{key: g.Key(), base: g}
	for _, f := range tokens.Fields(g) {
		spec.fields = append(spec.fields, fieldSpec{path: f.Path, json: f.Type == tokens.JSONField, without: f.Without, fixed: f.String()})
	}
	return spec
}

// settle works out what is the same for every request.
func (p *profile) settle() {
	p.fixed, p.needs = make([]tokens.Grant, len(p.grants)), ""
	for i := range p.grants {
		g := &p.grants[i]
		p.fixed[i] = g.base
		for _, f := range g.fields {
			if f.required && p.needs == "" {
				p.needs = "grants." + g.key + "." + f.path
			}
		}
	}
}

func (p *profile) grant(key string) *grantSpec {
	for i := range p.grants {
		if p.grants[i].key == key {
			return &p.grants[i]
		}
	}
	return nil
}

// An asked grant is one of the request, its fields as texts.
type asked struct {
	key    string
	raw    bool
	fields []tokens.Field
	values []string
}

func readAsked(grants []tokens.Grant) []asked {
	all := make([]asked, len(grants))
	for i, g := range grants {
		raw, isRaw := g.(*tokens.RawGrant)
		if g == nil || isRaw && raw == nil {
			continue // no profile gives a grant without a name
		}
		a := &all[i]
		a.key, a.raw, a.fields = g.Key(), isRaw, tokens.Fields(g)
		a.values = make([]string, len(a.fields))
		for j, f := range a.fields {
			a.values[j] = f.String()
		}
	}
	return all
}

// refuses is the first thing in the grants asked for that the profile does not
// allow.
func (p *profile) refuses(grants []asked) (r refusal, no bool) {
	if len(grants) == 0 {
		return refusal{because: lacks, field: p.needs}, p.needs != ""
	}
	for i := range grants {
		a := &grants[i]
		spec := p.grant(a.key)
		switch {
		case spec == nil:
			return refusal{because: notGiven, field: "grants." + a.key}, true
		case a.raw:
			return refusal{because: unknownForm, field: "grants." + a.key}, true
		case slices.ContainsFunc(grants[:i], func(b asked) bool { return b.key == a.key }):
			return refusal{because: twice, field: "grants." + a.key}, true
		}
		if r, no := spec.refuses(a); no {
			return r, true
		}
	}
	return p.unfilled(grants)
}

// unfilled is a field that the request has to fill in, in a grant that it does
// not name.
func (p *profile) unfilled(grants []asked) (refusal, bool) {
	for i := range p.grants {
		spec := &p.grants[i]
		if slices.ContainsFunc(grants, func(a asked) bool { return a.key == spec.key }) {
			continue
		}
		for _, f := range spec.fields {
			if f.required {
				return refusal{because: lacks, field: "grants." + spec.key + "." + f.path}, true
			}
		}
	}
	return refusal{}, false
}

func (g *grantSpec) refuses(a *asked) (refusal, bool) {
	if len(g.fields) != len(a.fields) { // a raw grant of the policy's
		return refusal{because: notGiven, field: "grants." + g.key}, true
	}
	for i := range g.fields {
		if because, want := g.fields[i].refuses(a.values[i], &a.fields[i]); because != "" {
			return refusal{because: because, want: want, grant: g, spec: &g.fields[i]}, true
		}
	}
	return refusal{}, false
}

// refuses says why a value is not allowed; "" for one that is.
func (f *fieldSpec) refuses(value string, of *tokens.Field) (because, want string) {
	switch {
	case value == "" && f.required:
		return lacks, ""
	case value == "":
		return "", ""
	case !f.free && f.fixed == "":
		return notGiven, ""
	case !f.free && !f.same(value, f.fixed):
		return otherValue, ""
	case !f.free:
		return "", ""
	case of.Check() != nil:
		return badValue, wanted(of.Check())
	case f.match != nil && !f.match.matches(value):
		return noMatch, ""
	case f.anyOf != nil && !slices.ContainsFunc(f.anyOf, func(one string) bool { return f.same(value, one) }):
		return noneOf, ""
	}
	return "", ""
}

// same compares values: JSON by what it means.
func (f *fieldSpec) same(a, b string) bool {
	if a == b || !f.json {
		return a == b
	}
	x, y := sortedJSON(a), sortedJSON(b)
	return x != "" && x == y
}

// sortedJSON is JSON without blanks and with its members in order.
func sortedJSON(text string) string {
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber() // a float would round
	if d.Decode(&v) != nil {
		return ""
	}
	out, _ := json.Marshal(v)
	return string(out)
}

// fill makes the grants of a token: all of the profile, with the fields that
// the request fills in. It is for requests that the profile does not refuse.
func (p *profile) fill(grants []asked) []tokens.Grant {
	if len(grants) == 0 {
		return p.fixed
	}
	made := slices.Clone(p.fixed)
	for i := range p.grants {
		spec := &p.grants[i]
		for j := range grants {
			if grants[j].key == spec.key {
				made[i] = spec.fill(&grants[j])
			}
		}
	}
	return made
}

func (g *grantSpec) fill(a *asked) tokens.Grant {
	if !slices.ContainsFunc(g.fields, func(f fieldSpec) bool { return f.free }) {
		return g.base
	}
	k, _ := tokens.KindOf(g.key)
	made := k.New()
	for i, f := range tokens.Fields(made) {
		text := g.fields[i].fixed
		if g.fields[i].free {
			text = a.values[i]
		}
		_ = f.Set(text) // it was such a field's value before
	}
	return made
}
