package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
	"mintmark/tokens"
)

// tokenAnswer is written out once more: it is what clients read.
type tokenAnswer struct {
	Token        string          `json:"token"`
	Identity     string          `json:"identity"`
	Profile      string          `json:"profile"`
	ID           string          `json:"jti"`
	IssuedAt     string          `json:"issued_at"`
	ExpiresAt    string          `json:"expires_at"`
	ExpiresIn    int             `json:"expires_in"`
	RefreshAfter int             `json:"refresh_after"`
	Grants       json.RawMessage `json:"grants"`
}

func readToken(t testing.TB, r reply) (a tokenAnswer) {
	t.Helper()
	if r.StatusCode != http.StatusOK {
		t.Fatalf("got %s: %s", r.Status, r.body)
	}
	d := json.NewDecoder(strings.NewReader(r.body))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
	return a
}

func TestTokenAnswer(t *testing.T) {
	f := start(t, nil)
	r := f.login("anna", right)
	got := readToken(t, r)
	want := tokenAnswer{
		Token: got.Token, ID: got.ID,
		Identity:     "anna",
		Profile:      "everyone",
		IssuedAt:     "2026-03-04T04:06:07Z",
		ExpiresAt:    "2026-03-04T04:16:07Z",
		ExpiresIn:    600,
		RefreshAfter: 480,
		Grants:       json.RawMessage(`{"video":{"room":"daily"}}`),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := r.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("got Content-Type %q", got)
	}
	if !strings.HasPrefix(got.ID, keySID+"-") {
		t.Errorf("got jti %q, want it to begin with the key's SID", got.ID)
	}
}

// A01, A02, A04: the token says what was decided and nothing that a caller sent.
func TestTokenClaims(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Signers[0].Region = "us1" })
	a := readToken(t, f.do("POST", "/token", `{"username":"anna","password":"`+right+`","ttl":86400,"identity":"bob","alg":"none","grants":{"chat":{}}}`))
	token := tokens.Decode(a.Token)
	if err := tokens.Verify(token, tokens.SecretKey(keySecret)); err != nil {
		t.Error(err)
	}
	wantHeader := `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1","twr":"us1"}`
	if got := string(token.Header.Data); got != wantHeader {
		t.Errorf("got  %s\nwant %s", got, wantHeader)
	}
	wantPayload := `{"jti":"` + a.ID + `","iss":"` + keySID + `","sub":"` + accountSID +
		`","iat":1772597167,"exp":1772597767,"grants":{"identity":"anna","video":{"room":"daily"}}}`
	if got := string(token.Payload.Data); got != wantPayload {
		t.Errorf("got  %s\nwant %s", got, wantPayload)
	}
}

func TestTokenIsFineForTwilio(t *testing.T) {
	f := start(t, nil)
	a := readToken(t, f.login("anna", right))
	verdict := tokens.Diagnose(tokens.Decode(a.Token), tokens.Options{At: now, Key: tokens.SecretKey(keySecret)})
	if verdict.Refused || verdict.Fine == 0 {
		t.Errorf("got %+v", verdict)
	}
}

// C04: the name is folded, whichever way it comes.
func TestTokenWaysToLogIn(t *testing.T) {
	f := start(t, nil)
	ways := map[string]func() reply{
		"body":                    func() reply { return f.login("anna", right) },
		"basic":                   func() reply { return f.do("POST", "/token", "", basic("anna", right)) },
		"basic and an empty body": func() reply { return f.do("POST", "/token", "{}", basic("anna", right)) },
		"basic wins": func() reply {
			return f.do("POST", "/token", `{"username":"x","password":"y"}`, basic("anna", right))
		},
		"another case": func() reply { return f.login("ANNA", right) },
		"full width":   func() reply { return f.login("ａｎｎａ", right) },
		"charset": func() reply {
			return f.do("POST", "/token", `{"username":"anna","password":"`+right+`"}`, func(r *http.Request) {
				r.Header.Set("Content-Type", "Application/JSON; charset=utf-8")
			})
		},
		"escapes": func() reply { return f.do("POST", "/token", `{"username":"\u0061nna","password":"`+right+`"}`) },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			if got := readToken(t, way()).Identity; got != "anna" {
				t.Errorf("got identity %q, want anna", got)
			}
		})
	}
}

