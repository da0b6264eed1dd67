package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mintmark/app/internal/config"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
)

// asker is who asks the policy, as somebody has written it down.
type asker struct {
	name       string // anna, corp:42 or service:kiosk
	method     string
	issuer     string
	serviceKey string
	groups     []string
	claims     map[string]string
}

// The ways to prove who one is, as rules name them.
const (
	byPassword   = "password"
	byBasic      = "basic"
	byServiceKey = "service_key"
	byIDToken    = "oidc"
)

// principal is the one that the server would see. What the parts say of each
// other has to hold: nobody should test somebody who cannot be.
func (a asker) principal(c *config.Config) (who policy.Principal, err error) {
	issuer, subject, foreign := strings.Cut(a.name, ":")
	switch {
	case a.serviceKey != "" || foreign && issuer == policy.ServicePrefix || a.method == byServiceKey:
		if foreign && issuer == policy.ServicePrefix {
			a.name = subject
		}
		who, err = a.asServiceKey()
	case a.issuer != "" || foreign || a.method == byIDToken:
		who, err = a.asSubject(c)
	default:
		who, err = a.asUser(c)
	}
	if err == nil && a.method != "" && a.method != who.Method {
		err = fmt.Errorf("method is %s, and %s is proved by %s", shorten(a.method), shorten(who.Name), who.Method)
	}
	if err == nil && who.Method != byIDToken && len(a.groups)+len(a.claims) > 0 {
		err = fmt.Errorf("%s has no groups or claims: ID tokens have, of a principal such as corp:42", shorten(who.Name))
	}
	return who, err
}

func (a asker) asServiceKey() (policy.Principal, error) {
	id := a.serviceKey
	if id == "" {
		id = a.name
	}
	if a.issuer != "" || a.name != "" && a.name != id {
		return policy.Principal{}, fmt.Errorf("the service key %s is no other principal and has no issuer", shorten(id))
	}
	if _, _, err := store.NewServiceKey(id); err != nil {
		return policy.Principal{}, err
	}
	return policy.Principal{Name: policy.ServicePrefix + ":" + id, Method: byServiceKey, ServiceKey: id}, nil
}

func (a asker) asSubject(c *config.Config) (policy.Principal, error) {
	issuer, subject, found := strings.Cut(a.name, ":")
	if !found || a.issuer != "" && issuer != a.issuer {
		issuer, subject = a.issuer, a.name
	}
	var names []string
	for _, i := range c.OIDC {
		names = append(names, i.Name)
	}
	switch {
	case subject == "":
		return policy.Principal{}, errors.New("the principal is not named: want the issuer and the subject of the ID token, as in corp:42")
	case issuer == "":
		return policy.Principal{}, fmt.Errorf("the principal %s has no issuer: want corp:%[1]s, or issuer", shorten(a.name))
	case len(names) == 0:
		return policy.Principal{}, fmt.Errorf("there is no issuer %s: the configuration has none", shorten(issuer))
	case !slices.Contains(names, issuer):
		return policy.Principal{}, fmt.Errorf("there is no issuer %s: the configuration has %s", shorten(issuer), enumerate(names))
	}
	return policy.Principal{Name: issuer + ":" + subject, Method: byIDToken, Issuer: issuer, Groups: a.groups, Claims: a.claims}, nil
}

// asUser folds the name, as a login does.
func (a asker) asUser(c *config.Config) (policy.Principal, error) {
	method := a.method
	switch {
	case a.name == "":
		return policy.Principal{}, errors.New("the principal is not named")
	case method == "":
		method = byPassword
	case method != byPassword && method != byBasic:
		return policy.Principal{}, fmt.Errorf("there is no method %s: want password, basic, oidc or service_key", shorten(method))
	}
	if !c.Password {
		return policy.Principal{}, fmt.Errorf("nobody logs in as %s: the configuration has passwords switched off", shorten(a.name))
	}
	name, err := store.ParseName(a.name)
	if err != nil {
		return policy.Principal{}, err
	}
	return policy.Principal{Name: string(name), Method: method}, nil
}

// readClaims takes name=value apart.
func (f *explainFlags) readClaims() error {
	for _, text := range f.says {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return usage("--claim email=anna@example.com", "--claim is %q: want a name and a value", shorten(text))
		}
		if f.claims == nil {
			f.claims = map[string]string{}
		}
		f.claims[name] = value
	}
	return nil
}
