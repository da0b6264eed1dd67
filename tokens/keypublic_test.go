package tokens_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"mintmark/tokens"
)

// A key goes from PEM to JWK and back, and verifies what it did before.
func TestPublicHalves(t *testing.T) {
	signer := func(key crypto.Signer, err error) crypto.Signer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	ed := func() (crypto.Signer, error) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	for alg, private := range map[string]crypto.Signer{
		"RS256": signer(rsa.GenerateKey(rand.Reader, 2048)),
		"ES256": signer(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)),
		"ES384": signer(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)),
		"ES512": signer(ecdsa.GenerateKey(elliptic.P521(), rand.Reader)),
		"EdDSA": signer(ed()),
	} {
		t.Run(alg, func(t *testing.T) {
			der, err := x509.MarshalPKCS8PrivateKey(private)
			if err != nil {
				t.Fatal(err)
			}
			keys, err := tokens.ParseKeys(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
			if err != nil {
				t.Fatal(err)
			}
			keys[0].ID, keys[0].Alg = `a"1`, alg
			signed, err := tokens.Encode([]byte(`{"alg":"`+alg+`"}`), []byte(`{}`), keys[0])
			if err != nil {
				t.Fatal(err)
			}
			jwk := public(t, keys[0].PublicJWK)
			back := only(t, jwk)
			if back.ID != `a"1` || back.Alg != alg {
				t.Errorf("got kid %q and alg %q", back.ID, back.Alg)
			}
			text := public(t, back.PublicPEM)
			again := only(t, text)
			for form, key := range map[string]tokens.Key{jwk: back, text: again} {
				if err := tokens.Verify(tokens.Decode(signed), key); err != nil || key.CanSign() || strings.Contains(form, "PRIVATE") || strings.Contains(form, `"d":`) {
					t.Errorf("%s: %v, can sign: %v", form, err, key.CanSign())
				}
			}
			want, err := x509.MarshalPKIXPublicKey(private.Public())
			if err != nil || text != string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: want})) {
				t.Errorf("got another key than there was: %v", err)
			}
		})
	}
}

func public(t *testing.T, of func() (string, error)) string {
	t.Helper()
	text, err := of()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func only(t *testing.T, text string) tokens.Key {
	t.Helper()
	keys, err := tokens.ParseKeys(text)
	if err != nil || len(keys) != 1 {
		t.Fatalf("%s: %d keys, %v", text, len(keys), err)
	}
	return keys[0]
}

func TestSecretHasNoPublicHalf(t *testing.T) {
	for _, k := range []tokens.Key{{}, tokens.SecretKey("x")} {
		if text, err := k.PublicPEM(); !errors.Is(err, tokens.ErrKey) || text != "" {
			t.Errorf("got %q, %v", text, err)
		}
		if text, err := k.PublicJWK(); !errors.Is(err, tokens.ErrKey) || text != "" {
			t.Errorf("got %q, %v", text, err)
		}
	}
}