func TestTokenIsAudited(t *testing.T) {
	f := start(t, nil)
	r := f.do("POST", "/token", "", basic("Anna", right))
	a := readToken(t, r)
	want := []store.Event{{
		Time: now.UTC().Truncate(time.Microsecond), Kind: store.TokenIssued, RequestID: r.Header.Get("X-Request-Id"),
		Principal: "anna", Method: "basic", Client: "127.0.0.1/32", Rule: policy.Everyone, Identity: "anna",
		Grants: `{"video":{"room":"daily"}}`, TTL: 10 * time.Minute, TokenID: a.ID, KeySID: keySID,
	}}
	if got := f.events(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// C02: whoever may not log in cannot find out why. E01, E12, E13 too.
func TestLoginsFailAlike(t *testing.T) {
	f := start(t, nil)
	tests := []struct {
		name   string
		try    func() reply
		who    string
		reason string // in the audit row; "" wants none
	}{
		{"wrong password", func() reply { return f.login("anna", wrong) }, "anna", "wrong password"},
		{"unknown user", func() reply { return f.login("Nobody", wrong) }, "unknown:…", "no such user"},
		{"disabled user", func() reply { return f.login("carl", right) }, "carl", "user is disabled"},
		{"disabled user, wrong password", func() reply { return f.login("carl", wrong) }, "carl", "wrong password"},
		{"not a name", func() reply { return f.login("an na", right) }, "", "not a user name"},
		{"password padded", func() reply { return f.login("anna", right+" ") }, "anna", "wrong password"},
		{"password in another case", func() reply { return f.login("anna", strings.ToUpper(right)) }, "anna", "wrong password"},
		{"huge password", func() reply { return f.login("anna", strings.Repeat("x", 10000)) }, "anna", "wrong password"},
		{"empty password", func() reply { return f.login("anna", "") }, "", ""},
		{"empty name", func() reply { return f.login("", right) }, "", ""},
		{"nothing", func() reply { return f.do("POST", "/token", "{}") }, "", ""},
		{"null", func() reply { return f.do("POST", "/token", `{"username":null,"password":null}`) }, "", ""},
		{"names count exactly", func() reply { return f.do("POST", "/token", `{"Username":"anna","Password":"`+right+`"}`) }, "", ""},
		{"basic, wrong", func() reply { return f.do("POST", "/token", "", basic("anna", wrong)) }, "anna", "wrong password"},
		{"basic, empty", func() reply { return f.do("POST", "/token", "", basic("", "")) }, "", ""},
		{"junk in the header", func() reply {
			return f.do("POST", "/token", "", func(r *http.Request) { r.Header.Set("Authorization", "Basic ***") })
		}, "", ""},
		{"a bad header is not mended by the body", func() reply {
			return f.do("POST", "/token", `{"username":"anna","password":"`+right+`"}`, basic("anna", wrong))
		}, "anna", "wrong password"},
	}
	first := f.login("anna", wrong)
	want := anonymous(first)
	if got := first.problem(t); got != "invalid_credentials" {
		t.Fatalf("got %s", first.body)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(f.events())
			r := tt.try()
			if got := anonymous(r); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			events := f.events()[before:]
			if tt.reason == "" {
				if len(events) != 0 {
					t.Errorf("got audit rows %+v, want none", events)
				}
				return
			}
			if len(events) != 1 {
				t.Fatalf("got audit rows %+v, want one", events)
			}
			e := events[0]
			if e.Kind != store.LoginFailed || e.RequestID != r.Header.Get("X-Request-Id") || withoutAlias(e.Principal) != tt.who || e.Reason != tt.reason {
				t.Errorf("got audit row %+v, want %q for %q", e, tt.reason, tt.who)
			}
		})
	}
}

