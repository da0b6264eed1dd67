package oidc_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/oidc"
	"mintmark/app/internal/oidc/oidctest"
)

// B06: 10,000 tokens with random kid, many at once, cause one fetch in 30 s.
func TestRandomKeyIDs(t *testing.T) {
	p := newIDP(t, "ed", "rsa")
	v, c := p.verifier()
	template := p.token("ed", "EdDSA", nil, nil)
	flood := func(n int) {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range n / 4 {
					token := rawToken(template, fmt.Sprintf(`{"alg":"EdDSA","kid":%q}`, rand.Text()), must(payloadOf(template)))
					if _, err := v.Verify(t.Context(), token); err == nil {
						t.Error("a token with a made-up kid is fine")
					}
				}
			})
		}
		wg.Wait()
	}
	flood(10000)
	if got := p.Fetched(); got != 1 {
		t.Errorf("10,000 tokens at one moment: got %d fetches, want 1", got)
	}
	for range 6 {
		c.add(10 * time.Second)
		flood(400)
	}
	if got := p.Fetched(); got != 3 {
		t.Errorf("a minute later: got %d fetches, want 3", got)
	}
	wantRefused(t, v, p.token("rsa", "RS256", nil, nil), "")
}

// A key that is new is taken from the next fetch on, which is not far away.
func TestRotation(t *testing.T) {
	p := newIDP(t, "rsa")
	v, c := p.verifier(func(i *oidc.Issuer) { i.Leeway = 0 })
	wantRefused(t, v, p.token("rsa", "RS256", nil, nil), "")
	p.Publish("rsa2")
	c.add(time.Second)
	iat := doc{"iat": c.now().Unix()}

	var later *oidc.UnavailableError
	if _, err := v.Verify(t.Context(), p.token("rsa2", "RS256", nil, iat)); !errors.As(err, &later) || later.Retry != 29*time.Second {
		t.Errorf("too early for another fetch: got %v, want to be told to come back in 29 s", err)
	}
	old := doc{"iat": c.now().Add(-time.Minute).Unix()}
	wantRefused(t, v, p.token("p256", "ES256", nil, old), "no such key")

	c.add(29 * time.Second)
	wantRefused(t, v, p.token("rsa2", "RS256", nil, iat), "")
	wantRefused(t, v, p.token("rsa", "RS256", nil, iat), "no such key")
	if got := p.Fetched(); got != 2 {
		t.Errorf("got %d fetches, want 2", got)
	}
}

// The second in which the keys were fetched goes on after that: a token of that
// second may be signed with a newer key.
func TestRotationWithinSecond(t *testing.T) {
	p := newIDP(t, "rsa")
	v, c := p.verifier(func(i *oidc.Issuer) { i.Leeway = 0 })
	c.add(300 * time.Millisecond)
	wantRefused(t, v, p.token("rsa", "RS256", nil, nil), "")
	p.Publish("rsa2")
	c.add(300 * time.Millisecond)
	wantUnavailable(t, v, p.token("rsa2", "RS256", nil, doc{"iat": c.now().Unix()}))
}

// A key that its issuer has withdrawn goes within minutes, though nobody asks
// for another one.
func TestWithdrawnKey(t *testing.T) {
	p := newIDP(t, "rsa", "rsa2")
	v, c := p.verifier()
	token := p.token("rsa", "RS256", nil, nil)
	wantRefused(t, v, token, "")
	p.Publish("rsa2")
	c.add(5 * time.Minute)
	for t.Context().Err() == nil { // the fetch goes on beside the tokens
		if _, err := v.Verify(t.Context(), token); errors.Is(err, oidc.ErrToken) {
			break
		}
	}
	if got := p.Fetched(); got != 2 {
		t.Errorf("got %d fetches, want 2", got)
	}
}

// B07: known keys go on, unknown ones are for later; and no restart is needed.
func TestIssuerDown(t *testing.T) {
	p := newIDP(t, "rsa")
	v, c := p.verifier()
	p.Set(func() { p.Status = http.StatusServiceUnavailable })
	token := p.token("rsa", "RS256", nil, nil)
	wantUnavailable(t, v, token) // down when the server starts
	p.Set(func() { p.Status = 0 })
	wantUnavailable(t, v, token) // it is not asked all the time
	c.add(30 * time.Second)
	wantRefused(t, v, token, "")

	p.Set(func() { p.Status = http.StatusInternalServerError })
	for range 10 {
		c.add(time.Minute)
		wantRefused(t, v, token, "")
		wantUnavailable(t, v, p.token("rsa2", "RS256", nil, nil))
	}
	p.Down() // and the connections that were kept
	p.Up()
	p.Set(func() { p.Status = 0 })
	p.Publish("rsa", "rsa2")
	c.add(time.Minute)
	wantRefused(t, v, token, "")
	wantRefused(t, v, p.token("rsa2", "RS256", nil, nil), "")
}

