package chaos

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// An issuer of ID tokens listens at one address, but not always.
type issuer struct {
	testing.TB
	addr, url string
	keys      map[string]ed25519.PrivateKey // by kid

	published []string // kids
	server    *http.Server
}

func newIssuer(t testing.TB, kids ...string) *issuer {
	i := &issuer{TB: t, addr: "127.0.0.1:0", keys: map[string]ed25519.PrivateKey{}}
	for _, kid := range kids {
		_, key, err := ed25519.GenerateKey(nil)
		i.must(err)
		i.keys[kid] = key
	}
	i.up() // to have an address
	i.url = "http://" + i.addr
	i.down()
	t.Cleanup(i.down)
	return i
}

func (i *issuer) must(err error) {
	i.Helper()
	if err != nil {
		i.Fatal(err)
	}
}

// up has it answer, and publish these keys.
func (i *issuer) up(kids ...string) {
	i.Helper()
	ln, err := net.Listen("tcp", i.addr)
	i.must(err)
	i.addr, i.published, i.server = ln.Addr().String(), kids, &http.Server{Handler: i}
	go func(s *http.Server) { _ = s.Serve(ln) }(i.server)
}

// down has the machine refuse its connections.
func (i *issuer) down() { _ = i.server.Close() }

type object = map[string]any

func (i *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := object{"issuer": i.url, "jwks_uri": i.url + "/jwks"}
	if r.URL.Path == "/jwks" {
		keys := []object{}
		for _, kid := range i.published {
			public := i.keys[kid].Public().(ed25519.PublicKey)
			keys = append(keys, object{"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": base64.RawURLEncoding.EncodeToString(public)})
		}
		answer = object{"keys": keys}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// token is an ID token that is signed now.
func (i *issuer) token(kid string) string {
	i.Helper()
	now := time.Now()
	text := i.part(object{"alg": "EdDSA", "kid": kid, "typ": "JWT"}) + "." +
		i.part(object{"iss": i.url, "sub": "anna-1", "aud": "mintmark", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix()})
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(i.keys[kid], []byte(text)))
}

func (i *issuer) part(o object) string {
	i.Helper()
	text, err := json.Marshal(o)
	i.must(err)
	return base64.RawURLEncoding.EncodeToString(text)
}

// B07: where the issuer cannot be reached, tokens under keys that are known go
// on, and the others are told when to come back, which is worth it as soon as
// the issuer is there again. Nobody restarts the server.
func TestIssuerDown(t *testing.T) {
	t.Parallel() // it mostly waits, as it is told to
	i := newIssuer(t, "old", "new")
	s := newSite(t, t.TempDir(), "")
	s.configure("auth: { oidc: [ { name: corp, issuer: \"" + i.url + "\", audience: [mintmark] } ] }\n")
	p := s.serve()

	wait := p.wantLater(i.token("old")) // down when the server starts
	p.wantToken(s.key)
	i.up("old")
	time.Sleep(wait)
	p.wantToken(i.token("old"))

	i.down()
	wait = p.wantLater(i.token("new"))
	back := time.Now().Add(wait)
	for range 50 {
		p.wantToken(i.token("old"))
	}
	i.up("old", "new")
	time.Sleep(time.Until(back))
	p.wantToken(i.token("new"))
	p.wantToken(i.token("old"))
	p.stop()
}

func (p *process) wantToken(bearer string) {
	p.Helper()
	if a := ask(p.client(), p.url, bearer); a.status != http.StatusOK {
		p.Errorf("got %+v, want a token\n%s", a, p.said())
	}
}

// wantLater wants to be told that the issuer cannot be reached, and when to come
// back.
func (p *process) wantLater(bearer string) (wait time.Duration) {
	p.Helper()
	r, err := http.NewRequest("POST", p.url+"/token", strings.NewReader("{}"))
	p.must(err)
	r.Header.Set("Authorization", "Bearer "+bearer)
	r.Header.Set("Content-Type", "application/json")
	resp, err := p.client().Do(r)
	p.must(err)
	defer resp.Body.Close()
	var problem struct {
		Code string `json:"code"`
	}
	p.must(json.NewDecoder(resp.Body).Decode(&problem))
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	const coolDown = 30
	if resp.StatusCode != http.StatusServiceUnavailable || problem.Code != "issuer_unavailable" || err != nil || seconds < 1 || seconds > coolDown {
		p.Errorf("got %s, %+v, Retry-After %d, %v; want 503, issuer_unavailable, 1 to %d\n%s", resp.Status, problem, seconds, err, coolDown, p.said())
	}
	return time.Duration(seconds) * time.Second
}
