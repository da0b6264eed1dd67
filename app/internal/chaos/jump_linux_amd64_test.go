package chaos

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/cli"
	"mintmark/tokens"
)

func init() {
	roles["clocked"] = func() int {
		if err := superviseClock(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return cli.Main()
	}
}

// The clock is set an hour forth and back under load. Tokens are issued by it,
// and live no longer than they may; who had to wait by a clock that was wrong does
// not wait for it to be right.
func TestClockJumps(t *testing.T) {
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) { testClockJumps(t, engine.site(t)) })
	}
}

func testClockJumps(t *testing.T, s *site) {
	const clients = 4
	s.addUser("anna")
	day := new(clock)
	p := launchBy(day.beginOrSkip(t), s, "clocked", s.dir, s.env, "serve", "--listen", "127.0.0.1:0")
	c := newCrowd(s)
	c.come(clients, p.url)
	for _, ahead := range []time.Duration{time.Hour, -time.Hour, 0} {
		day.set(ahead)
		p.wantIssued(s.key, day)
		failures := 0
		for p.login("not it") == http.StatusUnauthorized { // until he has to wait
			failures++
		}
		if failures == 0 {
			t.Errorf("at %v ahead nobody may try a password", ahead)
		}
		if day.set(0); ahead != 0 && p.login(typed) != http.StatusOK {
			t.Errorf("who failed to log in at %v has to wait", ahead)
		}
		p.wantIssued(s.key, day)
		c.await(http.StatusOK, 20*clients)
	}
	c.leave()
	c.wantOnly(http.StatusOK)
	s.check(c.received)
	p.stop()
}

// beginOrSkip starts a process where that may be told another time: sandboxes
// often forbid it.
func (c *clock) beginOrSkip(t *testing.T) func(*exec.Cmd) error {
	return func(cmd *exec.Cmd) error {
		if err := c.begin(cmd); err != nil {
			t.Skip("no process can be told another time here:", err)
		}
		return nil
	}
}

// wantIssued wants a token of the process's time, for as long as the
// configuration says.
func (p *process) wantIssued(bearer string, day *clock) {
	p.Helper()
	const ttl, slow = 10 * time.Minute, 5 * time.Second
	before := day.now().Truncate(time.Second)
	status, body := p.post("Bearer "+bearer, "{}")
	var answer struct {
		Token string `json:"token"`
	}
	p.must(json.Unmarshal(body, &answer))
	token := tokens.Decode(answer.Token)
	issued, _ := token.Time("iat")
	expires, _ := token.Time("exp")
	if status != http.StatusOK || issued.Before(before) || issued.After(before.Add(slow)) || expires.Sub(issued) != ttl {
		p.Errorf("at %v: got %d, a token from %v to %v, want one for %v", before, status, issued, expires, ttl)
	}
}

func (p *process) login(word string) (status int) {
	p.Helper()
	status, _ = p.post("", `{"username":"anna","password":"`+word+`"}`)
	return status
}

func (p *process) post(authorization, body string) (status int, answer []byte) {
	p.Helper()
	r, err := http.NewRequest("POST", p.url+"/token", strings.NewReader(body))
	p.must(err)
	r.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	resp, err := p.client().Do(r)
	p.must(err)
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	p.must(err)
	return resp.StatusCode, answer
}
