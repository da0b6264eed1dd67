package server_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/server"
	"mintmark/tokens"
)

// A01, A02: the header is as documented whoever asks for whatever, and however.
func TestTokenHeader(t *testing.T) {
	p := newIDP(t, "one")
	f := start(t, func(c *server.Config) {
		c.Policy, c.GetToken = parsePolicy(t, house), true
		p.trust(c)
	})
	key, _ := f.addKey("kiosk")
	member := p.Token("one", doc{"alg": "ES256", "cty": "x"}, doc{"groups": []string{"staff"}, "alg": "none", "grants": doc{"chat": doc{}}})
	for name, r := range map[string]reply{
		"A01: members of the body": f.do("POST", "/v1/token", `{"identity":"guest-{\"alg\":\"none\"}","grants":{"video":{"room":"team-\",\"alg\":\"none"}}}`, bearer(key)),
		"A01: an address":          f.do("GET", "/token?room=team-1&ttl=60", "", as("anna")),
		"A01: an ID token":         f.do("POST", "/v1/token", `{"grants":{"video":{"room":"team-1"}}}`, bearer(member)),
	} {
		t.Run(name, func(t *testing.T) {
			token := tokens.Decode(readToken(t, r).Token)
			if got, want := string(token.Header.Data), `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if err := tokens.Verify(token, tokens.SecretKey(keySecret)); err != nil {
				t.Error(err)
			}
		})
	}
	for _, header := range []string{`{"alg":"none"}`, `{"header":{"alg":"none"}}`, `{"kid":"x"}`, `{"cty":"x"}`, `{"region":"ie1"}`} {
		if got := f.do("POST", "/v1/token", header, as("anna")).problem(t); got != "malformed_request" {
			t.Errorf("A02: %s: got %s", header, got)
		}
	}
}

// A04, A05, A07, A08: what each may have and no more.
func TestAsking(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Policy = parsePolicy(t, house) })
	key, _ := f.addKey("kiosk")
	stranger, _ := f.addKey("stranger")
	room := func(more string) string { return `{"grants":{"video":{"room":"team-1"}}` + more + `}` }
	const service = `{"profile":"chat","grants":{"chat":{"service_sid":"`
	tests := []struct {
		name, who, body, code string // code "": a token
		identity              string
		ttl                   int64
	}{
		{"A04: what the policy says", "anna", room(``), "", "anna", 600},
		{"A04: a whole day", "anna", room(`,"ttl":"24h"`), "", "anna", 86400},
		{"A04: a second more", "anna", room(`,"ttl":86401`), "ttl_out_of_range", "", 0},
		{"A04: a rule's own cap", key, room(`,"identity":"guest-1","ttl":900`), "", "guest-1", 900},
		{"A04: a rule's own cap, a second more", key, room(`,"identity":"guest-1","ttl":901`), "ttl_out_of_range", "", 0},
		{"A04: negative", "anna", room(`,"ttl":-1`), "ttl_out_of_range", "", 0},
		{"A04: huge", "anna", room(`,"ttl":9223372036854775807`), "ttl_out_of_range", "", 0},
		{"A04: float", "anna", room(`,"ttl":1.5`), "ttl_out_of_range", "", 0},
		{"A04: string", "anna", room(`,"ttl":"forever"`), "malformed_request", "", 0},

		{"A05: a service's SID", "anna", service + `IS0123456789abcdef0123456789abcdef"}}}`, "", "anna", 600},
		{"A05: of another kind", "anna", service + `AC0123456789abcdef0123456789abcdef"}}}`, "policy_denied", "", 0},
		{"A05: not hex", "anna", service + `IS0123456789abcdef0123456789abcdeg"}}}`, "policy_denied", "", 0},
		{"A05: a digit short", "anna", service + `IS0123456789abcdef0123456789abcde"}}}`, "policy_denied", "", 0},

		{"A07: one's own", "anna", room(`,"identity":"anna"`), "", "anna", 600},
		{"A07: another's", "anna", room(`,"identity":"bob"`), "policy_denied", "", 0},
		{"A07: one's own, written otherwise", "anna", room(`,"identity":"Anna"`), "policy_denied", "", 0},
		{"A07: one that a rule lets him name", key, room(`,"identity":"guest-bob"`), "", "guest-bob", 600},
		{"A07: one that it does not", key, room(`,"identity":"anna"`), "policy_denied", "", 0},
		{"A07: none", key, room(``), "policy_denied", "", 0},

		{"A08: no rule", stranger, room(``), "policy_denied", "", 0},
		{"A08: a grant more", "anna", `{"grants":{"video":{"room":"team-1"},"chat":{}}}`, "policy_denied", "", 0},
		{"A08: another room", "anna", `{"grants":{"video":{"room":"boss"}}}`, "policy_denied", "", 0},
		{"A08: every room", "anna", `{"grants":{"video":{}}}`, "policy_denied", "", 0},
		{"A08: no grant", "anna", `{}`, "policy_denied", "", 0},
		{"A08: an unknown grant", "anna", `{"grants":{"superuser":{}}}`, "malformed_request", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			who := bearer(tt.who)
			if tt.who == "anna" {
				who = as("anna")
			}
			r := f.do("POST", "/v1/token", tt.body, who)
			if tt.code != "" {
				if got := r.problem(t); got != tt.code {
					t.Errorf("got %s, want %s", r.body, tt.code)
				}
				return
			}
			a := readToken(t, r)
			var claims struct {
				Iat, Exp int64
				Grants   struct{ Identity string }
			}
			f.must(json.Unmarshal(tokens.Decode(a.Token).Payload.Data, &claims))
			if claims.Exp-claims.Iat != tt.ttl || claims.Grants.Identity != tt.identity || a.Identity != tt.identity {
				t.Errorf("got %+v, want %q for %ds", claims, tt.identity, tt.ttl)
			}
		})
	}
}

// A04: a clock that jumps while the server runs makes no token longer.
func TestClockJumps(t *testing.T) {
	at := &clock{}
	f := start(t, func(c *server.Config) { c.Now = at.now })
	for _, jump := range []time.Duration{time.Hour, -2 * time.Hour, 24 * 365 * time.Hour} {
		at.add(jump)
		a := readToken(t, f.login("anna", right))
		var claims struct{ Iat, Exp int64 }
		f.must(json.Unmarshal(tokens.Decode(a.Token).Payload.Data, &claims))
		if claims.Exp-claims.Iat != 600 || claims.Iat != at.now().Unix() || strings.Contains(a.ID, " ") {
			t.Errorf("after %v: got %+v", jump, claims)
		}
	}
}
