package server_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
)

// house is what a team has: staff by an issuer, a kiosk, users by name.
const house = `
defaults: { ttl: 10m, max_ttl: 1h }
profiles:
  team: { grants: { video: { room: { required: true, match: "team-*" } } } }
  chat: { grants: { chat: { service_sid: { optional: true } } } }
rules:
  - { id: staff, match: { issuer: corp, groups_any: [staff] }, identity: { from: claim, claim: sub }, allow: { profiles: [team, chat], default: team, max_ttl: 8h } }
  - { id: kiosk, match: { service_key: kiosk }, identity: { from: request, match: "guest-*" }, allow: { profiles: team, max_ttl: 15m } }
  - { id: users, match: { principals: [anna] }, allow: { profiles: [team, chat], default: team, max_ttl: 24h } }
deny: [ { id: leavers, match: { principals: [mallory, "corp:mallory"] } } ]
`

// F04: every decision has its row, which says all that is asked about it.
func TestEveryDecisionIsAudited(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		p := newIDP(t, "one")
		f := startOn(t, open, func(c *server.Config) {
			c.Policy, c.Limits = parsePolicy(t, house), strict
			p.trust(c)
		})
		key, _ := f.addKey("kiosk")
		member := bearer(p.Token("one", nil, doc{"groups": []string{"staff"}}))
		mallory := bearer(p.Token("one", nil, doc{"sub": "mallory", "groups": []string{"staff"}}))
		const room = `"grants":{"video":{"room":"team-1"}}`
		at := now.UTC().Truncate(time.Microsecond)

		tests := []struct {
			name string
			ask  func() reply
			want store.Event
		}{
			{"password", func() reply {
				return f.do("POST", "/v1/token", `{"username":"anna","password":"`+right+`","ttl":"24h",`+room+`}`)
			}, store.Event{Kind: store.TokenIssued, Principal: "anna", Method: "password", Rule: "users", Identity: "anna", TTL: 24 * time.Hour}},
			{"basic", func() reply { return f.do("POST", "/v1/token", `{`+room+`}`, as("Anna")) },
				store.Event{Kind: store.TokenIssued, Principal: "anna", Method: "basic", Rule: "users", Identity: "anna", TTL: 10 * time.Minute}},
			{"service key", func() reply {
				return f.do("POST", "/v1/token", `{"identity":"guest-7","ttl":60,`+room+`}`, bearer(key))
			}, store.Event{Kind: store.TokenIssued, Principal: "service:kiosk", Method: "service_key", Rule: "kiosk", Identity: "guest-7", TTL: time.Minute}},
			{"ID token", func() reply { return f.do("POST", "/v1/token", `{`+room+`}`, member) },
				store.Event{Kind: store.TokenIssued, Principal: "corp:anna-1", Method: "oidc", Rule: "staff", Identity: "anna-1", TTL: 10 * time.Minute}},

			{"no rule", func() reply { return f.do("POST", "/v1/token", `{`+room+`}`, as("anna@example.com")) },
				store.Event{Kind: store.TokenDenied, Principal: "anna@example.com", Method: "basic", Reason: "principal: "}},
			{"denied", func() reply { return f.do("POST", "/v1/token", `{`+room+`}`, mallory) },
				store.Event{Kind: store.TokenDenied, Principal: "corp:mallory", Method: "oidc", Rule: "leavers", Reason: "principal: "}},
			{"too long", func() reply {
				return f.do("POST", "/v1/token", `{"identity":"guest-7","ttl":"16m",`+room+`}`, bearer(key))
			},
				store.Event{Kind: store.TokenDenied, Principal: "service:kiosk", Method: "service_key", Rule: "kiosk", Reason: "ttl: "}},
			{"another room", func() reply { return f.do("POST", "/v1/token", `{"grants":{"video":{"room":"boss"}}}`, as("anna")) },
				store.Event{Kind: store.TokenDenied, Principal: "anna", Method: "basic", Rule: "users", Reason: "grants.video.room: "}},

			{"wrong password", func() reply { return f.login("anna", wrong) },
				store.Event{Kind: store.LoginFailed, Principal: "anna", Method: "password", Reason: "wrong password"}},
			{"wrong key", func() reply { return f.do("POST", "/token", "", bearer(key[:len(key)-3]+"xyz")) },
				store.Event{Kind: store.LoginFailed, Principal: "service:kiosk", Method: "service_key", Reason: "wrong service key"}},
			{"expired ID token", func() reply {
				return f.do("POST", "/token", "", bearer(p.Token("one", nil, doc{"exp": now.Add(-time.Hour).Unix()})))
			}, store.Event{Kind: store.LoginFailed, Principal: "corp:anna-1", Method: "oidc", Reason: "ID token refused: it has expired"}},
			{"once more", func() reply { return f.login("anna", wrong) },
				store.Event{Kind: store.LoginFailed, Principal: "anna", Method: "password", Reason: "wrong password"}},
			{"and again", func() reply { return f.login("anna", wrong) },
				store.Event{Kind: store.LoginFailed, Principal: "anna", Method: "password", Reason: "wrong password"}},
			{"too often", func() reply { return f.login("anna", right) },
				store.Event{Kind: store.RateLimited, Principal: "anna", Method: "password", Reason: "too many failures: the budget of the account is used up for 1s"}},
		}
		before := len(f.events())
		for _, tt := range tests {
			r := tt.ask()
			all := f.events()[before:]
			before += len(all)
			if len(all) != 1 {
				t.Errorf("F04: %s: got %s and rows %+v, want one", tt.name, r.Status, all)
				continue
			}
			got, want := all[0], tt.want
			want.Time, want.RequestID, want.Client = at, r.Header.Get("X-Request-Id"), "127.0.0.1/32"
			if want.Kind == store.TokenIssued {
				want.Grants, want.KeySID, want.TokenID = `{"video":{"room":"team-1"}}`, keySID, readToken(t, r).ID
			}
			if want.Kind == store.TokenDenied && strings.HasPrefix(got.Reason, want.Reason) {
				want.Reason = got.Reason
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("F04: %s:\ngot  %+v\nwant %+v", tt.name, got, want)
			}
		}
	})
}

