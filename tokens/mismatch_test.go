package tokens_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"mintmark/tokens"
)

func TestFindMistake(t *testing.T) {
	in := func(secret string) string { return encodeWith(t, "HS256", tokens.SecretKey(secret)) }
	relabelled := func(alg string) string { // signed with alg, while the header says HS256
		header := b64(`{"alg":"HS256"}`) + "." + b64(`{}`)
		return header + "." + signatureOf(t, alg, header)
	}
	for _, test := range []struct {
		name, token, given, found string
	}{
		{"line break where it was made", in(secret + "\n"), secret, "and a line break behind it"},
		{"line break here", in(secret), secret + "\n", "given here has white space around it"},
		{"quotes where it was made", in(`"` + secret + `"`), secret, "and quotes around it"},
		{"quotes here", in(secret), `'` + secret + `'`, "given here has quotes around it"},
		{"Python's bytes here", in(secret), "b'" + secret + "'", "given here has quotes around it"},
		{"decoded where it was made", in(string(mustBase64(t, "c3ludGhldGljLWFwaS1rZXk="))), "c3ludGhldGljLWFwaS1rZXk=", "is in base64"},
		{"hexadecimal digits", in("\x01\x23\x45"), "012345", "is in hexadecimal"},
		{"encoded where it was made", in(b64(secret)), secret, "written in base64url"},
		{"another size", relabelled("HS384"), secret, "with HS384, not HS256"},
		{"another size, HS512", relabelled("HS512"), secret, "with HS512, not HS256"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tok := tokens.Decode(test.token)
			got, ok := tokens.FindMistake(tok, tokens.SecretKey(test.given))
			if !ok || !strings.Contains(got.Found, test.found) || got.Fix == "" {
				t.Errorf("got %v %q, %q, want %q", ok, got.Found, got.Fix, test.found)
			}
			v := tokens.Diagnose(tok, tokens.Options{At: now, Key: tokens.SecretKey(test.given)})
			if v.Signature != tokens.SignatureWrong {
				t.Errorf("got %v, want the signature wrong all the same", v.Signature)
			}
		})
	}
	if got, ok := tokens.FindMistake(tokens.Decode(in("something else")), tokens.SecretKey(secret)); ok {
		t.Errorf("got %q for a secret that has nothing to do with it", got.Found)
	}
}

// signatureOf is the signature of a text under [secret].
func signatureOf(t *testing.T, alg, input string) string {
	t.Helper()
	signature, err := jwt.GetSigningMethod(alg).Sign(input, []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(signature)
}

func mustBase64(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A secret that is not clean is no fault of the token.
func TestSecretIsToBlame(t *testing.T) {
	token := tokens.Decode(mustSign(t, good()))
	for _, test := range []struct{ name, secret, rule, headline, fix string }{
		{"white space", secret + " ", "secret-form", "Twilio will most likely take this token, but the secret given here has white space around it; without, the signature matches", "Trim the secret here"},
		{"quotes", `"` + secret + `"`, "secret-form", "Twilio will most likely take this token, but the secret given here has quotes around it; without, the signature matches", "Take the quotes off here"},
		{"the auth token", authToken, "signature-mismatch", "This secret cannot tell whether the token is good: it is what looks like the account's auth token", "Check it with the secret of the API key"},
		{"a SID", apiKey, "signature-mismatch", "This secret cannot tell whether the token is good: it is an API key SID", "Check it with the secret of the API key"},
		{"another", strings.Repeat("x", 32), "signature-mismatch", "Twilio will refuse this token: its signature was not made with this secret", "Sign with the secret of the API key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := tokens.Diagnose(token, tokens.Options{At: now, Key: tokens.SecretKey(test.secret)})
			if got := rulesFound(v); len(got) != 1 || got[0] != test.rule || v.Signature != tokens.SignatureWrong {
				t.Errorf("got %v, %v, want %s", got, v.Signature, test.rule)
			}
			if !strings.HasPrefix(v.Headline, test.headline) || !strings.HasPrefix(v.Detail, test.fix) {
				t.Errorf("got %q, %q, want %q, %q", v.Headline, v.Detail, test.headline, test.fix)
			}
		})
	}
}
