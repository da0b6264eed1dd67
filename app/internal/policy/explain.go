package policy

// Explain is every rule that was looked at, in order, down to the one that
// decided.
func (p *Policy) Explain(who Principal, ask Request) []Step {
	var steps []Step
	a := newAsker(who)
	for i := range p.deny {
		r := &p.deny[i]
		s := Step{Rule: r.id, Deny: true, Matches: r.match.about(a)}
		if s.Covers = s.Matches; s.Covers {
			s.Why = "denies every token to " + r.match.String()
			return append(steps, s)
		}
		s.Why = r.match.why(a)
		steps = append(steps, s)
	}
	q := p.newQuestion(a, ask)
	for i := range p.rules {
		r := &p.rules[i]
		s := r.explain(&q)
		steps = append(steps, s)
		if s.Covers || s.Matches && q.ask.Profile == "" && r.preset == nil {
			break
		}
	}
	return steps
}

func (r *rule) explain(q *question) Step {
	s := Step{Rule: r.id, Matches: r.match.about(&q.who)}
	if !s.Matches {
		s.Why = r.match.why(&q.who)
		return s
	}
	var no refusal
	if s.Covers = r.cover(q, new(Decision), &no); s.Covers {
		s.Why = "covers all of the request"
	} else {
		s.Why = no.where() + ": " + no.words()
	}
	return s
}

// why says which part of the match does not hold.
func (m *match) why(who *asker) string {
	switch m.misses(who) {
	case "principals":
		return "it is for " + list(sorted(m.principals))
	case "service_key":
		return "it is for the service key " + list(m.serviceKeys)
	case "issuer":
		return "it is for the issuer " + list(m.issuers)
	case "method":
		return "it is for the method " + list(m.methods)
	case "groups_any":
		return "it is for the groups " + list(m.groups)
	}
	return ""
}

// Profiles is what somebody may ask for, a line for each rule and each of its
// profiles, in the order in which the rules decide.
func (p *Policy) Profiles(who Principal) (all []Profile) {
	a := newAsker(who)
	if p.denies(a) != nil {
		return nil
	}
	for r := range p.about(a) {
		for _, prof := range r.profiles {
			all = append(all, r.describe(prof, a))
		}
	}
	return all
}

func (r *rule) describe(prof *profile, who *asker) Profile {
	d := Profile{
		Name: prof.name, Rule: r.id, Default: r.preset == prof, TTL: r.ttl, MaxTTL: r.maxTTL,
		Named: r.identity.from == "request", Fields: prof.describe(),
	}
	switch {
	case d.Named:
		d.Identity = r.identity.match.text
	default:
		d.Identity, _ = r.identity.of(&question{who: *who})
	}
	return d
}

func (p *profile) describe() []Field {
	fields := []Field{}
	for i := range p.grants {
		g := &p.grants[i]
		said := len(fields)
		for j := range g.fields {
			if f := &g.fields[j]; f.free || f.fixed != "" {
				fields = append(fields, f.describe(g.key))
			}
		}
		if len(fields) == said {
			fields = append(fields, Field{Path: g.key})
		}
	}
	return fields
}

func (f *fieldSpec) describe(grant string) Field {
	d := Field{Path: grant + "." + f.path, Value: f.fixed, Required: f.required, AnyOf: f.anyOf}
	if f.match != nil {
		d.Match = f.match.text
	}
	return d
}
