package config

import (
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
	"mintmark/app/internal/strictyaml"
)

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
			if at := r.Store.DSN; at != "" && (!store.IsAddress(at) || store.CheckAddress(at) != nil) {
				r.Fail(dsn, "the dsn is no address: want postgres://user:password@host:5432/database, with %%40 for an @ in the password, %%2F for a / and %%25 for a %%")
			}
		}
	default:
		r.Fail(n, "the driver is %s: want sqlite or postgres", strictyaml.Quote(r.Store.Driver))
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
	for _, i := range r.OIDC {
		names = append(names, i.Name)
	}
	for name, line := range r.Policy.Issuers() {
		if _, known := r.issuers[name]; !known {
			r.Unknown(&yaml.Node{Line: line, Value: name}, "auth.oidc has no issuer "+strictyaml.Quote(name), names)
		}
	}
}
