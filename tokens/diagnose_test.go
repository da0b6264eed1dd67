package tokens_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

func rulesFound(v tokens.Verdict) []string {
	var ids []string
	for _, f := range v.Findings {
		ids = append(ids, f.Rule)
	}
	return ids
}

// The legacy tokens have nothing against them either, by their own rules.
func TestNothingSpeaksAgainstOtherKinds(t *testing.T) {
	for name, token := range map[string]string{
		"client capability": goodCapability(t), "TaskRouter capability": goodTaskRouter(t), "client validation": goodValidation(t),
		"another issuer's": encode(t, `{"alg":"HS256"}`, `{"iss":"https://id.example.com","exp":1800000000}`),
	} {
		v := tokens.Diagnose(tokens.Decode(token), tokens.Options{At: now, AnyKind: true})
		if got := rulesFound(v); len(got) > 0 {
			t.Errorf("%s: got %v, want nothing", name, got)
		}
	}
}

// The same token, just on the right side of each limit.
func TestNothingSpeaksAgainst(t *testing.T) {
	for name, edit := range map[string]func(*tokens.AccessToken){
		"as it is":             func(*tokens.AccessToken) {},
		"24 hours":             func(a *tokens.AccessToken) { a.TTL = tokens.MaxTTL },
		"one second left":      func(a *tokens.AccessToken) { a.TTL = time.Second },
		"nbf before":           func(a *tokens.AccessToken) { a.NotBefore = now.Add(-time.Second) },
		"identity of 128":      func(a *tokens.AccessToken) { a.Identity = strings.Repeat("é", 64) },
		"identity of any kind": func(a *tokens.AccessToken) { a.Identity = "a\tb <c@d>" },
		"region of its own":    func(a *tokens.AccessToken) { a.Region = "us1" },
		"sync in a region": func(a *tokens.AccessToken) {
			a.Region, a.Grants = "ie1", []tokens.Grant{&tokens.Sync{ServiceSID: "default"}}
		},
		"default sync service":  func(a *tokens.AccessToken) { a.Grants = []tokens.Grant{&tokens.Sync{ServiceSID: "default"}} },
		"task router":           func(a *tokens.AccessToken) { a.Grants = []tokens.Grant{&tokens.TaskRouter{WorkspaceSID: workspace}} },
		"any room of the world": func(a *tokens.AccessToken) { a.Grants = []tokens.Grant{&tokens.Video{}} },
	} {
		t.Run(name, func(t *testing.T) {
			a := good()
			edit(a)
			v := tokens.Diagnose(tokens.Decode(mustSign(t, a)), tokens.Options{At: now, Key: tokens.SecretKey(secret)})
			if got := rulesFound(v); len(got) > 0 || v.Refused || v.Signature != tokens.SignatureMatches {
				t.Errorf("got %v, %v, want nothing", got, v.Headline)
			}
		})
	}
}

// A minted token is never one that the diagnosis refuses: one truth, not two.
func TestSignAndDiagnoseAgree(t *testing.T) {
	a := good()
	a.Grants = everyGrant()
	v := tokens.Diagnose(tokens.Decode(mustSign(t, a)), tokens.Options{At: now, Key: tokens.SecretKey(secret)})
	if v.Refused {
		t.Errorf("got %s", v.Headline)
	}
}