func withoutAlias(principal string) string {
	return regexp.MustCompile(`^unknown:[0-9a-f]{16}$`).ReplaceAllString(principal, "unknown:…")
}

// F04, F01: what somebody gives for a name who is no user may be his password. The
// trail has in its place what is the same for the same, and for nothing else, and
// nobody can work out; when he has to wait as well.
func TestNamesOfNobody(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		f := startOn(t, open, limited(&clock{}))
		rows := func(f *fixture, from, name string, kind store.Kind) string {
			t.Helper()
			before := len(f.events())
			f.from(from, name, wrong)
			rows := f.events()[before:]
			if len(rows) != 1 || rows[0].Kind != kind {
				t.Fatalf("%s: got rows %+v, want one %s", name, rows, kind)
			}
			return rows[0].Principal
		}
		const typed = "canary-Typed-Pa55word"
		first := rows(f, home, typed, store.LoginFailed)
		if withoutAlias(first) != "unknown:…" {
			t.Errorf("got %s", first)
		}
		if again := rows(f, abroad, strings.ToUpper(typed), store.LoginFailed); again != first {
			t.Errorf("got %s, then %s", first, again)
		}
		if again := rows(f.beside(limited(&clock{})), abroad, typed, store.LoginFailed); again != first {
			t.Errorf("got %s, on a replica %s", first, again)
		}
		if other := rows(f, home, typed+"2", store.LoginFailed); other == first || withoutAlias(other) != "unknown:…" {
			t.Errorf("got %s for another", other)
		}
		rekeyed := f.beside(func(c *server.Config) {
			limited(&clock{})(c)
			c.Signers = slices.Clone(c.Signers)
			c.Signers[0].Secret = secret.Text(strings.ToLower(keySecret))
		})
		if other := rows(rekeyed, home, typed, store.LoginFailed); other == first || withoutAlias(other) != "unknown:…" {
			t.Errorf("got %s by another key", other)
		}
		f.fail(2, home, typed)
		if waiting := rows(f, home, typed, store.RateLimited); waiting != first {
			t.Errorf("got %s, then to wait %s", first, waiting)
		}
		f.fail(3, abroad, "carl")
		if waiting := rows(f, abroad, "carl", store.RateLimited); waiting != "carl" {
			t.Errorf("a user: got %s", waiting)
		}
	})
}

// An outcome is what a client sees of an answer, apart from which one it is.
type outcome struct {
	status int
	header http.Header
	body   string
}

func anonymous(r reply) outcome {
	h := r.Header.Clone()
	id := h.Get("X-Request-Id")
	for _, name := range []string{"X-Request-Id", "Date"} {
		h.Del(name)
	}
	return outcome{r.StatusCode, h, strings.ReplaceAll(r.body, id, "ID")}
}

func TestFailedLoginHeaders(t *testing.T) {
	f := start(t, nil)
	got := anonymous(f.login("anna", wrong))
	want := http.Header{
		"Cache-Control":           {"no-store"},
		"Content-Length":          got.header["Content-Length"],
		"Content-Security-Policy": {"default-src 'none'; frame-ancestors 'none'"},
		"Content-Type":            {"application/problem+json"},
		"Referrer-Policy":         {"no-referrer"},
		"Www-Authenticate":        {`Basic realm="mintmark", charset="UTF-8"`},
		"Vary":                    {"Origin"},
		"X-Content-Type-Options":  {"nosniff"},
	}
	if got.status != http.StatusUnauthorized || !reflect.DeepEqual(got.header, want) {
		t.Errorf("got  %d %v\nwant %v", got.status, got.header, want)
	}
}

