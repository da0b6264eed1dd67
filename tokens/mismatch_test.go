package tokens_test

import (
	"encoding/base64"
	"encoding/hex"
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
		{"base64 here", in(secret), base64.StdEncoding.EncodeToString([]byte(secret)), "the secret given here is written in base64; decoded, the signature matches"},
		{"quoted base64 here", in(secret), `"` + base64.StdEncoding.EncodeToString([]byte(secret)) + `"`, "the secret given here is written in base64"},
		{"hexadecimal here", in(secret), hex.EncodeToString([]byte(secret)), "the secret given here is written in hexadecimal"},
		{"base64 of an auth token here", in(authToken), base64.StdEncoding.EncodeToString([]byte(authToken)), "the secret given here is written in base64"},
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
			if matches := v.Signature == tokens.SignatureMatches; matches != got.Here {
				t.Errorf("got %v, want it right where the secret given here is at fault", v.Signature)
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

// A secret that is not clean is no fault of the token, and neither is one that
// belongs to another key.
func TestSecretIsToBlame(t *testing.T) {
	token := tokens.Decode(mustSign(t, good()))
	encoded := base64.StdEncoding.EncodeToString([]byte(secret))
	for _, test := range []struct{ name, secret, rule, headline, fix string }{
		{"base64", encoded, "secret-form", "Twilio will most likely take this token, but the secret given here is written in base64", "Decode the secret here"},
		{"white space", secret + " ", "secret-form", "Twilio will most likely take this token, but the secret given here has white space around it; without, the signature matches", "Trim the secret here"},
		{"quotes", `"` + secret + `"`, "secret-form", "Twilio will most likely take this token, but the secret given here has quotes around it; without, the signature matches", "Take the quotes off here"},
		{"the auth token", authToken, "signature-mismatch", "This secret cannot tell whether the token is good: it is what looks like the account's auth token", "Check it with the secret of API key SKfedc…3210"},
		{"a SID", apiKey, "signature-mismatch", "This secret cannot tell whether the token is good: it is an API key SID", "Check it with the secret of API key SKfedc…3210"},
		{"another", strings.Repeat("x", 32), "signature-mismatch", "This secret did not sign the token", "Look whether this is the secret of API key SKfedc…3210. If it is, the token was signed with another"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := tokens.Diagnose(token, tokens.Options{At: now, Key: tokens.SecretKey(test.secret)})
			if got := rulesFound(v); len(got) != 1 || got[0] != test.rule || (v.Signature == tokens.SignatureMatches) != (test.rule == "secret-form") || v.Refused == (test.rule == "secret-form") {
				t.Errorf("got %v, %v, want %s", got, v.Signature, test.rule)
			}
			if !strings.HasPrefix(v.Headline, test.headline) || !strings.HasPrefix(v.Detail, test.fix) {
				t.Errorf("got %q, %q, want %q, %q", v.Headline, v.Detail, test.headline, test.fix)
			}
		})
	}
}

// A signature that another key at hand made is said to be of that.
func TestOtherKeySigned(t *testing.T) {
	token := tokens.Decode(signedWithAuthToken(t))
	o := tokens.Options{At: now, Key: tokens.SecretKey(secret), Others: []tokens.OtherKey{
		{Name: "the secret of another API key", Key: tokens.SecretKey(strings.Repeat("x", 32))},
		{Name: "the account's auth token", Key: tokens.SecretKey(authToken)},
	}}
	v := tokens.Diagnose(token, o)
	want := "Twilio will refuse this token: it was signed with the account's auth token, not the secret of API key SKfedc…3210"
	if got := rulesFound(v); len(got) != 1 || got[0] != "secret-kind" || v.Headline != want || v.Signature != tokens.SignatureWrong {
		t.Errorf("got %v, %q, %v, want %q", got, v.Headline, v.Signature, want)
	}
	o.Others = o.Others[:1]
	if v := tokens.Diagnose(token, o); rulesFound(v)[0] != "signature-mismatch" {
		t.Errorf("got %q, want no word of a key that did not sign", v.Headline)
	}
}

// A slip in the wrong kind of secret does not hide that it is the wrong kind.
func TestUncleanSecretOfTheWrongKind(t *testing.T) {
	v := tokens.Diagnose(tokens.Decode(signedWithAuthToken(t)), tokens.Options{At: now, Key: tokens.SecretKey(authToken + "\n")})
	if got := strings.Join(rulesFound(v), " "); got != "secret-kind secret-form" || !v.Refused {
		t.Errorf("got %s, %q, want both said of it, and the token refused", got, v.Headline)
	}
}
