package policy

import (
	"time"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

// How long a token lives where the policy does not say.
const (
	defaultTTL    = 10 * time.Minute
	defaultMaxTTL = time.Hour
)

// A parser reads one policy.
type parser struct {
	strictyaml.Doc
	ttl, maxTTL time.Duration
	profiles    []*profile
	byName      map[string]*profile
	names       []string
	ids         map[string]int // of rules: the lines
	rules, deny []rule
	issuers     map[string]int    // see Policy.Issuers
	texts       map[string]string // one copy of what many rules name, to be found in the cache
}

// Parse reads the policy part of the configuration. The error is a
// [*strictyaml.Error], which names every mistake with its line; unknown keys are
// mistakes. Without a node there are no rules, and nothing is allowed.
func Parse(doc *yaml.Node) (*Policy, error) {
	p := &parser{ttl: defaultTTL, maxTTL: defaultMaxTTL, byName: map[string]*profile{}, ids: map[string]int{}, issuers: map[string]int{}, texts: map[string]string{}}
	if doc == nil {
		return new(Policy), nil
	}
	var defaults, profiles, rules, deny *yaml.Node
	p.Map(doc, "policy",
		strictyaml.Key{Name: "defaults", Read: func(n *yaml.Node) { defaults = n }},
		strictyaml.Key{Name: "profiles", Read: func(n *yaml.Node) { profiles = n }},
		strictyaml.Key{Name: "rules", Read: func(n *yaml.Node) { rules = n }},
		strictyaml.Key{Name: "deny", Read: func(n *yaml.Node) { deny = n }},
	)
	p.each(defaults, p.readDefaults)
	p.each(profiles, p.readProfiles)
	p.each(deny, p.readDeny)
	p.each(rules, p.readRules)
	if err := p.Err(); err != nil {
		return nil, err
	}
	made := newPolicy(p.profiles, p.rules, p.deny)
	made.foreign, made.issuers = true, p.issuers
	return made, nil
}

// each reads a part that is there.
func (p *parser) each(n *yaml.Node, read func(*yaml.Node)) {
	if n != nil {
		read(n)
	}
}

func (p *parser) readDefaults(n *yaml.Node) {
	p.Map(n, "defaults",
		strictyaml.Key{Name: "ttl", Read: func(n *yaml.Node) { p.ttl = p.readTTL(n, "ttl") }},
		strictyaml.Key{Name: "max_ttl", Read: func(n *yaml.Node) { p.maxTTL = p.readTTL(n, "max_ttl") }},
	)
	if p.ttl > p.maxTTL && p.Count() == 0 {
		p.Fail(n, "ttl is %s and max_ttl %s: want a ttl no longer than max_ttl", strictyaml.FormatDuration(p.ttl), strictyaml.FormatDuration(p.maxTTL))
	}
}

// readTTL reads a lifetime that a token can have.
func (p *parser) readTTL(n *yaml.Node, what string) time.Duration {
	ttl := p.Duration(n, what)
	if ttl > 0 && (ttl < time.Second || ttl > tokens.MaxTTL || ttl%time.Second != 0) {
		p.Fail(n, "%s is %s: want whole seconds, 24h at most", what, strictyaml.FormatDuration(ttl))
	}
	return ttl
}

func (p *parser) readProfiles(n *yaml.Node) {
	for name, value := range p.Members(n, "profiles") {
		if !p.isName(name, "the profile") {
			continue
		}
		prof, before := &profile{name: name.Value}, p.Count()
		p.Map(value, "the profile "+name.Value, strictyaml.Key{Name: "grants", Required: true, Read: func(n *yaml.Node) { p.readGrants(n, prof) }})
		if prof.settle(); p.Count() == before {
			p.wantSayable(name, prof)
		}
		p.profiles = append(p.profiles, prof)
		p.byName[prof.name] = prof
		p.names = append(p.names, prof.name)
	}
}

func (p *parser) wantSayable(n *yaml.Node, prof *profile) {
	if why := prof.unsayable(); why != "" {
		p.Fail(n, "the profile %s: %s", prof.name, why)
	}
}

func (p *parser) isName(n *yaml.Node, what string) bool {
	if n.Kind != yaml.ScalarNode || !isPlainName(n.Value) {
		p.Fail(n, "%s has a name of another form: want up to 64 letters, digits, dots, hyphens and underscores", what)
		return false
	}
	return true
}

// isPlainName is for names that stand in logs and in the audit trail. It compiles
// nothing: every command would wait for that when it starts.
func isPlainName(s string) bool {
	const longest = 64
	for i := range len(s) {
		c := s[i]
		switch letter := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'; {
		case letter || i > 0 && (c == '.' || c == '_' || c == '-'):
		default:
			return false
		}
	}
	return s != "" && len(s) <= longest
}