// C09: on the next request.
func TestDisabling(t *testing.T) {
	f := start(t, nil)
	readToken(t, f.login("anna", right))
	s, err := store.OpenSQLite(t.Context(), f.db)
	f.must(err)
	defer s.Close()
	f.must(s.SetDisabled(t.Context(), "anna", true, store.Event{Time: now}))
	if got := f.login("anna", right).problem(t); got != "invalid_credentials" {
		t.Errorf("disabled: got %s", got)
	}
	f.must(s.SetDisabled(t.Context(), "anna", false, store.Event{Time: now}))
	readToken(t, f.login("anna", right))
}

// A hasty store disables the user while his token is being made: after the
// password was found right, before the row is written.
type hasty struct{ store.Store }

func (h hasty) RecordFor(ctx context.Context, u store.Holder, e store.Event) error {
	if err := h.SetDisabled(ctx, u.(store.User).Name, true, store.Event{Time: e.Time, Kind: store.UserDisabled}); err != nil {
		return err
	}
	return h.Store.RecordFor(ctx, u, e)
}

// C09: no token leaves once a user is disabled, however early it was asked for.
func TestDisabledWhileTheTokenIsMade(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Store = hasty{c.Store} })
	if r := f.login("anna", right); r.problem(t) != "invalid_credentials" || r.StatusCode != 401 {
		t.Errorf("got %s %s", r.Status, r.body)
	}
	events := f.events()
	if e := events[len(events)-1]; e.Kind != store.LoginFailed || e.Principal != "anna" || e.Method != "password" || e.TokenID != "" || e.Reason != "user is disabled" {
		t.Errorf("got audit row %+v", e)
	}
}

// F05: no audit, no token; and no restart needed afterwards.
func TestNoAuditNoToken(t *testing.T) {
	onEach(t, func(f *fixture) {
		key, _ := f.addKey("kiosk")
		f.fillDisk()
		for name, r := range map[string]reply{
			"token": f.login("anna", right), "refusal": f.login("anna", wrong), "key": f.do("POST", "/token", "", bearer(key)),
		} {
			if got := r.problem(f.TB); got != "audit_unavailable" || r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
				f.Errorf("%s: got %s %v %s", name, r.Status, r.Header, r.body)
			}
			if strings.Contains(r.body, "eyJ") {
				f.Errorf("%s: a token left: %s", name, r.body)
			}
		}
		if !strings.Contains(f.log.String(), "disk is full") {
			f.Errorf("the log does not say why: %s", f.log)
		}
		f.freeDisk()
		readToken(f.TB, f.login("anna", right))
		readToken(f.TB, f.do("POST", "/token", "", bearer(key)))
	})
}

func TestNoUsersNoToken(t *testing.T) {
	onEach(t, func(f *fixture) {
		f.exec(`ALTER TABLE users RENAME TO gone`)
		if r := f.login("anna", right); r.problem(f.TB) != "store_unavailable" || r.StatusCode != 503 {
			f.Errorf("got %s %s", r.Status, r.body)
		}
		f.exec(`ALTER TABLE gone RENAME TO users`)
		readToken(f.TB, f.login("anna", right))
	})
}

// A silent store would never answer: it has to be asked with a deadline, and soon.
type silent struct{ store.Store }

func (silent) wait(ctx context.Context) error {
	const patience = 5 * time.Second
	if by, ok := ctx.Deadline(); !ok || time.Until(by) > patience {
		return errors.New("asked for ever")
	}
	return context.DeadlineExceeded
}

func (s silent) Ping(ctx context.Context) error { return s.wait(ctx) }

func (s silent) User(ctx context.Context, _ store.Name) (store.User, error) {
	return store.User{}, s.wait(ctx)
}

func (s silent) ServiceKey(ctx context.Context, _ string) (store.ServiceKey, error) {
	return store.ServiceKey{}, s.wait(ctx)
}

