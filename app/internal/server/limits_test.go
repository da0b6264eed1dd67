package server_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
)

// strict lets three attempts fail, and one client six.
var strict = limit.Rules{
	Account: limit.Rule{Tries: 3, First: time.Second, Most: 8 * time.Second, Forget: time.Minute},
	Client:  limit.Rule{Tries: 6, First: time.Second, Most: 8 * time.Second, Forget: time.Minute},
	Network: limit.Rule{Tries: 24, First: time.Second, Most: 8 * time.Second, Forget: time.Minute},
	Bearer:  limit.Rule{Tries: 3, First: time.Second, Most: 8 * time.Second, Forget: time.Minute},
}

// limited has strict limits, a clock of its own, and believes the proxy that
// this test is.
func limited(at *clock) func(*server.Config) {
	return func(c *server.Config) {
		c.Limits, c.Now = strict, at.now
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	}
}

const (
	home   = "192.0.2.1"
	abroad = "198.51.100.9"
)

// from logs in from somewhere, and returns what a 429 says to wait; 0 for others.
func (f *fixture) from(addr, name, password string) (r reply, wait time.Duration) {
	f.Helper()
	r = f.do("POST", "/token", "{}", basic(name, password), func(r *http.Request) { r.Header.Set("X-Forwarded-For", addr) })
	if r.StatusCode != http.StatusTooManyRequests {
		return r, 0
	}
	seconds, err := strconv.Atoi(r.Header.Get("Retry-After"))
	if err != nil || seconds < 1 || r.problem(f.TB) != "rate_limited" {
		f.Errorf("got %v %s, want rate_limited and when to come again", r.Header, r.body)
	}
	return r, time.Duration(seconds) * time.Second
}

func (f *fixture) fail(n int, addr, name string) {
	f.Helper()
	for range n {
		if r, _ := f.from(addr, name, wrong); r.StatusCode != http.StatusUnauthorized {
			f.Fatalf("%s from %s: got %s", name, addr, r.Status)
		}
	}
}

// D01, F04: whoever uses up a budget waits, with the right password too; who
// comes from elsewhere, or is somebody else, does not. One row tells of it.
func TestLimitsByAccountAndClient(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		f := startOn(t, open, limited(&clock{}))
		f.fail(3, abroad, "anna")
		before := len(f.events())
		for range 3 {
			if r, wait := f.from(abroad, "anna", right); wait != time.Second {
				t.Errorf("got %s %v, want to wait for a second", r.Status, r.Header)
			}
		}
		rows := f.events()[before:]
		if len(rows) != 1 || rows[0].Kind != store.RateLimited || rows[0].Client != abroad+"/32" || rows[0].Principal != "anna" || rows[0].Reason == "" {
			t.Errorf("got audit rows %+v, want one", rows)
		}
		for addr, name := range map[string]string{home: "anna", abroad: "anna@example.com"} {
			r, _ := f.from(addr, name, right)
			readToken(t, r)
		}
	})
}

// D01: one client that tries one password on every account does not go on either.
func TestLimitsByClient(t *testing.T) {
	f := start(t, limited(&clock{}))
	for i := range 6 {
		f.fail(1, abroad, fmt.Sprint("user", i))
	}
	if _, wait := f.from(abroad, "anna", right); wait != time.Second {
		t.Errorf("got %v, want a wait", wait)
	}
	r, _ := f.from(home, "anna", right)
	readToken(t, r)
}

// D01: an IPv6 customer has more prefixes than budgets; they are one network.
func TestLimitsByNetwork(t *testing.T) {
	f := start(t, limited(&clock{}))
	for i := range 24 {
		f.fail(1, fmt.Sprintf("2001:db8:1:%x::%x", i, i), fmt.Sprint("user", i))
	}
	if _, wait := f.from("2001:db8:1:ffff::1", "anna", right); wait != time.Second {
		t.Errorf("got %v, want a wait", wait)
	}
	r, _ := f.from("2001:db8:2::1", "anna", right)
	readToken(t, r)
}

