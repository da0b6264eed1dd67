package config

import (
	"time"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/oidc"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/strictyaml"
)

func (r *reader) readAuth(n *yaml.Node) {
	r.Map(n, "auth",
		strictyaml.Key{Name: "password", Read: func(n *yaml.Node) {
			r.Map(n, "password", strictyaml.Key{Name: "enabled", Required: true, Read: func(n *yaml.Node) { r.Password = r.Bool(n, "enabled") }})
		}},
		strictyaml.Key{Name: "oidc", Read: func(n *yaml.Node) {
			for _, item := range r.List(n, "oidc") {
				r.readIssuer(item)
			}
		}},
	)
}

func (r *reader) readIssuer(n *yaml.Node) {
	var i oidc.Issuer
	before := r.Count()
	r.Map(n, "an issuer",
		strictyaml.Key{Name: "name", Required: true, Read: func(n *yaml.Node) { i.Name = r.Text(n, "name") }},
		strictyaml.Key{Name: "issuer", Required: true, Read: func(n *yaml.Node) { i.URL = r.Text(n, "issuer") }},
		strictyaml.Key{Name: "audience", Required: true, Read: func(n *yaml.Node) { i.Audience = r.Texts(n, "audience") }},
		strictyaml.Key{Name: "algorithms", Read: func(n *yaml.Node) { i.Algorithms = r.Texts(n, "algorithms") }},
		strictyaml.Key{Name: "groups_claim", Read: func(n *yaml.Node) { i.GroupsClaim = r.Text(n, "groups_claim") }},
		strictyaml.Key{Name: "leeway", Read: func(n *yaml.Node) { i.Leeway = r.Duration(n, "leeway") }},
	)
	line, twice := r.issuers[i.Name]
	r.issuers[i.Name] = n.Line
	if r.Count() > before {
		return
	}
	if twice {
		r.Fail(n, "there are two issuers %s: the other is in line %d", i.Name, line)
	}
	if i.Name == policy.ServicePrefix {
		r.Fail(n, "an issuer cannot be called %s: that is what service keys are called", i.Name)
	}
	if i.Name == policy.UnknownPrefix {
		r.Fail(n, "an issuer cannot be called %s: that is what the audit trail calls those who are no users", i.Name)
	}
	v, err := oidc.New(oidc.Config{Issuers: []oidc.Issuer{i}})
	if err != nil {
		r.Fail(n, "%v", err)
		return
	}
	v.Close()
	r.OIDC = append(r.OIDC, i)
}

func (r *reader) readLimits(n *yaml.Node) {
	before := r.Count()
	rule := func(name string, to *limit.Rule) strictyaml.Key {
		return strictyaml.Key{Name: name, Read: func(n *yaml.Node) { r.readLimit(n, name, to) }}
	}
	l := &r.Limits
	r.Map(n, "limits", rule("account", &l.Account), rule("client", &l.Client), rule("network", &l.Network), rule("bearer", &l.Bearer),
		strictyaml.Key{Name: "tokens", Read: func(n *yaml.Node) { r.TokensAMinute = r.Int(n, "tokens", 1, 1_000_000) }},
		strictyaml.Key{Name: "connections", Read: func(n *yaml.Node) { r.Connections = r.Int(n, "connections", 1, 1_000_000) }},
		strictyaml.Key{Name: "all_connections", Read: func(n *yaml.Node) { r.AllConnections = r.Int(n, "all_connections", 1, 1_000_000) }})
	if err := l.Check(); err != nil && r.Count() == before {
		r.Fail(n, "%v", err)
	}
}

// readLimit wants all of a limit: half of one would depend on the other half of
// a default.
func (r *reader) readLimit(n *yaml.Node, what string, to *limit.Rule) {
	const mostTries = 1_000_000
	before, preset := r.Count(), *to
	duration := func(name string, to *time.Duration) strictyaml.Key {
		return strictyaml.Key{Name: name, Required: true, Read: func(n *yaml.Node) { *to = r.Duration(n, name) }}
	}
	r.Map(n, what,
		strictyaml.Key{Name: "tries", Required: true, Read: func(n *yaml.Node) { to.Tries = r.Int(n, "tries", 1, mostTries) }},
		duration("first", &to.First), duration("most", &to.Most), duration("forget", &to.Forget))
	if r.Count() == before {
		if err := to.Check(); err != nil {
			r.Fail(n, "limits: %s: %v", what, err)
		}
	}
	if r.Count() > before {
		*to = preset // the other limits are judged without it
	}
}
