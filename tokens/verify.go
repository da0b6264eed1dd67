package tokens

import (
	"fmt"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// A Key signs and verifies. The zero Key does neither, [ErrNoKey]. A Key never
// prints what it holds.
type Key struct {
	secret []byte
}

// SecretKey is the key for HS256, HS384 and HS512 whose bytes are those of the
// text, as Twilio and its helper libraries take an API key secret.
func SecretKey(secret string) Key { return Key{secret: []byte(secret)} }

// String keeps the key out of logs and messages.
func (Key) String() string { return "[redacted]" }

// GoString keeps the key out of %#v.
func (Key) GoString() string { return "tokens.Key{[redacted]}" }

// IsZero reports whether there is nothing to sign or verify with.
func (k Key) IsZero() bool { return len(k.secret) == 0 }

// hmacs is every algorithm that a secret makes. Names are exact: "none" and
// its variants are not among them.
var hmacs = map[string]*jwt.SigningMethodHMAC{
	"HS256": jwt.SigningMethodHS256,
	"HS384": jwt.SigningMethodHS384,
	"HS512": jwt.SigningMethodHS512,
}

// Verify returns nil if key signed the token as it stands, and judges nothing
// else: an expired token may well verify. It fails with [ErrNoKey],
// [ErrMalformed], [ErrAlgorithm] or [ErrSignature].
func Verify(t *Token, key Key) error {
	method, err := t.method(key)
	if err != nil {
		return err
	}
	if t.Signature.Data == nil || !t.Payload.strict() || !t.Signature.strict() {
		return fmt.Errorf("%w: a part of it is missing or is not base64url", ErrMalformed)
	}
	if method.Verify(t.signingInput(), t.Signature.Data, key.secret) != nil {
		return ErrSignature
	}
	return nil
}

// method is the algorithm that the header names, if the key makes it. A
// critical extension asks readers that do not know it to refuse (RFC 7515,
// section 4.1.11), and b64 changes what is signed (RFC 7797).
func (t *Token) method(key Key) (*jwt.SigningMethodHMAC, error) {
	if key.IsZero() {
		return nil, ErrNoKey
	}
	if t.Header.JSON == nil || len(t.Header.Faults) > 0 {
		return nil, fmt.Errorf("%w: the header cannot be read", ErrMalformed)
	}
	for _, name := range []string{"crit", "b64"} {
		if t.Header.JSON.Get(name) != nil {
			return nil, fmt.Errorf("%w: the header has %s, which no Twilio token has", ErrAlgorithm, name)
		}
	}
	return methodFor(t.Header.JSON, key)
}

// strict reports whether the segment is base64url to the letter. A second
// spelling of the same bytes would be a second token with the same signature.
func (s *Segment) strict() bool {
	return !slices.ContainsFunc(s.Faults, func(f Fault) bool { return f.Rule == "base64" })
}

// signingInput is the part of the token that the signature covers.
func (t *Token) signingInput() string { return t.Raw[:t.Signature.Start-1] }

func methodFor(header *Value, key Key) (*jwt.SigningMethodHMAC, error) {
	if key.IsZero() {
		return nil, ErrNoKey
	}
	alg, _ := header.Get("alg").Text()
	method, ok := hmacs[alg]
	if !ok {
		return nil, fmt.Errorf("%w: the header asks for %q, a secret makes HS256, HS384 or HS512", ErrAlgorithm, clip(alg))
	}
	return method, nil
}

// Encode signs any header and payload as they are written, byte for byte, with
// the algorithm that the header names, and checks nothing but that: for edits
// and for tests. Mint with [AccessToken.Sign].
func Encode(header, payload []byte, key Key) (string, error) {
	if err := JSON(header).check(true); err != nil {
		return "", fmt.Errorf("%w: the header is %w", ErrMalformed, err)
	}
	doc, err := ParseJSON(string(header))
	if err != nil {
		return "", fmt.Errorf("%w: the header has %w", ErrMalformed, err)
	}
	method, err := methodFor(doc, key)
	if err != nil {
		return "", err
	}
	return sign(method, header, payload, key)
}

func sign(method *jwt.SigningMethodHMAC, header, payload []byte, key Key) (string, error) {
	input := make([]byte, 0, b64.EncodedLen(len(header)+len(payload)+2*method.Hash.Size()))
	input = append(b64.AppendEncode(input, header), '.')
	input = b64.AppendEncode(input, payload)
	sig, err := method.Sign(string(input), key.secret)
	if err != nil {
		return "", err
	}
	return string(b64.AppendEncode(append(input, '.'), sig)), nil
}

// Assemble joins header, payload and signature into the compact form without
// signing anything.
func Assemble(header, payload, signature []byte) string {
	return b64.EncodeToString(header) + "." + b64.EncodeToString(payload) + "." + b64.EncodeToString(signature)
}