// A watchful writer is where an answer leaves: by then its row is there for
// others to read.
type watchful struct {
	*httptest.ResponseRecorder

	f       *fixture
	written bool
}

func (w *watchful) Write(b []byte) (int, error) {
	var a tokenAnswer
	if err := json.Unmarshal(b, &a); err != nil || a.ID == "" {
		w.f.Errorf("got %s, %v", b, err)
	}
	for _, e := range w.f.events() {
		w.written = w.written || e.TokenID == a.ID
	}
	return w.ResponseRecorder.Write(b)
}

// F05: a token leaves once its row is committed, no sooner.
func TestRowBeforeToken(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		f := startOn(t, open, nil)
		r := httptest.NewRequest("POST", "/token", nil)
		as("anna")(r)
		w := &watchful{ResponseRecorder: httptest.NewRecorder(), f: f}
		f.server.ServeHTTP(w, r)
		if w.Code != 200 || !w.written {
			t.Errorf("got %d, its row is there: %v", w.Code, w.written)
		}
	})
}

// A lost store has its rows written and says that they are not, as one does whose
// connection breaks while it waits for the commit.
type lost struct{ store.Store }

func (l lost) RecordFor(ctx context.Context, h store.Holder, e store.Event) error {
	if err := l.Store.RecordFor(ctx, h, e); err != nil {
		return err
	}
	return context.DeadlineExceeded
}

// F05: where it is not sure that there is a row, there is no token.
func TestUnsureRowNoToken(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Store = lost{c.Store} })
	if r := f.login("anna", right); r.StatusCode != 503 || r.problem(t) != "audit_unavailable" || strings.Contains(r.body, "eyJ") {
		t.Errorf("got %s %s", r.Status, r.body)
	}
}

// A store that is gone altogether gives no token to anybody.
func TestStoreGone(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Limits = limit.Default })
	key, _ := f.addKey("kiosk")
	f.must(f.store.Close())
	for name, r := range map[string]reply{
		"password": f.login("anna", right),
		"key":      f.do("POST", "/token", "", bearer(key)),
		"ID token": f.do("POST", "/token", "", bearer("eyJ")),
	} {
		if r.StatusCode != 503 || r.problem(t) != "store_unavailable" || r.Header.Get("Retry-After") == "" {
			t.Errorf("%s: got %s %s", name, r.Status, r.body)
		}
	}
}