// D02: waits double, up to a most, and end; D03: all the same for a name that
// nobody has.
func TestWaits(t *testing.T) {
	waits := map[string][]time.Duration{}
	for _, name := range []string{"anna", "nobody", "carl"} {
		at := &clock{}
		f := start(t, limited(at))
		f.fail(3, home, name)
		for range 6 {
			_, wait := f.from(home, name, wrong)
			waits[name] = append(waits[name], wait)
			at.add(wait)
			f.fail(1, home, name)
		}
		at.add(8 * time.Second)
		if name == "anna" {
			r, _ := f.from(home, name, right)
			readToken(t, r)
		}
	}
	s := time.Second
	for name, got := range waits {
		if want := []time.Duration{s, 2 * s, 4 * s, 8 * s, 8 * s, 8 * s}; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

// D03, C02: who is kept waiting learns nothing of who there is.
func TestWaitsLookAlike(t *testing.T) {
	f := start(t, limited(&clock{}))
	var want outcome
	for i, name := range []string{"anna", "nobody", "carl", "an na"} {
		addr := fmt.Sprintf("192.0.2.%d", i+1)
		f.fail(3, addr, name)
		r, _ := f.from(addr, name, right)
		if i == 0 {
			want = anonymous(r)
		}
		if got := anonymous(r); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got  %+v\nwant %+v", name, got, want)
		}
	}
}

// C04: a name has one budget, however it is written.
func TestLimitsFold(t *testing.T) {
	f := start(t, limited(&clock{}))
	for _, name := range []string{"anna", "ANNA", "ａｎｎａ"} {
		f.fail(1, home, name)
	}
	if _, wait := f.from(home, "Anna", right); wait == 0 {
		t.Error("another spelling has a budget of its own")
	}
	for _, e := range f.events() {
		if e.Principal != "anna" {
			t.Errorf("got audit row %+v, want it to be about anna", e)
		}
	}
}

// D04: a restart, and another replica, find the budgets as they are.
func TestLimitsSurvive(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		at := &clock{}
		f := startOn(t, open, limited(at))
		f.fail(2, home, "anna")
		replica := f.beside(limited(at))
		replica.fail(1, home, "anna")
		f.must(f.stop())
		restarted := f.beside(limited(at))
		for name, f := range map[string]*fixture{"replica": replica, "restarted": restarted} {
			if _, wait := f.from(home, "anna", right); wait != time.Second {
				t.Errorf("%s: got %v, want a wait", name, wait)
			}
		}
		at.add(time.Second)
		r, _ := restarted.from(home, "anna", right)
		readToken(t, r)
	})
}

// D06: a client that tries names at random leaves no more behind than he may try.
func TestRandomNames(t *testing.T) {
	f := start(t, limited(&clock{}))
	for i := range 300 {
		f.from(abroad, fmt.Sprint("random", i), wrong)
	}
	if got := len(f.events()); got != 7 { // six failures, and one row about the wait
		t.Errorf("got %d audit rows, want 7", got)
	}
	if got := f.count("budgets"); got > 10 {
		t.Errorf("got %d budgets", got)
	}
}

// Service keys and ID tokens that are wrong are counted apart; right ones never
// wait, or else one could lock others out behind the same address.
func TestBearerLimits(t *testing.T) {
	f := start(t, limited(&clock{}))
	key, _ := f.addKey("kiosk")
	try := func(text string) reply {
		return f.do("POST", "/token", "{}", bearer(text), func(r *http.Request) { r.Header.Set("X-Forwarded-For", home) })
	}
	for range 3 {
		if r := try(key + "x"); r.StatusCode != 401 {
			t.Fatalf("got %s", r.Status)
		}
	}
	if r := try("eyJ"); r.StatusCode != 429 || r.problem(t) != "rate_limited" || r.Header.Get("Retry-After") != "1" {
		t.Errorf("got %s %v %s", r.Status, r.Header, r.body)
	}
	readToken(t, try(key))
	r, _ := f.from(home, "anna", right)
	readToken(t, r)
}

