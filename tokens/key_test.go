package tokens_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
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

// The text of a public key file, which everybody has, never becomes a secret.
func TestKeyFileIsNoSecret(t *testing.T) {
	public := "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"
	for name, text := range map[string]string{
		"PEM":         public,
		"PEM, blanks": "\n  " + public,
		"certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
		"JWK":         `{"kty":"RSA","n":"AQAB","e":"AQAB"}`,
		"JWK Set":     ` {"keys":[{"kty":"OKP","crv":"Ed25519"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := tokens.ParseSecret(text); !errors.Is(err, tokens.ErrKey) || !got.IsZero() || strings.Contains(err.Error(), "MCow") {
				t.Errorf("ParseSecret: got %v, want %v", err, tokens.ErrKey)
			}
			if err := tokens.Verify(tokens.Decode(forged(text)), tokens.SecretKey(text)); !errors.Is(err, tokens.ErrKey) {
				t.Errorf("Verify: got %v, want %v", err, tokens.ErrKey)
			}
			if _, err := tokens.Encode([]byte(`{"alg":"HS256"}`), []byte(`{}`), tokens.SecretKey(text)); !errors.Is(err, tokens.ErrKey) {
				t.Errorf("Encode: got %v, want %v", err, tokens.ErrKey)
			}
			if _, err := good().Sign(text); !errors.Is(err, tokens.ErrSecret) {
				t.Errorf("Sign: got %v, want %v", err, tokens.ErrSecret)
			}
		})
	}
}

// A public key in any other form is none either, and what is no line of text.
func TestKeyInAnyFormIsNoSecret(t *testing.T) {
	rsaPublic, rsaJWK := spki(t, rsaKey(t)), jwk(t, rsaKey(t), false, "")
	block, _ := pem.Decode([]byte(rsaPublic))
	ed, _ := pem.Decode([]byte(spki(t, edKey(t))))
	cert, _ := pem.Decode([]byte(certificate(t, ecKey(t, elliptic.P256()))))
	ssh := "AAAAC3NzaC1lZDI1NTE5AAAAI" + strings.Repeat("A", 43)
	std := base64.StdEncoding.EncodeToString
	for name, text := range map[string]string{
		"PEM in UTF-16":              utf16(rsaPublic),
		"PEM in UTF-16 with a mark":  "\xff\xfe" + utf16(rsaPublic),
		"PEM with a mark":            "\ufeff" + rsaPublic,
		"PEM in small letters":       strings.ToLower(rsaPublic[:26]) + rsaPublic[26:],
		"PEM with four hyphens":      strings.ReplaceAll(rsaPublic, "-----", "----"),
		"PEM on one line":            strings.ReplaceAll(rsaPublic, "\n", `\n`),
		"PEM in base64":              std([]byte(rsaPublic)),
		"PEM in digits":              fmt.Sprintf("hex:%x", rsaPublic),
		"JWK with a mark":            "\ufeff" + rsaJWK,
		"JWK in UTF-16":              utf16(rsaJWK),
		"JWK in a list":              "[" + rsaJWK + "]",
		"JWK in a string":            fmt.Sprintf("%q", rsaJWK),
		"JWK behind a comment":       "// key\n" + rsaJWK,
		"JWK in base64":              "b64:" + std([]byte(rsaJWK)),
		"a chain alone":              `{"x5c":["` + std(cert.Bytes) + `"]}`,
		"DER":                        string(block.Bytes),
		"DER and a line break":       string(block.Bytes) + "\n",
		"DER in base64":              std(block.Bytes),
		"DER in base64url":           u(block.Bytes),
		"DER in digits":              fmt.Sprintf("%x", block.Bytes),
		"DER in digits with colons":  strings.ReplaceAll(fmt.Sprintf("% x", block.Bytes), " ", ":"),
		"DER behind b64:":            "b64:" + std(block.Bytes),
		"DER behind b64url:":         "b64url:" + u(ed.Bytes),
		"DER behind hex:":            fmt.Sprintf("hex:%x", ed.Bytes),
		"a short DER":                string(ed.Bytes),
		"a short DER in base64":      std(ed.Bytes),
		"a certificate":              string(cert.Bytes),
		"a certificate in base64":    std(cert.Bytes),
		"a certificate, wrapped":     std(cert.Bytes)[:64] + "\n" + std(cert.Bytes)[64:],
		"OpenSSH":                    "ssh-ed25519 " + ssh + " a@b",
		"OpenSSH with options":       `no-pty,command="x" ssh-ed25519 ` + ssh + " a@b",
		"OpenSSH without its name":   ssh,
		"RFC 4716":                   "---- BEGIN SSH2 PUBLIC KEY ----\n" + std(block.Bytes) + "\n---- END SSH2 PUBLIC KEY ----",
		"XML":                        "<RSAKeyValue><Modulus>" + std(rsaKey(t).N.Bytes()) + "</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
		"a modulus":                  fmt.Sprintf("Modulus=%X", rsaKey(t).N),
		"two lines":                  secret + "\n" + secret,
		"zero bytes":                 secret[:16] + "\x00" + secret[16:],
		"a mark in front of secrets": "\ufeff" + secret,
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := tokens.ParseSecret(text); !errors.Is(err, tokens.ErrKey) || !got.IsZero() {
				t.Errorf("got %v, want %v", err, tokens.ErrKey)
			}
		})
	}
}

// utf16 is ASCII text in UTF-16, low byte first.
func utf16(ascii string) string {
	var b strings.Builder
	for _, c := range []byte(ascii) {
		b.Write([]byte{c, 0})
	}
	return b.String()
}

// What people have for secrets stays one.
func TestOrdinarySecrets(t *testing.T) {
	for n := range 2000 {
		data := sha512.Sum512([]byte{byte(n), byte(n >> 8)})
		for _, text := range []string{
			base64.StdEncoding.EncodeToString(data[:32]), u(data[:]), fmt.Sprintf("%x", data[:]), "b64:" + base64.StdEncoding.EncodeToString(data[:]), fmt.Sprintf("hex:%x", data[:48]),
		} {
			if _, err := tokens.ParseSecret(text); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
	}
	for _, text := range []string{secret, "s", "pass word", "correct-horse-battery-staple-begins-here", "ssh-agent & keys", secret + "\n", "b64:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="} {
		if _, err := tokens.ParseSecret(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// forged is a token that takes the text of a key file for a secret.
func forged(key string) string {
	input := b64(`{"alg":"HS256"}`) + "." + b64(`{}`)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
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