// While an issuer takes its time, so many wait for its keys, and the rest is to come
// back: what has been read of each is held in memory.
func TestIssuerSlow(t *testing.T) {
	const most, more = 256, 44
	p := newIDP(t, "rsa")
	hold := make(chan struct{})
	p.Set(func() { p.Hold = hold })
	v, _ := p.verifier()
	token := p.token("rsa", "RS256", nil, nil)
	results := make(chan error, most+more)
	for range most + more {
		go func() {
			_, err := v.Verify(t.Context(), token)
			results <- err
		}()
	}
	for range more {
		var down *oidc.UnavailableError
		if err := <-results; !errors.As(err, &down) || down.Retry != time.Second {
			t.Errorf("got %v, want that one more is to come back", err)
		}
	}
	select {
	case err := <-results:
		t.Errorf("one that may wait: got %v", err)
	default:
	}
	close(hold)
	for range most {
		if err := <-results; err != nil {
			t.Errorf("who has waited: got %v", err)
		}
	}
	wantRefused(t, v, token, "")
}

func wantUnavailable(t *testing.T, v *oidc.Verifier, token string) {
	t.Helper()
	var down *oidc.UnavailableError
	_, err := v.Verify(t.Context(), token)
	if !errors.As(err, &down) || errors.Is(err, oidc.ErrToken) || down.Issuer != "corp" || down.Retry <= 0 || down.Retry > 30*time.Second {
		t.Errorf("got %v, want an UnavailableError with a time to come back", err)
	}
}

// A clock that is set back does not put off the next fetch.
func TestClockSetBack(t *testing.T) {
	p := newIDP(t, "rsa")
	v, c := p.verifier()
	wantRefused(t, v, p.token("rsa", "RS256", nil, nil), "")
	p.Publish("rsa", "rsa2")
	c.add(-time.Hour)
	iat := doc{"iat": c.now().Unix()}
	wantRefused(t, v, p.token("rsa2", "RS256", nil, iat), "")
}

// Keys that nobody should trust are not even kept.
func TestUnfitKeys(t *testing.T) {
	p := newIDP(t, "rsa")
	enc := oidctest.JWK("rsa2")
	enc["use"] = "enc"
	ops := oidctest.JWK("p256")
	ops["key_ops"] = []string{"deriveKey"}
	other := oidctest.JWK("p384")
	other["alg"] = "ES256"
	p.SetKeys(oidctest.JWK("short"), enc, ops, other, doc{"kty": "X", "kid": "x"}, oidctest.JWK("rsa"))
	v, _ := p.verifier()
	wantRefused(t, v, p.token("short", "RS256", nil, nil), "no such key")
	wantRefused(t, v, p.token("rsa2", "RS256", nil, nil), "no key")
	wantRefused(t, v, p.token("p256", "ES256", nil, nil), "no key")
	wantRefused(t, v, p.token("p384", "ES384", nil, nil), "no key")
	wantRefused(t, v, p.token("rsa", "RS256", nil, nil), "")
}

// A set of one key without a kid is for tokens without one.
func TestNoKeyID(t *testing.T) {
	p := newIDP(t, "rsa")
	k := oidctest.JWK("rsa")
	delete(k, "kid")
	p.SetKeys(k)
	v, _ := p.verifier()
	wantRefused(t, v, p.token("rsa", "RS256", doc{"kid": nil}, nil), "")
	wantRefused(t, v, p.token("rsa", "RS256", nil, nil), "no such key")
}

