package oidc_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/oidc"
	"mintmark/app/internal/oidc/oidctest"
	"mintmark/tokens"
)

// B01, B03: every algorithm that may be used, with its kind of key.
func TestAlgorithms(t *testing.T) {
	p := newIDP(t, "rsa", "p256", "p384", "p521", "ed")
	v, _ := p.verifier()
	for alg, kid := range map[string]string{
		"RS256": "rsa", "RS384": "rsa", "RS512": "rsa", "PS256": "rsa", "PS384": "rsa", "PS512": "rsa",
		"ES256": "p256", "ES384": "p384", "ES512": "p521", "EdDSA": "ed",
	} {
		t.Run(alg, func(t *testing.T) {
			who, err := v.Verify(t.Context(), p.token(kid, alg, nil, nil))
			if err != nil || who.Name() != "corp:anna-1" {
				t.Errorf("got %+v, %v", who, err)
			}
		})
	}
	if got := p.Fetched(); got != 1 {
		t.Errorf("got %d fetches, want 1", got)
	}
}

// B04: the principal is issuer and sub; what else the token says is told apart.
func TestSubject(t *testing.T) {
	p := newIDP(t, "rsa")
	v, _ := p.verifier()
	tests := []struct {
		name   string
		claims doc
		groups []string
		texts  map[string]string // beside iss, sub and aud
	}{
		{"least", nil, nil, nil},
		{"groups", doc{"groups": []string{"staff", "é"}}, []string{"staff", "é"}, nil},
		{"one group", doc{"groups": "staff"}, []string{"staff"}, map[string]string{"groups": "staff"}},
		{"no groups", doc{"groups": []string{}}, nil, nil},
		{"name", doc{"preferred_username": "anna", "n": 1}, nil, map[string]string{"preferred_username": "anna"}},
		{"e-mail", doc{"email": "anna@example.com", "email_verified": true}, nil, map[string]string{"email": "anna@example.com"}},
		{"e-mail, text", doc{"email": "anna@example.com", "email_verified": "true"}, nil,
			map[string]string{"email": "anna@example.com", "email_verified": "true"}},
		{"e-mail not verified", doc{"email": "boss@example.com", "email_verified": false}, nil, nil},
		{"e-mail, nothing said", doc{"email": "boss@example.com"}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := oidc.Subject{Issuer: "corp", ID: "anna-1", Groups: tt.groups,
				Claims: map[string]string{"iss": p.URL, "sub": "anna-1", "aud": "mintmark"}}
			for name, text := range tt.texts {
				want.Claims[name] = text
			}
			got, err := v.Verify(t.Context(), p.token("rsa", "RS256", nil, tt.claims))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

func TestGroupsPath(t *testing.T) {
	p := newIDP(t, "rsa")
	v, _ := p.verifier(func(i *oidc.Issuer) { i.GroupsClaim = "realm_access.roles" })
	for name, claims := range map[string]doc{
		"path": {"realm_access": doc{"roles": []string{"staff"}}},
		"name": {"realm_access.roles": "staff", "realm_access": doc{"roles": []string{"admin"}}},
	} {
		got, err := v.Verify(t.Context(), p.token("rsa", "RS256", nil, claims))
		if err != nil || !reflect.DeepEqual(got.Groups, []string{"staff"}) {
			t.Errorf("%s: got %q, %v", name, got.Groups, err)
		}
	}
}

// B02: exact iss, aud, exp required; and whatever else ends or delays a token.
func TestClaims(t *testing.T) {
	at := func(d time.Duration) int64 { return now.Add(d).Unix() }
	const leeway = 30 * time.Second
	p := newIDP(t, "rsa")
	v, _ := p.verifier()
	tests := []struct {
		name   string
		claims doc
		want   string // in the error; "" if the token is fine
	}{
		{"iss with a slash", doc{"iss": p.URL + "/"}, "issuer"},
		{"iss in another case", doc{"iss": strings.ToUpper(p.URL)}, "issuer"},
		{"iss of another", doc{"iss": "https://idp.example.com"}, "issuer"},
		{"iss is the name", doc{"iss": "corp"}, "issuer"},
		{"no iss", doc{"iss": nil}, "issuer"},
		{"iss is a list", doc{"iss": []string{p.URL}}, "issuer"},
		{"no aud", doc{"aud": nil}, "aud"},
		{"aud of another", doc{"aud": "other"}, "aud"},
		{"aud in another case", doc{"aud": "Mintmark"}, "aud"},
		{"aud with more", doc{"aud": "mintmark "}, "aud"},
		{"aud empty", doc{"aud": []string{}}, "aud"},
		{"aud has a number", doc{"aud": []any{"mintmark", 1}, "azp": "mintmark"}, "aud"},
		{"aud is an object", doc{"aud": doc{"mintmark": true}}, "aud"},
		{"aud is a list", doc{"aud": []string{"mintmark"}}, ""},
		{"aud is our second", doc{"aud": "mintmark-ios"}, ""},
		{"several aud, azp ours", doc{"aud": []string{"other", "mintmark"}, "azp": "mintmark"}, ""},
		{"several aud, no azp", doc{"aud": []string{"other", "mintmark"}}, "azp"},
		{"several aud, azp of another", doc{"aud": []string{"other", "mintmark"}, "azp": "other"}, "azp"},
		{"one aud, azp of another", doc{"azp": "android"}, ""},
		{"no exp", doc{"exp": nil}, "no exp"},
		{"exp is a text", doc{"exp": "9999999999"}, "exp"},
		{"exp is null", doc{"exp": json.RawMessage("null")}, "exp"},
		{"exp is huge", doc{"exp": json.RawMessage("1e308")}, "exp"},
		{"exp beyond the calendar", doc{"exp": int64(1) << 60}, "exp"},
		{"exp with a fraction", doc{"exp": float64(at(time.Hour)) + 0.5}, ""},
		{"expired", doc{"exp": at(-leeway)}, "expired"},
		{"expired within the leeway", doc{"exp": at(-leeway + time.Second)}, ""},
		{"exp is zero", doc{"exp": 0}, "expired"},
		{"exp is negative", doc{"exp": -1}, "expired"},
		{"nbf now", doc{"nbf": at(0)}, ""},
		{"nbf within the leeway", doc{"nbf": at(leeway)}, ""},
		{"nbf later", doc{"nbf": at(leeway + time.Second)}, "not valid yet"},
		{"nbf is a text", doc{"nbf": "0"}, "nbf"},
		{"no iat", doc{"iat": nil}, ""},
		{"iat later", doc{"iat": at(leeway + time.Second)}, "future"},
		{"iat is a list", doc{"iat": []int{1}}, "iat"},
		{"no sub", doc{"sub": nil}, "sub"},
		{"sub is empty", doc{"sub": ""}, "sub"},
		{"sub is a number", doc{"sub": 7}, "sub"},
		{"sub is long", doc{"sub": strings.Repeat("x", 256)}, "sub"},
		{"sub is longest", doc{"sub": strings.Repeat("x", 255)}, ""},
		{"sub with a line break", doc{"sub": "anna\nlevel=ERROR"}, "sub"},
		{"sub that turns the text", doc{"sub": "\u202eanna"}, "sub"},
		{"sub with a letter without a form", doc{"sub": "anna\u3164"}, "sub"},
		{"groups is a number", doc{"groups": 7}, "groups"},
		{"groups has a number", doc{"groups": []any{"staff", 7}}, "groups"},
		{"groups elsewhere", doc{"_claim_names": doc{"groups": "src1"}, "_claim_sources": doc{"src1": doc{"endpoint": p.URL}}}, "groups"},
		{"groups elsewhere, and nowhere", doc{"_claim_names": doc{"groups": "src1"}}, "claims"},
		{"groups elsewhere, as Entra ID says without room for more", doc{"hasgroups": true}, "groups"},
		{"groups elsewhere, as a text", doc{"hasgroups": "true"}, "groups"},
		{"groups in it after all", doc{"hasgroups": true, "groups": []string{"staff"}}, ""},
		{"log-out token", doc{"events": doc{"http://schemas.openid.net/event/backchannel-logout": doc{}}}, "logging out"},
		{"nonce is a number", doc{"nonce": 1}, "claims"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantRefused(t, v, p.token("rsa", "RS256", nil, tt.claims), tt.want)
		})
	}
}

// wantRefused wants an error about something; "" for none.
func wantRefused(t *testing.T, v *oidc.Verifier, token, want string) {
	t.Helper()
	who, err := v.Verify(t.Context(), token)
	if want == "" {
		if err != nil {
			t.Errorf("got %v", err)
		}
		return
	}
	if !errors.Is(err, oidc.ErrToken) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %+v, %v, want a refusal about %q", who, err, want)
	}
}

// B01: a public key is no secret, unsigned is not signed, and the list is the
// issuer's own.
func TestAlgorithmConfusion(t *testing.T) {
	p := newIDP(t, "rsa", "p256")
	oct := map[string]any{"kty": "oct", "kid": "oct", "k": base64.RawURLEncoding.EncodeToString([]byte("a secret of thirty-two bytes !!!"))}
	p.SetKeys(oidctest.JWK("rsa"), oidctest.JWK("p256"), oct)
	v, _ := p.verifier()
	only, _ := p.verifier(func(i *oidc.Issuer) { i.Algorithms = []string{"ES256"} })
	payload := string(must(json.Marshal(p.Claims())))
	good := p.token("rsa", "RS256", nil, nil)
	hs := func(header, secret string) string {
		return must(tokens.Encode([]byte(header), []byte(payload), tokens.SecretKey(secret)))
	}
	b64 := base64.RawURLEncoding.EncodeToString
	tests := []struct {
		name, token, want string // want: in the error
		v                 *oidc.Verifier
	}{
		{"HS256 under the set's own secret", hs(`{"alg":"HS256","kid":"oct"}`, "a secret of thirty-two bytes !!!"), "alg", v},
		{"HS256 under the modulus", hs(`{"alg":"HS256","kid":"rsa"}`, oidctest.JWK("rsa")["n"].(string)), "alg", v},
		{"none", b64([]byte(`{"alg":"none","kid":"rsa"}`)) + "." + b64([]byte(payload)) + ".", "refused", v},
		{"None with a signature", b64([]byte(`{"alg":"None","kid":"rsa"}`)) + "." + b64([]byte(payload)) + ".AAAA", "alg", v},
		{"no alg", b64([]byte(`{"kid":"rsa"}`)) + "." + b64([]byte(payload)) + ".AAAA", "alg", v},
		{"alg is a list", b64([]byte(`{"alg":["RS256"],"kid":"rsa"}`)) + "." + b64([]byte(payload)) + ".AAAA", "alg", v},
		{"alg in another case", strings.Replace(good, b64([]byte(`{"alg":"RS256"`)), b64([]byte(`{"alg":"rs256"`)), 1), "alg", v},
		{"another kind of key", p.token("rsa", "RS256", doc{"kid": "p256"}, nil), "no key", v},
		{"the oct key for RS256", p.token("rsa", "RS256", doc{"kid": "oct"}, nil), "no such key", v},
		{"not on the issuer's list", good, "alg", only},
		{"on the issuer's list", p.token("p256", "ES256", nil, nil), "", only},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantRefused(t, tt.v, tt.token, tt.want)
		})
	}
}