// A silentLedger is silent about budgets alone.
type silentLedger struct{ store.Store }

func (s silentLedger) Budget(ctx context.Context, _ string) (store.Budget, error) {
	return store.Budget{}, silent(s).wait(ctx)
}

// A database that takes a connection and says nothing more keeps nobody waiting
// for longer than a while.
func TestSilentStore(t *testing.T) {
	for name, wrap := range map[string]func(store.Store) store.Store{
		"users and keys": func(s store.Store) store.Store { return silent{s} },
		"budgets":        func(s store.Store) store.Store { return silentLedger{s} },
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, func(c *server.Config) { c.Store = wrap(c.Store) })
			key, _, err := store.NewServiceKey("kiosk")
			f.must(err)
			for method, r := range map[string]reply{
				"password": f.login("anna", right),
				"key":      f.do("POST", "/token", "", bearer(key.Reveal())),
			} {
				if got := r.problem(t); got != "store_unavailable" || r.StatusCode != 503 {
					t.Errorf("%s: got %s %s", method, r.Status, r.body)
				}
			}
			if strings.Contains(f.log.String(), "asked for ever") {
				t.Errorf("got %s", f.log)
			}
		})
	}
}

// Nor does it whoever asks whether requests are welcome.
func TestSilentStoreIsNotReady(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Store = silent{c.Store} })
	if r := f.do("GET", "/readyz", ""); r.problem(t) != "store_unavailable" || strings.Contains(f.lineOf(r.Header.Get("X-Request-Id")), "asked for ever") {
		t.Errorf("got %s %s\n%s", r.Status, r.body, f.log)
	}
}

func TestBrokenHash(t *testing.T) {
	f := start(t, nil)
	f.exec(`UPDATE users SET hash = 'hunter2' WHERE name = 'anna'`)
	if r := f.login("anna", right); r.problem(t) != "internal" || strings.Contains(r.body, "hunter2") {
		t.Errorf("got %s %s", r.Status, r.body)
	}
}

// An identity that the product refuses is a refusal, not a mistake of the server.
func TestPolicyDenied(t *testing.T) {
	voice := &tokens.Voice{Incoming: tokens.Incoming{Allow: true}}
	f := start(t, func(c *server.Config) { c.Policy = policy.ForEveryone(10*time.Minute, []tokens.Grant{voice}) })
	readToken(t, f.login("anna", right))
	r := f.login("anna@example.com", right)
	if got := r.problem(t); got != "policy_denied" || r.StatusCode != 403 || !strings.Contains(r.body, "identity") {
		t.Errorf("got %s %s", r.Status, r.body)
	}
	events := f.events()
	e := events[len(events)-1]
	if e.Kind != store.TokenDenied || e.Principal != "anna@example.com" || !strings.HasPrefix(e.Reason, "identity: ") || e.TokenID != "" {
		t.Errorf("got audit row %+v", e)
	}
	_ = f.stop() // once every line is in the log
	if got := f.log.String(); !strings.Contains(got, `error="policy_denied: identity: `) {
		t.Errorf("got %s, want the reason", got)
	}
}

// A06, E13: ids are unique, and every token has its row, when many ask at once.
func TestManyAtOnce(t *testing.T) {
	const clients, each = 8, 10
	f := start(t, nil)
	var mu sync.Mutex
	ids, requests := map[string]bool{}, map[string]bool{}
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for range each {
				r := f.login("anna", right)
				a := readToken(t, r)
				mu.Lock()
				ids[a.ID], requests[r.Header.Get("X-Request-Id")] = true, true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(ids) != clients*each || len(requests) != clients*each {
		t.Errorf("got %d ids and %d request ids, want %d", len(ids), len(requests), clients*each)
	}
	for _, e := range f.events() {
		delete(ids, e.TokenID)
	}
	if len(ids) != 0 {
		t.Errorf("%d tokens have no audit row", len(ids))
	}
}
