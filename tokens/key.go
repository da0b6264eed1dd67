package tokens

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// A Key signs and verifies. The zero Key does neither, [ErrNoKey]. A Key never
// prints what it holds.
type Key struct {
	ID  string // kid of a JWK; "" for none
	Alg string // the one algorithm that a JWK is for; "" for any that fits

	secret  []byte           // HS
	isFile  bool             // secret is a key file, which half the world may have
	public  crypto.PublicKey // the others: *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey
	private crypto.Signer    // nil where only the public half is known

	use string   // of a JWK: "sig"
	ops []string // of a JWK: "sign", "verify"
}

// SecretKey is the key for HS256, HS384 and HS512 whose bytes are those of the
// text, as Twilio and its helper libraries take an API key secret.
func SecretKey(secret string) Key { return Key{secret: []byte(secret), isFile: LooksLikeKeys(secret)} }

// ParseSecret is [SecretKey] for a text that may say how it is encoded: b64:
// for base64, b64url: for base64url, hex: for hexadecimal digits. Without one of
// these the text is the secret, to the letter, if [CheckPlain] lets it. A key
// file, in whatever form, is [ErrKey]: a public key that became a secret would be
// one that everybody knows.
func ParseSecret(text string) (Key, error) {
	var secret []byte
	var err error
	form, encoded, _ := strings.Cut(text, ":")
	switch form {
	case "b64":
		secret, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(encoded, "="))
	case "b64url":
		secret, err = base64.RawURLEncoding.DecodeString(strings.TrimRight(encoded, "="))
	case "hex":
		secret, err = hex.DecodeString(encoded)
	default:
		if err := CheckPlain(text); err != nil {
			return Key{}, err
		}
		return SecretKey(text), nil
	}
	switch {
	case err != nil:
		return Key{}, fmt.Errorf("%w: what follows %s: is not encoded so", ErrKey, form)
	case LooksLikeKeys(string(secret)):
		return Key{}, errKeyFile
	}
	return SecretKey(string(secret)), nil
}

// String keeps the key out of logs and messages.
func (Key) String() string { return "[redacted]" }

// GoString keeps the key out of %#v.
func (Key) GoString() string { return "tokens.Key{[redacted]}" }

// Format keeps the key out of every other verb.
func (Key) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("[redacted]")) }

// IsZero reports whether there is nothing to sign or verify with.
func (k Key) IsZero() bool { return len(k.secret) == 0 && k.public == nil }

// IsSecret reports whether the key is a shared secret.
func (k Key) IsSecret() bool { return len(k.secret) > 0 }

// CanSign reports whether the key holds more than a public half.
func (k Key) CanSign() bool { return k.IsSecret() || k.private != nil }

// Describe says what the key is: "a secret of 32 bytes", "an RSA public key of
// 2048 bits".
func (k Key) Describe() string {
	half := "public"
	if k.private != nil {
		half = "private"
	}
	switch pub := k.public.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("an RSA %s key of %d bits", half, pub.N.BitLen())
	case *ecdsa.PublicKey:
		return fmt.Sprintf("an EC %s key on %s", half, pub.Curve.Params().Name)
	case ed25519.PublicKey:
		return "an Ed25519 " + half + " key"
	}
	if k.IsSecret() {
		return "a secret of " + plural(len(k.secret), "byte")
	}
	return "no key"
}

// noun is the key in one word.
func (k Key) noun() string {
	if k.IsSecret() {
		return "secret"
	}
	return "key"
}

// Weakness says why a key protects less than its algorithm promises; "" if it
// does not. Source: RFC 7518, sections 3.2 and 3.3.
func (k Key) Weakness(alg string) string {
	if pub, ok := k.public.(*rsa.PublicKey); ok && pub.N.BitLen() < 2048 {
		return fmt.Sprintf("an RSA key of %d bits can be broken; 2048 are the least", pub.N.BitLen())
	}
	if m, ok := algorithms[alg].(*jwt.SigningMethodHMAC); ok && k.IsSecret() && len(k.secret) < m.Hash.Size() {
		return fmt.Sprintf("a secret of %s is shorter than the %d that RFC 7518 asks for %s", plural(len(k.secret), "byte"), m.Hash.Size(), alg)
	}
	return ""
}

// may returns [ErrKey] if a JWK says that it is not for that operation,
// "verify" or "sign". A key that may sign may verify.
func (k Key) may(op string) error {
	switch {
	case k.use != "" && k.use != "sig":
		return fmt.Errorf("%w: its use is %q, not sig", ErrKey, clip(k.use))
	case len(k.ops) > 0 && !slices.Contains(k.ops, op) && !slices.Contains(k.ops, "sign"):
		return fmt.Errorf("%w: its key_ops do not allow to %s", ErrKey, op)
	}
	return nil
}

// verifying is what golang-jwt wants to verify with.
func (k Key) verifying() any {
	if k.IsSecret() {
		return k.secret
	}
	return k.public
}

// signing is what golang-jwt wants to sign with; nil for a public key.
func (k Key) signing() any {
	if k.IsSecret() {
		return k.secret
	}
	if k.private == nil {
		return nil
	}
	return k.private
}