// B03: what a token says about keys beside its kid is not looked at.
func TestKeysThatATokenBrings(t *testing.T) {
	p := newIDP(t, "rsa", "p256")
	evil := newIDP(t, "rsa2")
	v, _ := p.verifier()
	mine := oidctest.JWK("rsa2")
	mine["kid"] = "rsa"
	for name, header := range map[string]doc{
		"jwk":                {"jwk": mine, "kid": "rsa"},
		"jku":                {"jku": evil.URL + "/jwks", "kid": "rsa2"},
		"x5u":                {"x5u": evil.URL + "/cert", "kid": "rsa2"},
		"x5c":                {"x5c": []string{"MIIB"}, "kid": "rsa"},
		"kid that is a URL":  {"kid": evil.URL + "/jwks"},
		"kid that is a path": {"kid": "../../../../dev/null"},
		"no kid":             {"kid": nil},
		"empty kid":          {"kid": ""},
		"kid is a number":    {"kid": 1},
		"kid is null":        {"kid": json.RawMessage("null")},
		"another kid":        {"kid": "p256"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := v.Verify(t.Context(), p.token("rsa2", "RS256", header, doc{"iat": nil})); !errors.Is(err, oidc.ErrToken) {
				t.Errorf("got %v, want ErrToken", err)
			}
		})
	}
	wantRefused(t, v, p.token("rsa", "RS256", doc{"jku": evil.URL + "/jwks", "x5u": evil.URL + "/cert", "jwk": mine}, nil), "")
	if got := evil.Fetched(); got != 0 {
		t.Errorf("the attacker's keys were fetched %d times", got)
	}
}

