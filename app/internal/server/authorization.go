package server

import (
	"net/http"
	"strings"

	"mintmark/app/internal/secret"
)

// How a caller is proved, in rules and in the audit trail.
const (
	byPassword   = "password" // in the body
	byBasic      = "basic"
	byServiceKey = "service_key"
	byIDToken    = "oidc"
)

// credentials are what somebody proves himself with. Any part may be empty.
type credentials struct {
	method   string
	name     string      // with a password
	password secret.Text // exactly as sent
	bearer   secret.Text // a service key or an ID token
}

// missing reports whether nobody can be meant to be proved with these.
func (c credentials) missing() bool {
	if c.isBearer() {
		return c.bearer == ""
	}
	return c.name == "" || c.password == ""
}

func (c credentials) isBearer() bool { return c.method == byServiceKey || c.method == byIDToken }

// refused is the answer to whatever is wrong with them. It tells by how somebody
// wanted to be proved, never by why he was not.
func (c credentials) refused() *problem {
	if c.isBearer() {
		return &invalidBearer
	}
	return &invalidCredentials
}

// hasHeader reports whether the request proves who asks without its body.
func hasHeader(r *http.Request) bool { return strings.Join(r.Header.Values("Authorization"), "") != "" }

// credentialsOf takes the header's if there is one.
func credentialsOf(r *http.Request, body loginBody) credentials {
	if hasHeader(r) {
		return readAuthorization(r.Header)
	}
	return credentials{method: byPassword, name: body.Username, password: body.Password}
}

const serviceKeyPrefix = "mm_"

// readAuthorization reads HTTP Basic or a Bearer. What is neither, or is there
// twice so that somebody before us may have read the other, is nothing.
//
// Source: RFC 7617; RFC 6750, section 2.1.
func readAuthorization(h http.Header) credentials {
	c := credentials{method: byBasic}
	values := h.Values("Authorization")
	if len(values) != 1 {
		return c
	}
	scheme, rest, _ := strings.Cut(values[0], " ")
	switch {
	case strings.EqualFold(scheme, "Basic"):
		name, password, _ := (&http.Request{Header: h}).BasicAuth()
		c.name, c.password = name, secret.Text(password)
	case strings.EqualFold(scheme, "Bearer"):
		c.method = byIDToken
		if strings.HasPrefix(rest, serviceKeyPrefix) {
			c.method = byServiceKey
		}
		c.bearer = secret.Text(rest)
	}
	return c
}
