package tokens_test

import (
	"crypto"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mintmark/tokens"
)

// The tokens that Node's and Python's helpers signed with RS256.
func TestClientValidationTokensVerify(t *testing.T) {
	data, err := testdata.ReadFile("testdata/golden/val_key.pub.pem")
	if err != nil {
		t.Fatal(err)
	}
	key := parseKey(t, string(data))
	n := 0
	for _, h := range helperTokens(t) {
		if h.Kind != "validation" {
			continue
		}
		n++
		if err := tokens.Verify(tokens.Decode(h.Token), key); err != nil {
			t.Errorf("%s %s: %v", h.Lib, h.Case, err)
		}
	}
	if n < 8 {
		t.Errorf("got %d tokens, want at least 8", n)
	}
}

func TestKeysThatDoNotFit(t *testing.T) {
	rsaPrivate, p256, p384 := rsaKey(t), ecKey(t, elliptic.P256()), ecKey(t, elliptic.P384())
	public := spki(t, rsaPrivate)
	pss, err := rsa.SignPSS(rand.Reader, rsaPrivate, crypto.SHA256, digest("eyJhbGciOiJQUzI1NiJ9.e30"), &rsa.PSSOptions{SaltLength: 20})
	if err != nil {
		t.Fatal(err)
	}
	sign := func(header, key string) string {
		token, err := tokens.Encode([]byte(header), []byte(`{}`), parseKey(t, key))
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	for _, test := range []struct {
		name, token, key string
		want             error
	}{
		{"a public key taken for a secret", forged(public), public, tokens.ErrAlgorithm},
		{"a secret for RS256", sign(`{"alg":"RS256"}`, pkcs8(t, rsaPrivate)), `{"kty":"oct","k":"` + u([]byte(secret)) + `"}`, tokens.ErrAlgorithm},
		{"another curve", sign(`{"alg":"ES256"}`, pkcs8(t, p256)), spki(t, p384), tokens.ErrAlgorithm},
		{"a JWK for another algorithm", sign(`{"alg":"RS256"}`, pkcs8(t, rsaPrivate)), jwk(t, rsaPrivate, false, `,"alg":"PS256"`), tokens.ErrAlgorithm},
		{"a JWK for encryption", sign(`{"alg":"RS256"}`, pkcs8(t, rsaPrivate)), jwk(t, rsaPrivate, false, `,"use":"enc"`), tokens.ErrKey},
		{"a JWK for wrapping", sign(`{"alg":"RS256"}`, pkcs8(t, rsaPrivate)), jwk(t, rsaPrivate, false, `,"key_ops":["wrapKey"]`), tokens.ErrKey},
		{"a JWK for verifying", sign(`{"alg":"RS256"}`, pkcs8(t, rsaPrivate)), jwk(t, rsaPrivate, false, `,"key_ops":["verify"],"use":"sig"`), nil},
		{"another salt length", "eyJhbGciOiJQUzI1NiJ9.e30." + u(pss), public, tokens.ErrSignature},
		{"none", "eyJhbGciOiJub25lIn0.e30.", public, tokens.ErrAlgorithm},
		{"a key that the token brings", sign(`{"alg":"RS256","jwk":`+jwk(t, rsaPrivate, false, "")+`}`, pkcs8(t, rsaPrivate)), spki(t, p256), tokens.ErrAlgorithm},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := tokens.Verify(tokens.Decode(test.token), parseKey(t, test.key)); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func digest(s string) []byte {
	sum := sha256.Sum256([]byte(s))
	return sum[:]
}

func encodeWith(t testing.TB, alg string, key tokens.Key) string {
	t.Helper()
	token, err := tokens.Encode([]byte(`{"alg":"`+alg+`"}`), []byte(`{}`), key)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestPublicKeyCannotSign(t *testing.T) {
	key := parseKey(t, spki(t, rsaKey(t)))
	if got, err := tokens.Encode([]byte(`{"alg":"RS256"}`), []byte(`{}`), key); !errors.Is(err, tokens.ErrKey) || got != "" {
		t.Errorf("got %q, %v, want %v", got, err, tokens.ErrKey)
	}
	if key.CanSign() {
		t.Error("a public key says that it can sign")
	}
}

func TestParseSecret(t *testing.T) {
	for _, form := range []string{secret, "b64:" + base64.StdEncoding.EncodeToString([]byte(secret)), "b64url:" + u([]byte(secret)), fmt.Sprintf("hex:%x", secret)} {
		key, err := tokens.ParseSecret(form)
		if err != nil {
			t.Fatal(err)
		}
		if err := tokens.Verify(tokens.Decode(mustSign(t, good())), key); err != nil {
			t.Errorf("%.5s: %v", form, err)
		}
	}
	for _, form := range []string{"b64:%%", "b64url:a+b/", "hex:xyz"} {
		if _, err := tokens.ParseSecret(form); !errors.Is(err, tokens.ErrKey) || strings.Contains(err.Error(), form) {
			t.Errorf("%s: got %v, want %v and not the text", form, err, tokens.ErrKey)
		}
	}
}

func TestVerifyAny(t *testing.T) {
	one, two := edKey(t), edKey(t)
	token, err := tokens.Encode([]byte(`{"alg":"EdDSA","kid":"two"}`), []byte(`{}`), parseKey(t, pkcs8(t, two)))
	if err != nil {
		t.Fatal(err)
	}
	set := func(members ...string) []tokens.Key {
		keys, err := tokens.ParseKeys(`{"keys":[` + strings.Join(members, ",") + `]}`)
		if err != nil {
			t.Fatal(err)
		}
		return keys
	}
	first, second := jwk(t, one, false, `,"kid":"one"`), jwk(t, two, false, `,"kid":"two"`)
	nameless, liar := jwk(t, two, false, ""), jwk(t, one, false, `,"kid":"two"`)
	for _, test := range []struct {
		name string
		keys []tokens.Key
		want error
	}{
		{"by kid", set(first, second), nil},
		{"no such kid, so all are tried", set(first, nameless), nil},
		{"the kid is another key's", set(liar, nameless), tokens.ErrSignature},
		{"none of them", set(first), tokens.ErrSignature},
		{"none", nil, tokens.ErrNoKey},
		{"none that fits", set(`{"kty":"oct","k":"AAAA"}`), tokens.ErrAlgorithm},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := tokens.VerifyAny(tokens.Decode(token), test.keys); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func TestWeakness(t *testing.T) {
	for _, test := range []struct {
		key       tokens.Key
		alg, want string
	}{
		{tokens.SecretKey(secret), "HS256", ""},
		{tokens.SecretKey(secret), "HS512", "a secret of 32 bytes is shorter than the 64 that RFC 7518 asks for HS512"},
		{tokens.SecretKey("secret"), "HS256", "a secret of 6 bytes is shorter than the 32 that RFC 7518 asks for HS256"},
		{parseKey(t, spki(t, rsaKey(t))), "RS256", ""},
		{parseKey(t, spki(t, edKey(t))), "EdDSA", ""},
	} {
		if got := test.key.Weakness(test.alg); got != test.want {
			t.Errorf("%s for %s: got %q, want %q", test.key.Describe(), test.alg, got, test.want)
		}
	}
}
