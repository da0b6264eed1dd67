package server_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/oidc/oidctest"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/strictyaml"
)

// staff lets in those of one issuer, each in the name that the issuer gives him.
const staff = `
profiles:
  team: { grants: { video: { room: daily } } }
rules:
  - { id: staff, match: { issuer: corp }, identity: { from: claim, claim: sub }, allow: { profiles: team } }
`

func parsePolicy(t testing.TB, text string) *policy.Policy {
	t.Helper()
	n, err := strictyaml.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// startStaff is a server that believes an issuer with the key "one".
func startStaff(t *testing.T) (*fixture, *idp, *clock) {
	t.Helper()
	p, at := newIDP(t, "one"), &clock{}
	f := start(t, func(c *server.Config) {
		c.Policy, c.Now = parsePolicy(t, staff), at.now
		p.trust(c)
	})
	return f, p, at
}

// B01 to B04, B08: an ID token at a real issuer's, over HTTP, and what is not one.
func TestIDTokens(t *testing.T) {
	f, p, _ := startStaff(t)
	hs256 := func(secret string) string {
		text := base64.RawURLEncoding.EncodeToString([]byte(oidctest.JSON(doc{"alg": "HS256", "kid": "one", "typ": "JWT"}))) +
			"." + strings.Split(p.Token("one", nil, nil), ".")[1]
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(text))
		return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}
	unsigned := func(alg string) string {
		parts := strings.Split(p.Token("one", nil, nil), ".")
		return base64.RawURLEncoding.EncodeToString([]byte(oidctest.JSON(doc{"alg": alg, "kid": "one"}))) + "." + parts[1] + "."
	}
	twice := func(header, claims string) string {
		return oidctest.Sign("one", header, claims)
	}
	claims := oidctest.JSON(doc{"iss": p.URL, "sub": "anna-1", "aud": "mintmark", "exp": now.Add(time.Hour).Unix()})
	const header = `{"alg":"ES256","kid":"one"}`
	good := p.Token("one", nil, nil)

	tests := []struct{ name, token, reason string }{ // reason "": fine
		{"as it should be", good, ""},
		{"B01: HS256 under the public key", hs256(oidctest.PublicPEM("one")), "alg"},
		{"B01: HS256 under the key's id", hs256("one"), "alg"},
		{"B01: none", unsigned("none"), "alg"},
		{"B01: None", unsigned("None"), "alg"},
		{"B01: no signature", unsigned("ES256"), ""},
		{"B01: an algorithm of another kind of key", unsigned("RS256") + "AA", "signed"},

		{"B02: another issuer", p.Token("one", nil, doc{"iss": "https://evil.example"}), "issuer"},
		{"B02: the issuer with a slash", p.Token("one", nil, doc{"iss": p.URL + "/"}), "issuer"},
		{"B02: no issuer", p.Token("one", nil, doc{"iss": nil}), "issuer"},
		{"B02: another audience", p.Token("one", nil, doc{"aud": "other"}), "aud"},
		{"B02: an audience that begins alike", p.Token("one", nil, doc{"aud": "mintmark-x"}), "aud"},
		{"B02: no audience", p.Token("one", nil, doc{"aud": nil}), "aud"},
		{"B02: no end", p.Token("one", nil, doc{"exp": nil}), "exp"},
		{"B02: over", p.Token("one", nil, doc{"exp": now.Add(-time.Minute).Unix()}), "expired"},
		{"B02: the end as a text", p.Token("one", nil, doc{"exp": "9999999999"}), "exp"},
		{"B02: not yet", p.Token("one", nil, doc{"nbf": now.Add(time.Minute).Unix()}), "not valid yet"},

		{"B03: a stranger's key under a known id", oidctest.Sign("stranger", header, claims), "signed"},
		{"B03: a key that comes along", oidctest.Sign("stranger", oidctest.JSON(doc{"alg": "ES256", "kid": "one", "jwk": oidctest.JWK("stranger")}), claims), "signed"},
		{"B03: a key from somewhere", oidctest.Sign("stranger", oidctest.JSON(doc{"alg": "ES256", "kid": "one", "jku": p.URL + "/jwks"}), claims), "signed"},
		{"B03: a certificate that comes along", oidctest.Sign("stranger", oidctest.JSON(doc{"alg": "ES256", "kid": "one", "x5c": []string{"MA=="}, "x5u": p.URL}), claims), "signed"},
		{"B03: an id that is a path", p.Token("../one", nil, nil), ""},

		{"B08: crit", p.Token("one", doc{"crit": []string{"exp"}}, nil), "crit"},
		{"B08: a claim twice", twice(header, strings.Replace(claims, "{", `{"sub":"root",`, 1)), "duplicate"},
		{"B08: a header's member twice", twice(`{"alg":"none",`+header[1:], claims), "duplicate"},
		{"B08: many values", p.Token("one", nil, doc{"x": make([]int, 4000)}), "more than 2048 values"},
		{"B08: two dots more", good + "..", ""},
		{"B08: blanks", " " + good, ""},
		{"a lone dot", ".", ""},
		{"a token of Twilio's", readToken(t, f.do("POST", "/token", "", bearer(good))).Token, "issuer"},
	}
	var want outcome
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(f.events())
			r := f.do("POST", "/token", "", bearer(tt.token))
			events := f.events()[before:]
			if len(events) != 1 {
				t.Fatalf("got audit rows %+v, want one", events)
			}
			e := events[0]
			if tt.token == good {
				if a := readToken(t, r); a.Identity != "anna-1" || e.Principal != "corp:anna-1" || e.Method != "oidc" || e.Rule != "staff" {
					t.Errorf("got %+v, audited as %+v", a, e)
				}
				return
			}
			if r.StatusCode != http.StatusUnauthorized || r.problem(t) != "invalid_credentials" || !strings.HasPrefix(r.Header.Get("WWW-Authenticate"), "Bearer ") {
				t.Errorf("got %s %v %s", r.Status, r.Header, r.body)
			}
			if want.status == 0 {
				want = anonymous(r)
			}
			if got := anonymous(r); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			if e.Kind != store.LoginFailed || !strings.Contains(e.Reason, tt.reason) || strings.Contains(e.Reason, "eyJ") {
				t.Errorf("got audit row %+v, want a reason about %q", e, tt.reason)
			}
		})
	}
	// No header has room for it: E06 refuses that before anybody reads the token.
	huge := p.Token("one", nil, doc{"x": strings.Repeat("x", 13<<10)})
	if r := f.do("POST", "/token", "", bearer(huge)); r.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("B08: over 16 KiB: got %s %s", r.Status, r.body)
	}
}

