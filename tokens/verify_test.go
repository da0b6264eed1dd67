package tokens_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mintmark/tokens"
)

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func TestVerify(t *testing.T) {
	signed := mustSign(t, good())
	parts := strings.Split(signed, ".")
	key := tokens.SecretKey(secret)
	header := func(h string) string { return b64(h) + "." + parts[1] + "." + parts[2] }

	for _, test := range []struct {
		name, token string
		key         tokens.Key
		want        error
	}{
		{"right", signed, key, nil},
		{"expired, and still right", encode(t, `{"alg":"HS256"}`, `{"exp":1}`), key, nil},
		{"HS384", encode(t, `{"alg":"HS384"}`, `{}`), key, nil},
		{"HS512", encode(t, `{"alg":"HS512"}`, `{}`), key, nil},
		{"payload that is no JSON", encode(t, `{"alg":"HS256"}`, `hello`), key, nil},
		{"another secret", signed, tokens.SecretKey(secret + " "), tokens.ErrSignature},
		{"another payload", parts[0] + "." + b64(`{}`) + "." + parts[2], key, tokens.ErrSignature},
		{"another header", header(`{"alg":"HS256"}`), key, tokens.ErrSignature},
		{"no signature", parts[0] + "." + parts[1] + ".", key, tokens.ErrSignature},
		{"two parts", parts[0] + "." + parts[1], key, tokens.ErrMalformed},
		{"no key", signed, tokens.Key{}, tokens.ErrNoKey},
		{"empty secret", signed, tokens.SecretKey(""), tokens.ErrNoKey},
		{"none", header(`{"alg":"none"}`), key, tokens.ErrAlgorithm},
		{"None", header(`{"alg":"None"}`), key, tokens.ErrAlgorithm},
		{"no algorithm", header(`{}`), key, tokens.ErrAlgorithm},
		{"lower case", header(`{"alg":"hs256"}`), key, tokens.ErrAlgorithm},
		{"RS256", header(`{"alg":"RS256"}`), key, tokens.ErrAlgorithm},
		{"padded payload", parts[0] + "." + parts[1] + "=." + parts[2], key, tokens.ErrMalformed},
		{"crit", encode(t, `{"alg":"HS256","crit":["exp"]}`, `{}`), key, tokens.ErrExtension},
		{"b64", encode(t, `{"alg":"HS256","b64":false}`, `{}`), key, tokens.ErrExtension},
		{"line break in the signature", signed[:len(signed)-5] + "\n" + signed[len(signed)-5:], key, tokens.ErrMalformed},
		{"broken at the dots", strings.Join(parts, ".\n  "), key, tokens.ErrMalformed},
		{"a part more", signed + ".x", key, tokens.ErrMalformed},
		{"a dot more", signed + ".", key, tokens.ErrMalformed},
		{"an empty part more", signed + "..", key, tokens.ErrMalformed},
		{"twice, with a blank between", signed + " " + signed, key, tokens.ErrMalformed},
		{"twice, with a comma between", signed + "," + signed, key, tokens.ErrMalformed},
		{"twice", signed + signed, key, tokens.ErrMalformed},
		{"junk behind it", signed + " junk", key, tokens.ErrMalformed},
		{"a line of junk behind it", signed + "\njunk", key, tokens.ErrMalformed},
		{"a blank in the signature", signed[:len(signed)-5] + " " + signed[len(signed)-5:], key, tokens.ErrMalformed},
		{"a blank behind a dot", strings.Replace(signed, ".", ". ", 1), key, tokens.ErrMalformed},
		{"blanks around it", " " + signed + "\r\n", key, nil},
		{"a header line", "Authorization: Bearer " + signed, key, nil},
		{"JSON", `{"token":"` + signed + `"}`, key, nil},
		{"a part more in JSON", `{"token":"` + signed + `.x"}`, key, tokens.ErrMalformed},
		{"header that ends early", b64(`{"alg":"HS256"`) + "." + parts[1] + "." + parts[2], key, tokens.ErrMalformed},
		{"header given twice", b64(`{"alg":"none","alg":"HS256"}`) + "." + parts[1] + "." + parts[2], key, tokens.ErrMalformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := tokens.Verify(tokens.Decode(test.token), test.key); !errors.Is(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// A signature with a changed last character decodes to the same bytes in
// lenient readers: two texts for one token.
func TestVerifyRefusesTrailingBits(t *testing.T) {
	signed := mustSign(t, good())
	last := strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", signed[len(signed)-1])
	twin := signed[:len(signed)-1] + string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last^1])
	if err := tokens.Verify(tokens.Decode(twin), tokens.SecretKey(secret)); !errors.Is(err, tokens.ErrMalformed) {
		t.Errorf("got %v, want %v", err, tokens.ErrMalformed)
	}
}

// What cannot be verified is told from what does not verify.
func TestVerifySaysWhy(t *testing.T) {
	for _, test := range []struct{ name, header, want string }{
		{"none", `{"alg":"none"}`, "alg none means unsigned, so there is no signature"},
		{"a critical extension", `{"alg":"HS256","crit":["b64"]}`, `header demands an extension that Mintmark does not implement: crit ["b64"]`},
		{"another form of payload", `{"alg":"HS256","b64":false}`, "header demands an extension that Mintmark does not implement: b64 false"},
		{"a name twice", `{"alg":"none","alg":"HS256"}`, `token is malformed: "alg" is there twice`},
		{"cut off", `{"alg":"HS256"`, "token is malformed: the header is no JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := tokens.Verify(tokens.Decode(b64(test.header)+"."+b64(`{}`)+"."+strings.Repeat("A", 43)), tokens.SecretKey(secret))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	for _, test := range []struct {
		name, header string
		key          tokens.Key
		want         error
	}{
		{"no key", `{"alg":"HS256"}`, tokens.Key{}, tokens.ErrNoKey},
		{"none", `{"alg":"none"}`, tokens.SecretKey(secret), tokens.ErrAlgorithm},
		{"header with a name twice", `{"alg":"HS256","alg":"HS256"}`, tokens.SecretKey(secret), tokens.ErrMalformed},
		{"header that is no object", `[]`, tokens.SecretKey(secret), tokens.ErrMalformed},
		{"header that is no JSON", `{`, tokens.SecretKey(secret), tokens.ErrMalformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := tokens.Encode([]byte(test.header), []byte(`{}`), test.key)
			if !errors.Is(err, test.want) || got != "" {
				t.Errorf("got %q, %v, want %v", got, err, test.want)
			}
		})
	}
	_, err := tokens.Encode([]byte(`{"alg":"HS256","alg":"HS256"}`), []byte(`{}`), tokens.SecretKey(secret))
	if want := "token is malformed: the header is JSON with a name in it twice"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestKeyIsNeverPrinted(t *testing.T) {
	key := tokens.SecretKey(secret)
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if got := fmt.Sprintf(format, key); strings.Contains(got, secret) || strings.Contains(got, fmt.Sprintf("%x", secret)) {
			t.Errorf("%s: got %s", format, got)
		}
	}
}
