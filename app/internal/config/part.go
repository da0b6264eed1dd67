package config

import (
	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/strictyaml"
)

// LoadStore is [Load] of where the store is, for those who want nothing else:
// what other sections refer to need not be there.
func LoadStore(path string, env Env) (Store, error) {
	c, err := load(path, env, (*reader).readStoreAlone)
	if err != nil {
		return Store{}, err
	}
	return c.Store, nil
}

func (r *reader) readStoreAlone(root *yaml.Node) {
	r.alone(root, "store", r.readStore)
	r.path(&r.Store.Path)
}

// LoadWithoutSecrets is [Load] for those who ask about the policy, where the
// secrets are not: it reads no environment and no other file. Mistakes are
// mistakes still; what comes from elsewhere is empty.
func LoadWithoutSecrets(path string) (*Config, error) {
	return load(path, nil, func(r *reader, root *yaml.Node) {
		r.blind = true
		r.read(root)
	})
}

// LoadKeySIDs is [Load] of the SIDs of the keys, the one that signs first. Their
// secrets need not be there.
func LoadKeySIDs(path string, env Env) ([]string, error) {
	c, err := load(path, env, (*reader).readKeySIDs)
	if err != nil {
		return nil, err
	}
	var sids []string
	for _, k := range c.Twilio.Keys {
		sids = append(sids, k.SID)
	}
	return sids, nil
}

func (r *reader) readKeySIDs(root *yaml.Node) {
	var keys *yaml.Node
	r.alone(root, "twilio", func(n *yaml.Node) {
		r.Map(n, "twilio",
			strictyaml.Key{Name: "account_sid", Read: unread},
			strictyaml.Key{Name: "region", Read: unread},
			strictyaml.Key{Name: "keys", Read: func(n *yaml.Node) { keys = n }})
	})
	if keys == nil {
		if sid := r.first(keyNames); sid != "" {
			r.Twilio.Keys = []Key{{SID: sid}}
		}
		return
	}
	for _, item := range r.List(keys, "keys") {
		r.Map(item, "a key",
			strictyaml.Key{Name: "sid", Required: true, Read: func(n *yaml.Node) {
				r.Twilio.Keys = append(r.Twilio.Keys, Key{SID: r.sid(n, "sid", "SK")})
			}},
			strictyaml.Key{Name: "secret", Required: true, Read: unread})
	}
}

// LoadAccount is [Load] of the account's SID and of the region alone, each ""
// where the file leaves it out or to a name that is not set. What they are worth
// is for the caller to see.
func LoadAccount(path string, env Env) (Twilio, error) {
	c, err := load(path, env, (*reader).readAccount)
	if err != nil {
		return Twilio{}, err
	}
	return c.Twilio, nil
}

func (r *reader) readAccount(root *yaml.Node) {
	r.alone(root, "twilio", func(n *yaml.Node) {
		r.Map(n, "twilio",
			strictyaml.Key{Name: "account_sid", Read: func(n *yaml.Node) { r.Twilio.AccountSID = r.accountIfSet(n) }},
			strictyaml.Key{Name: "region", Read: func(n *yaml.Node) { r.Twilio.Region = r.region(n) }},
			strictyaml.Key{Name: "keys", Read: unread})
	})
}

func (r *reader) accountIfSet(n *yaml.Node) string {
	if n.Kind != yaml.MappingNode {
		return r.Text(n, "account_sid")
	}
	name := ""
	r.Map(n, "account_sid", strictyaml.Key{Name: "env", Required: true, Read: func(n *yaml.Node) { name = r.Text(n, "env") }})
	return r.env(name)
}

func unread(*yaml.Node) {}

// alone reads one section. The names of the others are looked at still: one of
// them may be a slip for this one.
func (r *reader) alone(root *yaml.Node, name string, read func(*yaml.Node)) {
	var other *yaml.Node
	all := r.sections(&other, &other)
	for i := range all {
		all[i].Required, all[i].Read = false, unread
		if all[i].Name == name {
			all[i].Read = read
		}
	}
	r.Map(root, "the configuration", all...)
}
