package config

import (
	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

// The names under which the tutorials and the Twilio CLI keep the credentials.
// They stand in for what the file leaves out.
var (
	accountNames = []string{"TWILIO_ACCOUNT_SID"}
	keyNames     = []string{"TWILIO_API_KEY_SID", "TWILIO_API_KEY"}
	secretNames  = []string{"TWILIO_API_KEY_SECRET", "TWILIO_API_SECRET"}
)

func (r *reader) first(names []string) string {
	for _, name := range names {
		if v := r.env(name); v != "" {
			return v
		}
	}
	return ""
}

func (r *reader) readTwilio(n *yaml.Node) {
	var keys *yaml.Node
	before := r.Count()
	if n != nil {
		r.Map(n, "twilio",
			strictyaml.Key{Name: "account_sid", Read: func(n *yaml.Node) { r.Twilio.AccountSID = r.sid(n, "account_sid", "AC") }},
			strictyaml.Key{Name: "region", Read: func(n *yaml.Node) { r.Twilio.Region = r.region(n) }},
			strictyaml.Key{Name: "keys", Read: func(n *yaml.Node) { keys = n }},
		)
	}
	if r.blind {
		if keys != nil {
			r.readKeys(keys)
		}
		return
	}
	if r.Twilio.AccountSID == "" && r.Count() == before { // none that is one of the mistakes
		r.accountFromEnv(n)
	}
	if keys != nil {
		r.readKeys(keys)
	} else {
		r.keyFromEnv(n)
	}
}

func (r *reader) accountFromEnv(n *yaml.Node) {
	sid := r.first(accountNames)
	if sid == "" {
		r.Fail(n, "twilio lacks account_sid, and TWILIO_ACCOUNT_SID is not set")
	} else if tokens.CheckSID("AC", sid) != nil {
		r.Fail(n, "TWILIO_ACCOUNT_SID is %s: want AC and 32 hex digits", what(sid))
	}
	r.Twilio.AccountSID = sid
}

func (r *reader) keyFromEnv(n *yaml.Node) {
	sid, text := r.first(keyNames), r.first(secretNames)
	switch {
	case sid == "" || text == "":
		r.Fail(n, "twilio lacks keys, and TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET are not both set")
		return
	case tokens.CheckSID("SK", sid) != nil:
		r.Fail(n, "TWILIO_API_KEY_SID is %s: want SK and 32 hex digits", what(sid))
	}
	r.checkSecret(n, text)
	r.Twilio.Keys = []Key{{sid, secret.Text(text)}}
}

func (r *reader) readKeys(n *yaml.Node) {
	lines := map[string]int{}
	for _, item := range r.List(n, "keys") {
		var k Key
		r.Map(item, "a key",
			strictyaml.Key{Name: "sid", Required: true, Read: func(n *yaml.Node) { k.SID = r.sid(n, "sid", "SK") }},
			strictyaml.Key{Name: "secret", Required: true, Read: func(n *yaml.Node) {
				if k.Secret = r.secret(n, "the secret"); k.Secret != "" {
					r.checkSecret(n, k.Secret.Reveal())
				}
			}},
		)
		for _, same := range []string{"sid " + k.SID, "secret " + k.Secret.Reveal()} {
			if line, twice := lines[same]; twice && k.SID != "" && k.Secret != "" {
				r.Fail(item, "this key has the SID or the secret of the one in line %d", line)
			}
			lines[same] = item.Line
		}
		r.Twilio.Keys = append(r.Twilio.Keys, k)
	}
}

// sid reads a SID, which may come from the environment: it is no secret, but
// another in each place where the server runs.
func (r *reader) sid(n *yaml.Node, name, prefix string) string {
	sid := n.Value
	if n.Kind == yaml.MappingNode {
		r.Map(n, name, strictyaml.Key{Name: "env", Required: true, Read: func(n *yaml.Node) { sid = r.fromEnv(n, name) }})
		if sid == "" {
			return ""
		}
	}
	if tokens.CheckSID(prefix, sid) == nil {
		return sid
	}
	r.Fail(n, "%s is %s: want %s and 32 hex digits", name, what(sid), prefix)
	return ""
}

// what says what stands in the place of a SID without repeating it: it may be
// the secret.
func what(sid string) string {
	if sid == "" {
		return "empty"
	}
	if is := tokens.NameSID(sid); is != "" {
		return is
	}
	return "no SID"
}

func (r *reader) region(n *yaml.Node) string {
	region := r.Text(n, "region")
	if region == "us1" {
		return ""
	}
	return region
}

// wantUsable makes a token with each key, and one of each profile, where there is no
// mistake: what a region does not take shows here alone.
func (r *reader) wantUsable(n *yaml.Node) {
	if r.blind || r.Count() > 0 {
		return
	}
	for _, k := range r.Twilio.Keys {
		if err := r.rehearse(k, policy.Decision{Identity: "rehearsal"}); err != nil {
			r.Fail(n, "no token can be made: %v", err)
			return
		}
	}
	for _, d := range r.Policy.Samples() {
		if err := r.rehearse(r.Twilio.Keys[0], d); err != nil {
			r.Fail(n, "no token of the profile %s can be made: %v", d.Profile, err)
			return
		}
	}
}

func (r *reader) rehearse(k Key, d policy.Decision) error {
	t := tokens.AccessToken{
		AccountSID: r.Twilio.AccountSID, KeySID: k.SID, Region: r.Twilio.Region, Identity: d.Identity, TTL: d.TTL, Grants: d.Grants,
	}
	_, err := t.Sign(k.Secret.Reveal())
	return err
}
