package config

import (
	"crypto/tls"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/oidc"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/strictyaml"
)

// address is where to listen: a host or none, and a port.
func (r *reader) address(n *yaml.Node, what string) string {
	addr := r.Text(n, what)
	if addr == "" {
		return ""
	}
	_, port, err := net.SplitHostPort(addr)
	if _, portErr := strconv.ParseUint(port, 10, 16); err != nil || portErr != nil {
		r.Fail(n, "%s is %s: want an address such as 127.0.0.1:8080, or :8080 for every network", what, strictyaml.Quote(addr))
	}
	return addr
}

func (r *reader) readAdmin(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode {
		r.Fail(n, "admin: want { listen: \"127.0.0.1:9090\" }, or { listen: off }")
		return
	}
	r.Map(n, "admin", strictyaml.Key{Name: "listen", Required: true, Read: func(n *yaml.Node) {
		if n.Value == "off" {
			r.Admin = ""
			return
		}
		r.Admin = r.address(n, "admin.listen")
	}})
}

func (r *reader) readTLS(n *yaml.Node) {
	before := r.Count()
	r.Map(n, "tls",
		strictyaml.Key{Name: "cert", Required: true, Read: func(n *yaml.Node) { r.TLS.Cert = r.Text(n, "tls.cert") }},
		strictyaml.Key{Name: "key", Required: true, Read: func(n *yaml.Node) { r.TLS.Key = r.Text(n, "tls.key") }},
	)
	if r.Count() > before {
		return
	}
	r.path(&r.TLS.Cert)
	r.path(&r.TLS.Key)
	r.Files = append(r.Files, LookAt(r.TLS.Cert), LookAt(r.TLS.Key))
	if r.blind {
		return
	}
	if err := CheckPrivate(r.TLS.Key); err != nil {
		r.Fail(n, "tls.key: %v", err)
	} else if _, err := tls.LoadX509KeyPair(r.TLS.Cert, r.TLS.Key); err != nil {
		r.Fail(n, "tls: %v", plain(err))
	}
}

func (r *reader) readStore(n *yaml.Node) {
	var path, dsn *yaml.Node
	r.Map(n, "store",
		strictyaml.Key{Name: "driver", Read: func(n *yaml.Node) { r.Store.Driver = r.Text(n, "driver") }},
		strictyaml.Key{Name: "path", Read: func(n *yaml.Node) { path = n }},
		strictyaml.Key{Name: "dsn", Read: func(n *yaml.Node) { dsn = n }},
	)
	switch r.Store.Driver {
	case SQLite:
		if dsn != nil {
			r.Fail(dsn, "dsn is for the driver postgres")
		}
		if path != nil {
			if r.Store.Path = r.Text(path, "path"); strings.Contains(r.Store.Path, "://") {
				r.Fail(path, "path is an address: for PostgreSQL want driver: postgres and dsn: {env: DATABASE_URL}")
			}
		}
	case Postgres:
		r.Store.Path = ""
		if path != nil {
			r.Fail(path, "path is for the driver sqlite")
		}
		if dsn == nil {
			r.Fail(n, "store lacks dsn: want {env: DATABASE_URL} or {file: path}")
		} else {
			r.Store.DSN = r.secret(dsn, "dsn")
			if r.Store.DSN != "" && !store.IsAddress(r.Store.DSN) {
				r.Fail(dsn, "the dsn is something else: want postgres://user@host:5432/database")
			}
		}
	default:
		r.Fail(n, "the driver is %s: want sqlite or postgres", strictyaml.Quote(r.Store.Driver))
	}
}

func (r *reader) readAuth(n *yaml.Node) {
	r.Map(n, "auth",
		strictyaml.Key{Name: "password", Read: func(n *yaml.Node) {
			r.Map(n, "password", strictyaml.Key{Name: "enabled", Required: true, Read: func(n *yaml.Node) { r.Password = r.Bool(n, "enabled") }})
		}},
		strictyaml.Key{Name: "oidc", Read: func(n *yaml.Node) {
			names := map[string]int{}
			for _, item := range r.List(n, "oidc") {
				r.readIssuer(item, names)
			}
		}},
	)
}

func (r *reader) readIssuer(n *yaml.Node, names map[string]int) {
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
	if r.Count() > before {
		return
	}
	if line, twice := names[i.Name]; twice {
		r.Fail(n, "there are two issuers %s: the other is in line %d", i.Name, line)
	}
	names[i.Name] = n.Line
	if i.Name == policy.ServicePrefix {
		r.Fail(n, "an issuer cannot be called %s: that is what service keys are called", i.Name)
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
	rule := func(name string, to *limit.Rule) strictyaml.Key {
		return strictyaml.Key{Name: name, Read: func(n *yaml.Node) { r.readLimit(n, name, to) }}
	}
	l := &r.Limits
	r.Map(n, "limits", rule("account", &l.Account), rule("client", &l.Client), rule("network", &l.Network), rule("bearer", &l.Bearer))
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
		if err := r.Limits.Check(); err != nil {
			r.Fail(n, "%v", err)
		}
	}
	if r.Count() > before {
		*to = preset // the other limits are judged without it
	}
}

func (r *reader) readCORS(n *yaml.Node) {
	r.Map(n, "cors", strictyaml.Key{Name: "origins", Required: true, Read: func(n *yaml.Node) {
		r.Origins = r.Texts(n, "origins")
		for i, origin := range r.Origins {
			if err := server.CheckOrigin(origin); err != nil && origin != "" {
				r.Fail(item(n, i), "origins: %v", err)
			}
		}
	}})
}

func item(n *yaml.Node, i int) *yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content[i]
	}
	return n
}

func (r *reader) readProxies(n *yaml.Node) {
	for i, text := range r.Texts(n, "trusted_proxies") {
		prefix, err := netip.ParsePrefix(text)
		if addr, addrErr := netip.ParseAddr(text); addrErr == nil {
			prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil || prefix != prefix.Masked() {
			r.Fail(item(n, i), "trusted_proxies: want networks such as 10.0.0.0/8, or single addresses")
			continue
		}
		r.TrustedProxies = append(r.TrustedProxies, prefix)
	}
}

func (r *reader) readCompat(n *yaml.Node) {
	r.Map(n, "compat", strictyaml.Key{Name: "get_token", Required: true, Read: func(n *yaml.Node) { r.GetToken = r.Bool(n, "get_token") }})
}

func (r *reader) readAudit(n *yaml.Node) {
	r.Map(n, "audit", strictyaml.Key{Name: "keep", Required: true, Read: func(n *yaml.Node) {
		const least = 24 * time.Hour
		if r.AuditKeep = r.Duration(n, "keep"); r.AuditKeep > 0 && r.AuditKeep < least {
			r.Fail(n, "keep is %s: want a day or more, such as 90d", strictyaml.Quote(n.Value))
		}
	}})
}

// readPolicy reads the rules, and wants the issuers that they name to be there:
// a rule that denies somebody of an issuer that is not would deny nobody.
func (r *reader) readPolicy(n *yaml.Node) {
	if n == nil {
		return
	}
	var err error
	if r.Policy, err = policy.Parse(n); err != nil {
		r.Adopt(n, err)
		return
	}
	names := []string{}
	known := map[string]bool{}
	for _, i := range r.OIDC {
		names, known[i.Name] = append(names, i.Name), true
	}
	for name, line := range r.Policy.Issuers() {
		if !known[name] {
			r.Unknown(&yaml.Node{Line: line, Value: name}, "auth.oidc has no issuer "+strictyaml.Quote(name), names)
		}
	}
}
