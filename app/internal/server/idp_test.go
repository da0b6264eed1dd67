package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/oidc"
	"mintmark/app/internal/server"
)

// An idp is an identity provider on a real port.
type idp struct {
	testing.TB
	*httptest.Server

	keys map[string]*ecdsa.PrivateKey // by kid

	mu      sync.Mutex
	kids    []string // that are published
	fetches int      // of the keys
	down    bool
}

func newIDP(t *testing.T, kids ...string) *idp {
	t.Helper()
	p := &idp{TB: t, kids: kids, keys: map[string]*ecdsa.PrivateKey{}}
	for _, kid := range append(kids, "stranger", "next") {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		p.must(err)
		p.keys[kid] = key
	}
	p.Server = httptest.NewServer(p)
	t.Cleanup(func() {
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		p.Close()
	})
	return p
}

func (p *idp) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *idp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	answer := doc{"issuer": p.URL, "jwks_uri": p.URL + "/jwks"}
	if r.URL.Path == "/jwks" {
		p.fetches++
		set := []doc{}
		for _, kid := range p.kids {
			set = append(set, p.jwk(kid))
		}
		answer = doc{"keys": set}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// jwk is the public half of a key.
func (p *idp) jwk(kid string) doc {
	point, err := p.keys[kid].PublicKey.Bytes()
	if err != nil {
		panic(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	return doc{"kty": "EC", "kid": kid, "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:])}
}

func (p *idp) set(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
}

func (p *idp) fetched() (n int) {
	p.set(func() { n = p.fetches })
	return n
}

// trust makes a server believe the provider, which it calls "corp".
func (p *idp) trust(c *server.Config) {
	p.Helper()
	v, err := oidc.New(oidc.Config{Now: c.Now, Issuers: []oidc.Issuer{{
		Name: "corp", URL: p.URL, Audience: []string{"mintmark"}, GroupsClaim: "groups", Leeway: 30 * time.Second,
	}}})
	p.must(err)
	p.Cleanup(v.Close)
	c.OIDC = v
}

// doc is a JSON object.
type doc map[string]any

// with changes members; nil takes one out.
func (d doc) with(more doc) doc {
	d = maps.Clone(d)
	maps.Copy(d, more)
	maps.DeleteFunc(d, func(_ string, v any) bool { return v == nil })
	return d
}

// token is a good one, but for what header and claims change.
func (p *idp) token(kid string, header, claims doc) string {
	p.Helper()
	h := doc{"alg": "ES256", "kid": kid, "typ": "JWT"}.with(header)
	c := doc{"iss": p.URL, "sub": "anna-1", "aud": "mintmark", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}.with(claims)
	key := kid
	if p.keys[key] == nil {
		key = "stranger"
	}
	return p.sign(key, p.json(h), p.json(c))
}

func (p *idp) json(v any) []byte {
	p.Helper()
	text, err := json.Marshal(v)
	p.must(err)
	return text
}

// sign signs texts as they are, also such as nobody should.
func (p *idp) sign(kid string, header, claims []byte) string {
	p.Helper()
	b64 := base64.RawURLEncoding.EncodeToString
	text := b64(header) + "." + b64(claims)
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, p.keys[kid], sum[:])
	p.must(err)
	return text + "." + b64(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
}

// publicPEM is what somebody who confuses algorithms takes for a shared secret.
func (p *idp) publicPEM(kid string) string {
	p.Helper()
	der, err := x509.MarshalPKIXPublicKey(&p.keys[kid].PublicKey)
	p.must(err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func bearer(text string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+text) }
}
