package tokens_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// rsaKey is the test key that the client validation tokens are signed with.
func rsaKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	data, err := testdata.ReadFile("testdata/golden/val_key.pem")
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(data)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		if key, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			t.Fatal(err)
		}
	}
	return key.(*rsa.PrivateKey)
}

func ecKey(t testing.TB, c elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(c, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func edKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func pemOf(t testing.TB, kind string, der []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func spki(t testing.TB, key crypto.Signer) string {
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	return pemOf(t, "PUBLIC KEY", der, err)
}

func pkcs8(t testing.TB, key crypto.Signer) string {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return pemOf(t, "PRIVATE KEY", der, err)
}

func certificate(t testing.TB, key crypto.Signer) string {
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return pemOf(t, "CERTIFICATE", der, err)
}

func u(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// jwk writes a key as a JWK, with its private half where asked.
func jwk(t testing.TB, key crypto.Signer, private bool, more string) string {
	t.Helper()
	var text string
	switch k := key.(type) {
	case *rsa.PrivateKey:
		text = fmt.Sprintf(`"kty":"RSA","n":%q,"e":"AQAB"`, u(k.N.Bytes()))
		if private {
			text += fmt.Sprintf(`,"d":%q,"p":%q,"q":%q`, u(k.D.Bytes()), u(k.Primes[0].Bytes()), u(k.Primes[1].Bytes()))
		}
	case *ecdsa.PrivateKey:
		point, err := k.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		half := (len(point) - 1) / 2
		text = fmt.Sprintf(`"kty":"EC","crv":%q,"x":%q,"y":%q`, k.Params().Name, u(point[1:1+half]), u(point[1+half:]))
		if private {
			d, err := k.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			text += fmt.Sprintf(`,"d":%q`, u(d))
		}
	case ed25519.PrivateKey:
		text = fmt.Sprintf(`"kty":"OKP","crv":"Ed25519","x":%q`, u(k.Public().(ed25519.PublicKey)))
		if private {
			text += fmt.Sprintf(`,"d":%q`, u(k.Seed()))
		}
	}
	return "{" + text + more + "}"
}

// Each algorithm, with the private key in each form, is verified with the
// public key in each form.
func TestKeysOfEveryForm(t *testing.T) {
	p256 := ecKey(t, elliptic.P256())
	sec1, sec1Err := x509.MarshalECPrivateKey(p256)
	for _, family := range []struct {
		key     crypto.Signer
		algs    []string
		private []string
		public  []string
	}{
		{rsaKey(t), []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"},
			[]string{pemOf(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey(t)), nil)},
			[]string{pemOf(t, "RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&rsaKey(t).PublicKey), nil)}},
		{p256, []string{"ES256"}, []string{pemOf(t, "EC PRIVATE KEY", sec1, sec1Err)}, nil},
		{ecKey(t, elliptic.P384()), []string{"ES384"}, nil, nil},
		{ecKey(t, elliptic.P521()), []string{"ES512"}, nil, nil},
		{edKey(t), []string{"EdDSA", "Ed25519"}, nil, nil},
	} {
		private := append(family.private, pkcs8(t, family.key), jwk(t, family.key, true, ""))
		public := append(family.public, spki(t, family.key), jwk(t, family.key, false, ""), certificate(t, family.key),
			`{"keys":[{"kty":"x"},`+jwk(t, family.key, false, "")+`]}`, private[0])
		for _, alg := range family.algs {
			for i, from := range private {
				token, err := tokens.Encode([]byte(`{"alg":"`+alg+`"}`), []byte(`{"a":1}`), parseKey(t, from))
				if err != nil {
					t.Errorf("%s, private form %d: %v", alg, i, err)
					continue
				}
				for j, with := range public {
					if err := tokens.Verify(tokens.Decode(token), parseKey(t, with)); err != nil {
						t.Errorf("%s, public form %d: %v", alg, j, err)
					}
				}
				spoilt := tokens.Decode(token[:len(token)-8] + "AAAAAAAA")
				if err := tokens.Verify(spoilt, parseKey(t, public[0])); !errors.Is(err, tokens.ErrSignature) && !errors.Is(err, tokens.ErrMalformed) {
					t.Errorf("%s, spoilt: got %v, want %v", alg, err, tokens.ErrSignature)
				}
			}
		}
	}
}

func parseKey(t testing.TB, text string) tokens.Key {
	t.Helper()
	keys, err := tokens.ParseKeys(text)
	if err != nil || len(keys) != 1 {
		t.Fatalf("got %v, %v from %.40q, want one key", keys, err, text)
	}
	return keys[0]
}

func TestParseKeysRefuses(t *testing.T) {
	p256 := ecKey(t, elliptic.P256())
	good, rsaGood := jwk(t, p256, true, ""), jwk(t, rsaKey(t), true, "")
	n := rsaKey(t).N
	factors := func(n, p, q []byte) string {
		return fmt.Sprintf(`{"kty":"RSA","n":%q,"e":"AQAB","d":"AQAB","p":%q,"q":%q}`, u(n), u(p), u(q))
	}
	root := bytes.Repeat([]byte{0xff}, 128)
	for name, text := range map[string]string{
		"nothing":            "",
		"words":              "not a key",
		"broken PEM":         "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
		"PEM of its own":     "-----BEGIN LETTER-----\nAAAA\n-----END LETTER-----",
		"encrypted":          "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
		"no kty":             `{"k":"AAAA"}`,
		"another kty":        `{"kty":"AKP"}`,
		"no secret":          `{"kty":"oct","k":""}`,
		"padded":             `{"kty":"oct","k":"AA=="}`,
		"an empty set":       `{"keys":[]}`,
		"a set of others":    `{"keys":[{"kty":"AKP"}]}`,
		"a member twice":     `{"kty":"oct","k":"AAAA","k":"BBBB"}`,
		"off the curve":      `{"kty":"EC","crv":"P-256","x":"` + u(make([]byte, 32)) + `","y":"` + u(make([]byte, 32)) + `"}`,
		"another curve":      `{"kty":"EC","crv":"secp256k1"}`,
		"X25519":             `{"kty":"OKP","crv":"X25519","x":"` + u(make([]byte, 32)) + `"}`,
		"a foreign d":        strings.Replace(good, `"d":"`, `"d":"A`, 1),
		"an even exponent":   `{"kty":"RSA","n":"AQAB","e":"Ag"}`,
		"an even modulus":    `{"kty":"RSA","n":"` + u(append(bytes.Repeat([]byte{255}, 255), 254)) + `","e":"AQAB"}`,
		"a short modulus":    `{"kty":"RSA","n":"` + u(bytes.Repeat([]byte{255}, 127)) + `","e":"AQAB"}`,
		"a long modulus":     `{"kty":"RSA","n":"` + u(bytes.Repeat([]byte{255}, 1025)) + `","e":"AQAB"}`,
		"factors of another": strings.Replace(jwk(t, rsaKey(t), true, ""), `"q":"`, `"q":"A`, 1),
		"all zero":           `{"kty":"OKP","crv":"Ed25519","x":"` + u(make([]byte, 32)) + `"}`,
		"the identity":       `{"kty":"OKP","crv":"Ed25519","x":"` + u(append([]byte{1}, make([]byte, 31)...)) + `"}`,
		"the identity, PEM":  spki(t, point(append([]byte{1}, make([]byte, 31)...))),
		"signed zero":        `{"kty":"OKP","crv":"Ed25519","x":"` + u(append(make([]byte, 31), 0x80)) + `"}`,
		"a use of numbers":   `{"kty":"oct","k":"AAAA","use":1}`,
		"an alg of null":     `{"kty":"oct","k":"AAAA","alg":null}`,
		"a kid of a list":    `{"kty":"oct","k":"AAAA","kid":["a"]}`,
		"one key_ops":        `{"kty":"oct","k":"AAAA","key_ops":"verify"}`,
		"key_ops of numbers": `{"kty":"oct","k":"AAAA","key_ops":[1]}`,
		"a line break":       `{"kty":"oct","k":"AA\nAA"}`,
		"many keys":          `{"keys":[` + strings.Repeat(`{"kty":"oct","k":"AAAA"},`, 100) + `{"kty":"oct","k":"AAAA"}]}`,
		"much PEM":           strings.Repeat(spki(t, p256), 101),
		"a huge modulus":     `{"kty":"RSA","n":"` + u(make([]byte, 10)) + u(append([]byte{1}, make([]byte, 4096)...)) + `","e":"AQAB"}`,
		"a foreign d of RSA": strings.Replace(rsaGood, `"d":"`, `"d":"A`, 1),
		"a factor of one":    factors(n.Bytes(), []byte{1}, n.Bytes()),
		"a factor of zero":   factors(n.Bytes(), []byte{0}, n.Bytes()),
		"one factor twice":   factors(new(big.Int).Exp(new(big.Int).SetBytes(root), big.NewInt(2), nil).Bytes(), root, root),
		"parts that do not":  `{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB","p":"Aw","q":"BQ"}`,
	} {
		t.Run(name, func(t *testing.T) {
			keys, err := tokens.ParseKeys(text)
			if !errors.Is(err, tokens.ErrKey) {
				t.Errorf("got %v, %v, want %v", keys, err, tokens.ErrKey)
			}
		})
	}
}

// A point is the public half of nobody's key.
type point []byte

func (p point) Public() crypto.PublicKey { return ed25519.PublicKey(p) }

func (point) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.ErrUnsupported
}

// Sums with numbers of a megabyte take hours.
func TestParseKeysRefusesGiants(t *testing.T) {
	n, giant := strings.Repeat("_", 342), strings.Repeat("_", 100_000)
	der := x509.MarshalPKCS1PublicKey(&rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 1<<20), E: 65537})
	for name, text := range map[string]string{
		"n":         `{"kty":"RSA","n":"` + giant + `","e":"AQAB"}`,
		"d":         `{"kty":"RSA","n":"` + n + `","e":"AQAB","d":"` + giant + `","p":"AQAB","q":"AQAB"}`,
		"p":         `{"kty":"RSA","n":"` + n + `","e":"AQAB","d":"AQAB","p":"` + giant + `","q":"` + giant + `"}`,
		"PEM":       string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: der})),
		"JSON file": `{"keys":[` + strings.Repeat(`{"kty":"oct","k":"AAAA"},`, 50_000) + `{}]}`,
		"PEM file":  strings.Repeat("-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			keys, err := tokens.ParseKeys(text)
			if !errors.Is(err, tokens.ErrKey) || keys != nil || len(err.Error()) > 200 {
				t.Errorf("got %d keys, %v, want %v", len(keys), err, tokens.ErrKey)
			}
		})
	}
}
