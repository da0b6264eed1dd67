// Package oidctest has an identity provider for tests, on a real port: it
// publishes keys, signs ID tokens, sound ones and others, and breaks down when it is
// told to.
package oidctest

import (
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// A Doc is a JSON object.
type Doc map[string]any

// With changes members; nil takes one out.
func (d Doc) With(more Doc) Doc {
	d = maps.Clone(d)
	maps.Copy(d, more)
	maps.DeleteFunc(d, func(_ string, v any) bool { return v == nil })
	return d
}

// A Provider is an identity provider.
type Provider struct {
	testing.TB
	URL string

	now    func() time.Time
	addr   string
	server *httptest.Server // nil while it is down

	mu      sync.Mutex
	fetches int
	Answers
}

// Answers are what a provider answers with. They change in [Provider.Set].
type Answers struct {
	Discovery, JWKS Doc
	Status          int           // of every answer, if not 0
	Hold            chan struct{} // an answer waits for it, if not nil
	Instead         http.Handler  // answers everything, if not nil
}

// New returns a provider that publishes these keys, and has this clock: its
// answers say so, and its tokens are signed then.
func New(t testing.TB, now func() time.Time, kids ...string) *Provider {
	t.Helper()
	p := &Provider{TB: t, now: now, addr: "127.0.0.1:0"}
	p.Up()
	p.URL = p.server.URL
	p.Discovery = Doc{"issuer": p.URL, "jwks_uri": p.URL + "/jwks"}
	p.Publish(kids...)
	t.Cleanup(p.Down)
	return p
}

// Up has it listen at the same address as before.
func (p *Provider) Up() {
	p.Helper()
	ln, err := net.Listen("tcp", p.addr)
	if err != nil {
		p.Fatal(err)
	}
	p.addr = ln.Addr().String()
	p.server = &httptest.Server{Listener: ln, Config: &http.Server{Handler: p}}
	p.server.Start()
}

// Down has its machine refuse connections.
func (p *Provider) Down() {
	if p.server != nil {
		p.server.CloseClientConnections()
		p.server.Close()
	}
	p.server = nil
}

// ServeHTTP answers as every provider does.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", p.now().UTC().Format(http.TimeFormat))
	body, now := p.answer(r.URL.Path)
	if now.Instead != nil {
		now.Instead.ServeHTTP(w, r)
		return
	}
	if body == nil {
		http.NotFound(w, r)
		return
	}
	if now.Hold != nil {
		<-now.Hold
	}
	w.Header().Set("Content-Type", "application/json")
	if now.Status != 0 {
		w.WriteHeader(now.Status)
	}
	_, _ = w.Write(body)
}

// answer is the body, nil for a path that there is not, and how to give it.
func (p *Provider) answer(path string) (body []byte, now Answers) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch path {
	case "/.well-known/openid-configuration":
		body = must(json.Marshal(p.Discovery))
	case "/jwks":
		p.fetches++
		body = must(json.Marshal(p.JWKS))
	}
	return body, p.Answers
}

// Publish has it publish the public halves of these keys, and of no others.
func (p *Provider) Publish(kids ...string) {
	set := []any{}
	for _, kid := range kids {
		set = append(set, JWK(kid))
	}
	p.SetKeys(set...)
}

// SetKeys has it publish these, of which each should be a key.
func (p *Provider) SetKeys(set ...any) { p.Set(func() { p.JWKS = Doc{"keys": set} }) }

// Set changes its answers.
func (p *Provider) Set(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
}

// Fetched is how often its keys have been asked for.
func (p *Provider) Fetched() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fetches
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