func (p *parser) readDeny(n *yaml.Node) {
	for _, item := range p.List(n, "deny") {
		r := new(rule)
		p.Map(item, "a rule of deny", p.idKey(r), p.matchKey(r))
		p.deny = append(p.deny, *r)
	}
}

// idKey reads the name by which the audit trail knows a rule.
func (p *parser) idKey(r *rule) strictyaml.Key {
	return strictyaml.Key{Name: "id", Required: true, Read: func(n *yaml.Node) {
		if !p.isName(n, "the rule") {
			return
		}
		if line, twice := p.ids[n.Value]; twice {
			p.Fail(n, "there are two rules %s: the other is in line %d", n.Value, line)
		}
		p.ids[n.Value], r.id = n.Line, n.Value
	}}
}

func (p *parser) readRules(n *yaml.Node) {
	for _, item := range p.List(n, "rules") {
		r := &rule{identity: identityRule{from: "principal"}}
		p.Map(item, "a rule", p.idKey(r), p.matchKey(r),
			strictyaml.Key{Name: "identity", Read: func(n *yaml.Node) { p.readIdentity(n, r) }},
			strictyaml.Key{Name: "allow", Required: true, Read: func(n *yaml.Node) { p.readAllow(n, r) }},
		)
		if r.identity.from == "claim" && len(r.match.issuers) == 0 {
			p.Fail(item, "an identity from a claim wants an issuer in match: another issuer may say the same of somebody else")
		}
		p.rules = append(p.rules, *r)
	}
}

func (p *parser) readAllow(n *yaml.Node, r *rule) {
	var profiles []*profile
	var preset *yaml.Node
	p.Map(n, "allow",
		strictyaml.Key{Name: "profiles", Required: true, Read: func(n *yaml.Node) { profiles = p.readProfileNames(n) }},
		strictyaml.Key{Name: "default", Read: func(n *yaml.Node) { preset = n }},
		strictyaml.Key{Name: "ttl", Read: func(n *yaml.Node) { r.ttl = p.readTTL(n, "ttl") }},
		strictyaml.Key{Name: "max_ttl", Read: func(n *yaml.Node) { r.maxTTL = p.readTTL(n, "max_ttl") }},
	)
	if r.maxTTL == 0 {
		r.maxTTL = p.maxTTL
	}
	if r.ttl > r.maxTTL {
		p.Fail(n, "ttl is %s and max_ttl %s: want a ttl no longer than max_ttl", strictyaml.FormatDuration(r.ttl), strictyaml.FormatDuration(r.maxTTL))
	}
	if r.ttl == 0 {
		r.ttl = min(p.ttl, r.maxTTL)
	}
	r.give(profiles, nil)
	if preset == nil {
		return
	}
	if r.preset = p.byName[preset.Value]; !r.holds(r.preset) {
		p.Fail(preset, "default is none of the profiles of the rule")
	}
}

func (p *parser) readProfileNames(n *yaml.Node) (profiles []*profile) {
	items := []*yaml.Node{n}
	p.Texts(n, "profiles") // notes what is twice or no text
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		if prof := p.byName[item.Value]; prof != nil {
			profiles = append(profiles, prof)
		} else if item.Kind == yaml.ScalarNode && item.Value != "" {
			p.Unknown(item, "there is no profile "+strictyaml.Quote(item.Value), p.names)
		}
	}
	return profiles
}