// B04: the principal is issuer and sub, whatever else the token says of him: a
// rule for a user of that name is not about him.
func TestIDTokenIsNoUser(t *testing.T) {
	p := newIDP(t, "one")
	f := start(t, func(c *server.Config) {
		c.Policy = parsePolicy(t, `
profiles: { team: { grants: { video: { room: daily } } } }
rules: [ { id: anna, match: { principals: [anna, anna@example.com] }, allow: { profiles: team } } ]
`)
		p.trust(c)
	})
	readToken(t, f.login("anna", right))
	for _, claims := range []doc{
		{"sub": "anna"},
		{"sub": "x", "email": "anna@example.com", "email_verified": true},
		{"sub": "x", "preferred_username": "anna", "name": "anna"},
	} {
		if r := f.do("POST", "/token", "", bearer(p.Token("one", nil, claims))); r.problem(t) != "policy_denied" {
			t.Errorf("%v: got %s", claims, r.body)
		}
	}
}

// B06: tokens with unknown keys, many at once, make a server ask their issuer no
// more than once.
func TestUnknownKeysAreAskedForOnce(t *testing.T) {
	f, p, at := startStaff(t)
	readToken(t, f.do("POST", "/token", "", bearer(p.Token("one", nil, nil))))
	at.add(time.Minute)
	before := p.Fetched()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 25 {
				f.do("POST", "/token", "", bearer(p.Token(fmt.Sprintf("random-%d-%d", i, j), nil, nil)))
			}
		})
	}
	wg.Wait()
	if got := p.Fetched() - before; got != 1 {
		t.Errorf("got %d fetches, want one", got)
	}
}

// B07: while the issuer is down, those whose keys are known go on; others are to
// come again.
func TestIssuerDown(t *testing.T) {
	f, p, at := startStaff(t)
	readToken(t, f.do("POST", "/token", "", bearer(p.Token("one", nil, nil))))
	p.down()
	at.add(time.Minute)
	readToken(t, f.do("POST", "/token", "", bearer(p.Token("one", nil, doc{"sub": "bob-2"}))))
	r := f.do("POST", "/token", "", bearer(p.Token("next", nil, nil)))
	if r.StatusCode != 503 || r.problem(t) != "issuer_unavailable" || r.Header.Get("Retry-After") == "" {
		t.Errorf("got %s %v %s", r.Status, r.Header, r.body)
	}
}

// Without issuers no ID token proves anything.
func TestNoIssuers(t *testing.T) {
	p := newIDP(t, "one")
	f := start(t, nil)
	if r := f.do("POST", "/token", "", bearer(p.Token("one", nil, nil))); r.problem(t) != "invalid_credentials" {
		t.Errorf("got %s", r.body)
	}
	if p.Fetched() != 0 {
		t.Error("an issuer that nobody trusts was asked")
	}
}
