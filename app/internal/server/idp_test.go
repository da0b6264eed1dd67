package server_test

import (
	"net/http"
	"testing"
	"time"

	"mintmark/app/internal/oidc"
	"mintmark/app/internal/oidc/oidctest"
	"mintmark/app/internal/server"
)

type doc = oidctest.Doc

// An idp is an identity provider whose clock stands.
type idp struct{ *oidctest.Provider }

func newIDP(t *testing.T, kids ...string) *idp {
	t.Helper()
	return &idp{oidctest.New(t, func() time.Time { return now }, kids...)}
}

// trust makes a server believe the provider, which it calls "corp".
func (p *idp) trust(c *server.Config) {
	p.Helper()
	v, err := oidc.New(oidc.Config{Now: c.Now, Issuers: []oidc.Issuer{{
		Name: "corp", URL: p.URL, Audience: []string{"mintmark"}, GroupsClaim: "groups", Leeway: 30 * time.Second,
	}}})
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(v.Close)
	c.OIDC = v
}

// down has it answer with an error.
func (p *idp) down() { p.Set(func() { p.Status = http.StatusBadGateway }) }

func bearer(text string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+text) }
}
