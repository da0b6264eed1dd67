package tokens_test

import (
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mintmark/tokens"
)

// The text of a public key file, which everybody has, never becomes a secret.
func TestKeyFileIsNoSecret(t *testing.T) {
	public := "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"
	for name, text := range map[string]string{
		"PEM":                public,
		"PEM, blanks":        "\n  " + public,
		"certificate":        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
		"minisign":           "untrusted comment: minisign public key E7620F1842B4E81F\nRWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n",
		"minisign in base64": base64.StdEncoding.EncodeToString([]byte("untrusted comment: minisign public key E7620F1842B4E81F\nRWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n")),
		"PuTTY":              "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: me\n",
		"JWK":                `{"kty":"RSA","n":"AQAB","e":"AQAB"}`,
		"JWK Set":            ` {"keys":[{"kty":"OKP","crv":"Ed25519"}]}`,
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
		"a modulus in print":         fmt.Sprintf("Public-Key: (2048 bit)\nModulus (2048 bit):\n    %x", rsaKey(t).N),
		"a title without hyphens":    "BEGIN RSA PUBLIC KEY\n" + std(block.Bytes) + "\nEND",
		"OpenSSH of a curve":         "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY a@b",
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
	for _, text := range []string{secret, "s", "pass word", "correct-horse-battery-staple-begins-here", "ssh-agent & keys", "ssh- AAAA", "moduli=(1)", secret + "\n", "b64:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="} {
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