// B03: a kid belongs to one issuer.
func TestIssuersKeepTheirKeys(t *testing.T) {
	one, two := newIDP(t, "rsa"), newIDP(t, "rsa2")
	two.SetKeys(func() map[string]any { k := oidctest.JWK("rsa2"); k["kid"] = "rsa"; return k }())
	v, err := oidc.New(oidc.Config{Now: func() time.Time { return now }, Issuers: []oidc.Issuer{
		{Name: "one", URL: one.URL, Audience: []string{"mintmark"}},
		{Name: "two", URL: two.URL, Audience: []string{"mintmark"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	wantRefused(t, v, one.token("rsa", "RS256", nil, nil), "")
	wantRefused(t, v, two.token("rsa2", "RS256", doc{"kid": "rsa"}, nil), "")
	wantRefused(t, v, one.token("rsa2", "RS256", doc{"kid": "rsa"}, nil), "no key")
	wantRefused(t, v, two.token("rsa", "RS256", nil, nil), "no key")
}

// B08: one way only to read it.
func TestMalformed(t *testing.T) {
	p := newIDP(t, "rsa")
	v, _ := p.verifier()
	good := p.token("rsa", "RS256", nil, nil)
	header, payload := `{"alg":"RS256","kid":"rsa"}`, string(must(json.Marshal(p.Claims())))
	raw := func(header, payload string) string { return rawToken(good, header, payload) }
	tests := map[string]string{
		"empty":                 "",
		"a word":                "x",
		"two parts":             good[:strings.LastIndexByte(good, '.')],
		"four parts":            good + ".x",
		"five parts":            good + ".x.x",
		"wrapped":               "Bearer " + good,
		"quoted":                `"` + good + `"`,
		"space behind":          good + " ",
		"line break inside":     good[:40] + "\n" + good[40:],
		"padding":               good + "=",
		"two":                   good + "," + good,
		"header twice":          raw(`{"alg":"RS256","kid":"rsa","alg":"RS256"}`, payload),
		"header twice, escaped": raw(`{"alg":"RS256","kid":"rsa","\u0061lg":"HS256"}`, payload),
		"claim twice":           raw(header, payload[:len(payload)-1]+`,"sub":"boss"}`),
		"claim twice, deep":     raw(header, payload[:len(payload)-1]+`,"x":[{"a":1,"a":2}]}`),
		"crit":                  raw(`{"alg":"RS256","kid":"rsa","crit":["exp"]}`, payload),
		"crit, empty":           raw(`{"alg":"RS256","kid":"rsa","crit":[]}`, payload),
		"b64":                   raw(`{"alg":"RS256","kid":"rsa","b64":true}`, payload),
		"access token":          raw(`{"alg":"RS256","kid":"rsa","typ":"at+jwt"}`, payload),
		"log-out token":         raw(`{"alg":"RS256","kid":"rsa","typ":"logout+jwt"}`, payload),
		"typ is a number":       raw(`{"alg":"RS256","kid":"rsa","typ":1}`, payload),
		"header is a list":      raw(`[]`, payload),
		"payload is a list":     raw(header, `[]`),
		"payload is null":       raw(header, `null`),
		"payload is half":       raw(header, payload[:len(payload)-1]),
		"payload and more":      raw(header, payload+"x"),
		"payload not UTF-8":     raw(header, payload[:len(payload)-1]+",\"x\":\"\xff\"}"),
		"encrypted":             raw(`{"alg":"RSA-OAEP","enc":"A256GCM"}`, payload) + ".x.x",
		"over 16 KiB":           p.token("rsa", "RS256", nil, doc{"x": strings.Repeat("x", 12<<10)}),
		"1 MiB":                 strings.Repeat("x", 1<<20),
		"many values":           raw(header, payload[:len(payload)-1]+`,"x":[0`+strings.Repeat(",0", 2048)+`]}`),
		"many in the header":    raw(`{"alg":"RS256","kid":"rsa","x":[0`+strings.Repeat(",0", 2048)+`]}`, payload),
	}
	for name, token := range tests {
		t.Run(name, func(t *testing.T) { wantRefused(t, v, token, "refused") })
	}
	wantRefused(t, v, good, "")
	wantRefused(t, v, p.token("rsa", "RS256", nil, doc{"x": strings.Repeat("x", 11<<10)}), "")
	wantRefused(t, v, p.token("rsa", "RS256", nil, doc{"groups": slices.Repeat([]string{"248289761001"}, 700)}), "")
}

// rawToken puts other texts into a token, signed as if they were fine: what is
// wrong with them is to be seen without its signature.
func rawToken(good, header, payload string) string {
	b64 := base64.RawURLEncoding.EncodeToString
	return b64([]byte(header)) + "." + b64([]byte(payload)) + good[strings.LastIndexByte(good, '.'):]
}

// One bit of the signature, one of what is signed.
func TestSignature(t *testing.T) {
	p := newIDP(t, "p256")
	v, _ := p.verifier()
	good := p.token("p256", "ES256", nil, nil)
	parts := strings.Split(good, ".")
	sig := must(base64.RawURLEncoding.DecodeString(parts[2]))
	sig[7] ^= 1
	wantRefused(t, v, parts[0]+"."+parts[1]+"."+base64.RawURLEncoding.EncodeToString(sig), "no key")
	wantRefused(t, v, rawToken(good, `{"alg":"ES256","kid":"p256"}`, string(must(json.Marshal(p.Claims().With(doc{"sub": "boss"}))))), "no key")
	wantRefused(t, v, parts[0]+"."+parts[1]+"."+base64.RawURLEncoding.EncodeToString(make([]byte, 64)), "no key")
	wantRefused(t, v, parts[0]+"."+parts[1]+".", "refused")
}

// Who is refused is told apart from who he says he is.
func TestRefusedSubject(t *testing.T) {
	p := newIDP(t, "rsa", "p256")
	v, _ := p.verifier()
	who, err := v.Verify(t.Context(), p.token("rsa", "RS256", nil, doc{"exp": 1}))
	if !errors.Is(err, oidc.ErrToken) || who.Name() != "corp:anna-1" {
		t.Errorf("expired: got %q, %v", who.Name(), err)
	}
	who, err = v.Verify(t.Context(), p.token("rsa2", "RS256", doc{"kid": "rsa"}, doc{"exp": 1}))
	if !errors.Is(err, oidc.ErrToken) || who.ID != "" || who.Issuer != "" {
		t.Errorf("forged: got %+v, %v", who, err)
	}
}

func TestVerifyHeedsTheContext(t *testing.T) {
	p := newIDP(t, "rsa")
	hold := make(chan struct{})
	p.Set(func() { p.Hold = hold })
	v, _ := p.verifier()
	t.Cleanup(func() { close(hold) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Verify(ctx, p.token("rsa", "RS256", nil, nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// No other text than a token that was signed is one.
func FuzzVerify(f *testing.F) {
	p := newIDP(f, "rsa", "p256", "ed")
	v, _ := p.verifier()
	good := map[string]bool{}
	for kid, alg := range map[string]string{"rsa": "RS256", "p256": "ES256", "ed": "EdDSA"} {
		token := p.token(kid, alg, nil, nil)
		good[token] = true
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		who, err := v.Verify(t.Context(), token)
		if (err == nil) != good[token] {
			t.Errorf("got %+v, %v", who, err)
		}
		if err != nil && len(token) > 20 && strings.Contains(err.Error(), token) {
			t.Errorf("the token is in %v", err)
		}
	})
}
