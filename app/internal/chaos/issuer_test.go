package chaos

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/oidc/oidctest"
)

// B07: where the issuer cannot be reached, tokens under keys that are known go
// on, and the others are told when to come back, which is worth it as soon as
// the issuer is there again. Nobody restarts the server.
func TestIssuerDown(t *testing.T) {
	t.Parallel() // it mostly waits, as it is told to
	i := oidctest.New(t, time.Now)
	i.Down()
	s := newSite(t, t.TempDir(), "")
	s.configure("auth: { oidc: [ { name: corp, issuer: \"" + i.URL + "\", audience: [mintmark] } ] }\n")
	p := s.serve()

	wait := p.wantLater(i.Token("ed-old", nil, nil)) // down when the server starts
	p.wantToken(s.key)
	i.Publish("ed-old")
	i.Up()
	time.Sleep(wait)
	p.wantToken(i.Token("ed-old", nil, nil))

	i.Down()
	wait = p.wantLater(i.Token("ed-new", nil, nil))
	back := time.Now().Add(wait)
	for range 50 {
		p.wantToken(i.Token("ed-old", nil, nil))
	}
	i.Publish("ed-old", "ed-new")
	i.Up()
	time.Sleep(time.Until(back))
	p.wantToken(i.Token("ed-new", nil, nil))
	p.wantToken(i.Token("ed-old", nil, nil))
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