// What an issuer answers is held against what it was asked for.
func TestBadIssuers(t *testing.T) {
	elsewhere := newIDP(t, "rsa")
	tests := []struct {
		name string
		edit func(*idp)
		want string // in the error
	}{
		{"another issuer", func(p *idp) { p.Discovery["issuer"] = elsewhere.URL }, "issuer"},
		{"no issuer", func(p *idp) { delete(p.Discovery, "issuer") }, "issuer"},
		{"no keys", func(p *idp) { delete(p.Discovery, "jwks_uri") }, "https"},
		{"keys over http", func(p *idp) { p.Discovery["jwks_uri"] = "http://192.0.2.1/jwks" }, "https"},
		{"keys in a file", func(p *idp) { p.Discovery["jwks_uri"] = "file:///etc/passwd" }, "https"},
		{"empty set", func(p *idp) { p.JWKS["keys"] = []any{} }, "empty"},
		{"no set", func(p *idp) { p.JWKS = doc{"x": 1} }, "kty"},
		{"huge set", func(p *idp) { p.JWKS["x"] = strings.Repeat("x", 1<<20) }, "too large"},
		{"huge document", func(p *idp) { p.Discovery["x"] = strings.Repeat("x", 1<<20) }, "too large"},
		{"not found", func(p *idp) { p.Status = http.StatusNotFound }, "404"},
		{"sent on to another host", func(p *idp) {
			p.Instead = http.RedirectHandler(elsewhere.URL+"/jwks", http.StatusFound)
		}, "sends us on"},
		{"sent around", func(p *idp) { p.Instead = http.RedirectHandler("/", http.StatusFound) }, "sends us on"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newIDP(t, "rsa")
			p.Set(func() { tt.edit(p) })
			v, _ := p.verifier()
			_, err := v.Verify(t.Context(), p.token("rsa", "RS256", nil, nil))
			var down *oidc.UnavailableError
			if !errors.As(err, &down) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want something about %q", err, tt.want)
			}
		})
	}
	if got := elsewhere.Fetched(); got != 0 {
		t.Errorf("keys were fetched elsewhere %d times", got)
	}
}

// Over https, to a host of its own certificate; and not to one without.
func TestHTTPS(t *testing.T) {
	p := newIDP(t, "rsa")
	secure := httptest.NewTLSServer(p)
	t.Cleanup(secure.Close)
	p.URL = secure.URL
	p.Set(func() { p.Discovery = doc{"issuer": p.URL, "jwks_uri": p.URL + "/jwks"} })

	issuers := []oidc.Issuer{{Name: "corp", URL: p.URL, Audience: []string{"mintmark"}}}
	trusting, err := oidc.New(oidc.Config{Issuers: issuers, Now: func() time.Time { return now }, Transport: secure.Client().Transport})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(trusting.Close)
	wantRefused(t, trusting, p.token("rsa", "RS256", nil, nil), "")

	var log bytes.Buffer
	wary, err := oidc.New(oidc.Config{Issuers: issuers, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	wantUnavailable(t, wary, p.token("rsa", "RS256", nil, nil))
	wary.Close()
	if !strings.Contains(log.String(), "corp") || !strings.Contains(log.String(), "certificate") {
		t.Errorf("the log does not say why: %s", &log)
	}
}

// B07: a reload of the configuration forgets no keys.
func TestWith(t *testing.T) {
	p, other := newIDP(t, "rsa"), newIDP(t, "rsa2")
	v, _ := p.verifier()
	wantRefused(t, v, p.token("rsa", "RS256", nil, nil), "")
	p.Set(func() { p.Status = http.StatusServiceUnavailable })

	issuers := []oidc.Issuer{
		{Name: "corp", URL: p.URL, Audience: []string{"mintmark"}, Algorithms: []string{"RS256"}},
		{Name: "other", URL: other.URL, Audience: []string{"mintmark"}},
	}
	next, err := v.With(issuers)
	if err != nil {
		t.Fatal(err)
	}
	wantRefused(t, next, p.token("rsa", "RS256", nil, nil), "")
	wantRefused(t, next, p.token("rsa", "RS512", nil, nil), "alg")
	wantRefused(t, next, other.token("rsa2", "RS256", nil, nil), "")
	wantRefused(t, v, other.token("rsa2", "RS256", nil, nil), "issuer")
	if got := p.Fetched(); got != 1 {
		t.Errorf("got %d fetches, want 1", got)
	}
	if _, err := v.With(append(issuers, issuers[0])); err == nil {
		t.Error("two of the same name are taken")
	}
}

// What an issuer answers is not in the log of each request that waited for it.
func TestUnavailableIsShort(t *testing.T) {
	p := newIDP(t, "rsa")
	v, _ := p.verifier()
	p.Set(func() { p.Status, p.Discovery["x"] = http.StatusInternalServerError, strings.Repeat("x", 1<<16) })
	_, err := v.Verify(t.Context(), p.token("rsa", "RS256", nil, nil))
	var down *oidc.UnavailableError
	if !errors.As(err, &down) || len(err.Error()) > 400 || !strings.Contains(err.Error(), "500") {
		t.Errorf("got %d bytes, %.500v", len(err.Error()), err)
	}
}
