package policy

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/strictyaml"
)

// matchKey reads whom a rule is about. Everyone has to be said: a list that came
// out empty is nobody, not everybody.
func (p *parser) matchKey(r *rule) strictyaml.Key {
	return strictyaml.Key{Name: "match", Required: true, Read: func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && n.Value == Everyone {
			r.match.everyone = true
			return
		}
		if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
			p.Fail(n, "match names nobody: want a mapping, or everyone")
			return
		}
		if n.Content[0].Value == Everyone {
			p.Fail(n, "everyone is no key: want match: everyone")
			return
		}
		p.readMatch(n, &r.match)
	}}
}

func (p *parser) readMatch(n *yaml.Node, m *match) {
	p.Map(n, "match",
		strictyaml.Key{Name: "principals", Read: func(n *yaml.Node) { p.readPrincipals(n, m) }},
		strictyaml.Key{Name: "groups_any", Read: func(n *yaml.Node) { m.groups = p.exact(n, "groups_any") }},
		strictyaml.Key{Name: "issuer", Read: func(n *yaml.Node) { p.readIssuers(n, m) }},
		strictyaml.Key{Name: "service_key", Read: func(n *yaml.Node) { m.serviceKeys = p.readKeys(n) }},
		strictyaml.Key{Name: "method", Read: func(n *yaml.Node) { m.methods = p.readMethods(n) }},
	)
}

// exact reads names that are compared letter by letter. A star in one would be a
// rule that is about nobody, which for one that denies is to deny nothing.
func (p *parser) exact(n *yaml.Node, what string) []string {
	names := p.Texts(n, what)
	for i, name := range names {
		if strings.Contains(name, "*") {
			p.Fail(at(n, i), "%s takes whole names, and %s has a star", what, strictyaml.Quote(name))
		}
		if _, known := p.texts[name]; !known {
			p.texts[name] = name
		}
		names[i] = p.texts[name]
	}
	return names
}

// at is the node of an item of a list, or of the one that stands for it.
func at(n *yaml.Node, i int) *yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content[i]
	}
	return n
}

func (p *parser) readIssuers(n *yaml.Node, m *match) {
	m.issuers = p.exact(n, "issuer")
	for i, name := range m.issuers {
		p.nameIssuer(at(n, i), name)
	}
}

// readKeys wants names that a service key can have: a rule that denies another
// would deny nobody.
func (p *parser) readKeys(n *yaml.Node) []string {
	ids := p.exact(n, "service_key")
	for i, id := range ids {
		if strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" && !strings.Contains(id, "*") {
			p.Fail(at(n, i), "no service key is called %s: want small letters, digits and hyphens", strictyaml.Quote(id))
		}
	}
	return ids
}

func (p *parser) nameIssuer(n *yaml.Node, name string) {
	if _, known := p.issuers[name]; !known {
		p.issuers[name] = n.Line
	}
}

func (p *parser) readPrincipals(n *yaml.Node, m *match) {
	m.principals, m.folded = map[string]bool{}, map[string]bool{}
	for i, name := range p.exact(n, "principals") {
		m.principals[name] = true
		if issuer, _, ok := strings.Cut(name, ":"); ok && issuer != ServicePrefix {
			p.nameIssuer(at(n, i), issuer)
		}
		if folded := foldName(name); folded != "" {
			m.folded[folded] = true
		} else if !strings.Contains(name, ":") && name != "" {
			p.Fail(at(n, i), "%s is no user name, nor of the form issuer:subject", strictyaml.Quote(name))
		}
	}
}

// Methods are how somebody may prove who he is.
var Methods = []string{"password", "basic", "oidc", "service_key"}

func (p *parser) readMethods(n *yaml.Node) []string {
	methods := p.Texts(n, "method")
	known := setOf(Methods)
	for i, method := range methods {
		if !known[method] && method != "" {
			p.Unknown(at(n, i), "there is no method "+strictyaml.Quote(method), Methods)
		}
	}
	return methods
}

func (p *parser) readIdentity(n *yaml.Node, r *rule) {
	p.Map(n, "identity",
		strictyaml.Key{Name: "from", Required: true, Read: func(n *yaml.Node) { r.identity.from = p.Text(n, "from") }},
		strictyaml.Key{Name: "claim", Read: func(n *yaml.Node) { r.identity.claim = p.Text(n, "claim") }},
		strictyaml.Key{Name: "match", Read: func(n *yaml.Node) { r.identity.match = newGlob(p.Text(n, "match")) }},
	)
	switch i := r.identity; {
	case i.from != "principal" && i.from != "request" && i.from != "claim":
		p.Fail(n, "identity comes from %s: want principal, request or claim", strictyaml.Quote(i.from))
	case i.from == "request" && i.match == nil:
		p.Fail(n, `an identity from the request wants match: a pattern such as "guest-*", or "*" for any`)
	case i.from == "claim" && i.claim == "":
		p.Fail(n, "an identity from a claim wants claim: the claim's name, such as sub")
	case i.from != "claim" && i.claim != "":
		p.Fail(n, "claim is for an identity from a claim, and this one is from the %s", i.from)
	}
}