// What is refused takes none of the tokens of a minute, whoever refuses it.
func TestRefusedTokensDoNotCount(t *testing.T) {
	at := &clock{}
	f := start(t, func(c *server.Config) { c.TokensAMinute, c.Now = 3, at.now })
	key, _ := f.addKey("kiosk")
	ask := func(body string) reply { return f.do("POST", "/v1/token", body, bearer(key)) }
	if r := ask(`{"ttl":"20h"}`); r.StatusCode != 422 {
		t.Errorf("got %s", r.Status)
	}
	if r := ask(`{"identity":"somebody"}`); r.StatusCode != 403 {
		t.Errorf("got %s", r.Status)
	}
	for range 5 {
		f.fillDisk()
		if r := ask("{}"); r.StatusCode != 503 {
			t.Errorf("got %s", r.Status)
		}
		f.freeDisk()
	}
	for range 3 {
		readToken(t, ask("{}"))
	}
	if r := ask("{}"); r.StatusCode != 429 {
		t.Errorf("got %s", r.Status)
	}
	if r := ask(`{"identity":"somebody"}`); r.StatusCode != 403 {
		t.Errorf("who has had all and asks for what he may not: got %s", r.Status)
	}
}

// Who has been refused as often as he may in a minute is refused without a row, and
// has his tokens all the same.
func TestRefusalsAMinute(t *testing.T) {
	at := &clock{}
	f := start(t, func(c *server.Config) { c.TokensAMinute, c.Now = 3, at.now })
	key, _ := f.addKey("kiosk")
	ask := func(body string) reply { return f.do("POST", "/v1/token", body, bearer(key)) }
	f.fillDisk()
	for range 5 {
		if r := ask(`{"identity":"somebody"}`); r.StatusCode != 503 {
			t.Errorf("without a row: got %s", r.Status)
		}
	}
	f.freeDisk()
	for _, want := range []int{403, 403, 403, 429, 429, 429} {
		if r := ask(`{"identity":"somebody"}`); r.StatusCode != want {
			t.Errorf("got %s, want %d", r.Status, want)
		}
	}
	events := f.events()
	if e := events[len(events)-1]; len(events) != 5 || e.Kind != store.RateLimited || e.Principal != "service:kiosk" || !strings.HasPrefix(e.Reason, "too many refusals") {
		t.Errorf("got audit rows %+v", events)
	}
	readToken(t, ask("{}"))
	at.add(20 * time.Second)
	if r := ask(`{"identity":"somebody"}`); r.StatusCode != 403 {
		t.Errorf("after a third of a minute: got %s", r.Status)
	}
}

// Who may have tokens has so many a minute, where the settings say so: the rest
// is a 429 and, once for each wait, a row.
func TestTokensAMinute(t *testing.T) {
	at := &clock{}
	f := start(t, func(c *server.Config) { c.TokensAMinute, c.Now = 3, at.now })
	key, _ := f.addKey("kiosk")
	ask := func() reply { return f.do("POST", "/v1/token", "{}", bearer(key)) }
	for range 3 {
		readToken(t, ask())
	}
	for range 3 {
		if r := ask(); r.StatusCode != 429 || r.problem(t) != "rate_limited" || r.Header.Get("Retry-After") != "20" {
			t.Errorf("got %s, Retry-After %s, %s", r.Status, r.Header.Get("Retry-After"), r.body)
		}
	}
	readToken(t, f.login("anna", right))
	if r := f.do("GET", "/v1/whoami", "", bearer(key)); r.StatusCode != 200 {
		t.Errorf("who asks no more than who he is: got %s", r.Status)
	}
	events := f.events()
	if e := events[4]; len(events) != 6 || e.Kind != store.RateLimited || e.Principal != "service:kiosk" || !strings.HasPrefix(e.Reason, "too many tokens") {
		t.Errorf("got audit rows %+v", events)
	}
	at.add(20 * time.Second)
	readToken(t, ask())
}