func TestDiagnoseInTime(t *testing.T) {
	a := good() // good from now for an hour
	a.NotBefore = now.Add(-time.Hour)
	token := tokens.Decode(mustSign(t, a))
	for _, test := range []struct {
		name       string
		at, leeway time.Duration
		want       string
	}{
		{"now", 0, 0, ""},
		{"last second", time.Hour - time.Second, 0, ""},
		{"the second of exp", time.Hour, 0, "exp-past"},
		{"within leeway", time.Hour + 29*time.Second, 30 * time.Second, ""},
		{"leeway over", time.Hour + 30*time.Second, 30 * time.Second, "exp-past"},
		{"a minute before its issue", -time.Minute, 0, "iat-future"},
		{"before its issue, within leeway", -time.Minute, time.Minute, ""},
		{"before nbf", -time.Hour - time.Second, 0, "nbf-future iat-future"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := tokens.Diagnose(token, tokens.Options{At: now.Add(test.at), Leeway: test.leeway})
			if got := strings.Join(rulesFound(v), " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestVerdictOfDocsTokens(t *testing.T) {
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name, token, headline, rules string
	}{
		{"video", docsVideo, "Twilio will refuse this token: it expired 5 years ago", "exp-past jti-second nbf-now"},
		{"chat", docsChat, "Twilio will refuse this token: its issuer is a placeholder, SKxxxx…xxxx", "iss sub exp-past field-sid grant-retired jti-second nbf-now"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := tokens.Diagnose(tokens.Decode(test.token), tokens.Options{At: at})
			if v.Headline != test.headline {
				t.Errorf("got %q, want %q", v.Headline, test.headline)
			}
			if got := strings.Join(rulesFound(v), " "); got != test.rules {
				t.Errorf("got %q, want %q", got, test.rules)
			}
			if v.Signature != tokens.SignatureUnchecked {
				t.Errorf("got signature %v, want it unchecked", v.Signature)
			}
		})
	}
}

func TestDiagnoseWrongKeyLeavesClaimsAlone(t *testing.T) {
	v := tokens.Diagnose(tokens.Decode(mustSign(t, good())), tokens.Options{At: now, Key: tokens.SecretKey("another")})
	if got := rulesFound(v); !slices.Equal(got, []string{"signature-mismatch"}) || v.Signature != tokens.SignatureWrong {
		t.Errorf("got %v, %v, want the signature alone", got, v.Signature)
	}
	if lead := v.Lead(); lead == nil || lead.Codes[0] != 20107 {
		t.Errorf("got lead %v, want 20107", lead)
	}
}

// A verdict says why a key that is there could not tell.
func TestUnchecked(t *testing.T) {
	signed := mustSign(t, good())
	cut := signed[:strings.LastIndex(signed, ".")+1]
	key := tokens.SecretKey(secret)
	for _, test := range []struct {
		name, text string
		key        tokens.Key
		want       string
	}{
		{"no key", signed, tokens.Key{}, ""},
		{"right", signed, key, ""},
		{"no signature", cut, key, "there is no signature: the third part is empty"},
		{"no signature and no key", cut, tokens.Key{}, "there is no signature: the third part is empty"},
		{"two parts", cut[:len(cut)-1], key, "token is malformed: it has two parts; the signature is missing"},
		{"a part more", signed + ".x", key, "token is malformed: it has four parts; a token has three"},
		{"another algorithm", goodValidation(t), key, "algorithm does not fit the key: the header asks for RS256, this is a secret of 32 bytes"},
		{"payload that is none", encode(t, `{"alg":"HS256"}`, `null`), key, "the header or the payload cannot be read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := tokens.Diagnose(tokens.Decode(test.text), tokens.Options{At: now, Key: test.key})
			if got := v.Unchecked; !strings.HasPrefix(got, test.want) || (got == "") != (test.want == "") {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if v.Unchecked != "" && v.Signature != tokens.SignatureUnchecked {
				t.Errorf("got signature %v, want it not checked", v.Signature)
			}
		})
	}
}

func TestVerdictCountsDown(t *testing.T) {
	for _, test := range []struct {
		ttl  time.Duration
		want string
	}{
		{time.Hour, "It is good for another hour. "},
		{time.Second, "It is good for another second. "},
		{2 * time.Hour, "It is good for another 2 hours. "},
		{time.Hour + time.Minute, "It is good for another 1 hour 1 minute. "},
	} {
		a := good()
		a.TTL = test.ttl
		v := tokens.Diagnose(tokens.Decode(mustSign(t, a)), tokens.Options{At: now})
		if !strings.HasPrefix(v.Detail, test.want) {
			t.Errorf("got %q, want %q", v.Detail, test.want)
		}
	}
	rsa := tokens.Diagnose(tokens.Decode(goodValidation(t)), tokens.Options{At: now, AnyKind: true})
	if want := "Nothing speaks against this token, as far as can be seen without the key"; rsa.Headline != want {
		t.Errorf("got %q, want %q", rsa.Headline, want)
	}
}

// A verdict as of another moment is that of a new diagnosis then, without the
// search for what may have gone wrong with the secret.
func TestVerdictAt(t *testing.T) {
	signed, err := good().Sign(secret)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"good": signed, "from the docs": docsVideo, "broken": signed[:100], "nothing": "", "no signature": signed[:strings.LastIndexByte(signed, '.')+1]} {
		for keyName, key := range map[string]tokens.Key{"no key": {}, "its key": tokens.SecretKey(secret), "another": tokens.SecretKey("0123456789abcdef0123456789abcdef")} {
			tok := tokens.Decode(text)
			options := tokens.Options{At: now, Key: key}
			first := tokens.Diagnose(tok, options)
			for _, later := range []time.Duration{0, time.Minute, 2 * time.Hour, -time.Hour} {
				options.At = now.Add(later)
				want, _ := json.Marshal(tokens.Diagnose(tok, options))
				if got, _ := json.Marshal(first.At(options.At)); !bytes.Equal(got, want) {
					t.Errorf("%s, %s, %v later: got %s, want %s", name, keyName, later, got, want)
				}
			}
		}
	}
	tok, options := tokens.Decode(signed), tokens.Options{At: now, Key: tokens.SecretKey("another")}
	v := tokens.Diagnose(tok, options)
	again := testing.AllocsPerRun(10, func() { v.At(now) })
	if anew := testing.AllocsPerRun(10, func() { tokens.Diagnose(tok, options) }); again > anew/2 {
		t.Errorf("got %.0f allocations, of %.0f for a new diagnosis", again, anew)
	}
}
