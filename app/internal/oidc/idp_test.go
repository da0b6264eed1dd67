package oidc_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mintmark/app/internal/oidc"
	"mintmark/tokens"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// keys are made once: a key of RSA takes its time.
var keys = sync.OnceValue(func() map[string]crypto.Signer {
	rsaKey := func(bits int) crypto.Signer {
		k, err := rsa.GenerateKey(rand.Reader, bits)
		return must(k, err)
	}
	ecKey := func(c elliptic.Curve) crypto.Signer {
		k, err := ecdsa.GenerateKey(c, rand.Reader)
		return must(k, err)
	}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	return map[string]crypto.Signer{
		"rsa": rsaKey(2048), "rsa2": rsaKey(2048), "short": rsaKey(1024),
		"p256": ecKey(elliptic.P256()), "p384": ecKey(elliptic.P384()), "p521": ecKey(elliptic.P521()),
		"ed": must(ed, err),
	}
})

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// An idp is an identity provider on a real port.
type idp struct {
	testing.TB
	*httptest.Server

	mu        sync.Mutex
	discovery map[string]any
	jwks      map[string]any
	fetches   int           // of the JWKS
	status    int           // of every answer, if not 0
	hold      chan struct{} // an answer waits for it, if not nil
}

func newIDP(t testing.TB, kids ...string) *idp {
	t.Helper()
	p := &idp{TB: t}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) { p.answer(w, &p.discovery) })
	mux.HandleFunc("GET /jwks", func(w http.ResponseWriter, _ *http.Request) {
		p.mu.Lock()
		p.fetches++
		p.mu.Unlock()
		p.answer(w, &p.jwks)
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(func() {
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		p.Close()
	})
	p.discovery = map[string]any{"issuer": p.URL, "jwks_uri": p.URL + "/jwks"}
	p.publish(kids...)
	return p
}

func (p *idp) answer(w http.ResponseWriter, doc *map[string]any) {
	p.mu.Lock()
	hold, status, body := p.hold, p.status, must(json.Marshal(*doc))
	p.mu.Unlock()
	if hold != nil {
		<-hold
	}
	w.Header().Set("Content-Type", "application/json")
	if status != 0 {
		w.WriteHeader(status)
	}
	_, _ = w.Write(body)
}

func (p *idp) publish(kids ...string) {
	set := []any{}
	for _, kid := range kids {
		set = append(set, jwk(kid))
	}
	p.setKeys(set...)
}

func (p *idp) setKeys(set ...any) { p.set(func() { p.jwks = map[string]any{"keys": set} }) }

func (p *idp) set(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
}

func (p *idp) fetched() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fetches
}

// jwk is the public half of a key.
func jwk(kid string) map[string]any {
	b64 := base64.RawURLEncoding.EncodeToString
	switch pub := keys()[kid].Public().(type) {
	case *rsa.PublicKey:
		return map[string]any{"kty": "RSA", "kid": kid, "use": "sig", "n": b64(pub.N.Bytes()), "e": b64(big.NewInt(int64(pub.E)).Bytes())}
	case *ecdsa.PublicKey:
		point := must(pub.Bytes())[1:]
		return map[string]any{"kty": "EC", "kid": kid, "crv": pub.Params().Name, "x": b64(point[:len(point)/2]), "y": b64(point[len(point)/2:])}
	case ed25519.PublicKey:
		return map[string]any{"kty": "OKP", "kid": kid, "crv": "Ed25519", "x": b64(pub)}
	}
	panic("no such key: " + kid)
}

// signingKey is a key as package tokens takes it.
func signingKey(kid string) tokens.Key {
	der := must(x509.MarshalPKCS8PrivateKey(keys()[kid]))
	return must(tokens.ParseKeys(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))))[0]
}

var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

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

// doc is a JSON object.
type doc map[string]any

func (d doc) with(more doc) doc {
	d = maps.Clone(d)
	maps.Copy(d, more)
	maps.DeleteFunc(d, func(_ string, v any) bool { return v == nil })
	return d
}

// claims are those of a token that is fine.
func (p *idp) claims() doc {
	return doc{"iss": p.URL, "sub": "anna-1", "aud": "mintmark", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
}

// token signs; more may change header and claims, where nil takes one out.
func (p *idp) token(kid, alg string, header, claims doc) string {
	p.Helper()
	h := doc{"alg": alg, "kid": kid, "typ": "JWT"}.with(header)
	return p.sign(kid, string(must(json.Marshal(h))), string(must(json.Marshal(p.claims().with(claims)))))
}

// sign signs texts as they are, also such as are no JSON object.
func (p *idp) sign(kid, header, payload string) string {
	p.Helper()
	signed, err := tokens.Encode([]byte(header), []byte(payload), signingKey(kid))
	if err != nil {
		p.Fatal(err)
	}
	return signed
}

// payloadOf is the JSON that a token holds.
func payloadOf(token string) (string, error) {
	data, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	return string(data), err
}
