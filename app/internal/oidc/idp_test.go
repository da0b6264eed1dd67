package oidc_test

import (
	"encoding/base64"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mintmark/app/internal/oidc"
	"mintmark/app/internal/oidc/oidctest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

type doc = oidctest.Doc

var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// An idp is an identity provider whose clock stands.
type idp struct{ *oidctest.Provider }

func newIDP(t testing.TB, kids ...string) *idp {
	t.Helper()
	return &idp{oidctest.New(t, func() time.Time { return now }, kids...)}
}

// token signs; more may change header and claims, where nil takes one out.
func (p *idp) token(kid, alg string, header, claims doc) string {
	more := doc{"alg": alg}
	maps.Copy(more, header)
	return p.Token(kid, more, claims)
}

// A clock is set by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// verifier trusts the provider as "corp".
func (p *idp) verifier(edit ...func(*oidc.Issuer)) (*oidc.Verifier, *clock) {
	p.Helper()
	i := oidc.Issuer{Name: "corp", URL: p.URL, Audience: []string{"mintmark", "mintmark-ios"}, GroupsClaim: "groups", Leeway: 30 * time.Second}
	for _, e := range edit {
		e(&i)
	}
	c := &clock{at: now}
	v, err := oidc.New(oidc.Config{Issuers: []oidc.Issuer{i}, Now: c.now})
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(v.Close)
	return v, c
}

// payloadOf is the JSON that a token holds.
func payloadOf(token string) (string, error) {
	data, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	return string(data), err
}
