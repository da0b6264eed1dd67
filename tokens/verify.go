package tokens

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// Verify returns nil if key signed the token as it stands, and judges nothing
// else: an expired token may well verify. It fails with [ErrNoKey], [ErrKey],
// [ErrMalformed], [ErrExtension], [ErrAlgorithm] or [ErrSignature].
//
// Beyond what golang-jwt holds it refuses segments that are not base64url to
// the letter, the header members crit and b64, and keys that do not fit the
// algorithm. Keys that a token brings along (jwk, jku, x5u, x5c) are never used.
// A text around one whole token is no matter; one in which the token is broken
// over lines, or is not the only one, is [ErrMalformed].
func Verify(t *Token, key Key) error {
	if key.IsZero() {
		return ErrNoKey
	}
	alg, err := t.algorithm()
	if err != nil {
		return err
	}
	if err := firstError(func() error { return key.fits(alg) }, func() error { return key.may("verify") }); err != nil {
		return err
	}
	if !key.made(t.Signature.Data, alg, t.signingInput()) {
		return ErrSignature
	}
	return nil
}

// made reports whether the signature of a text was made with the key.
func (k Key) made(signature []byte, alg, text string) bool {
	if alg == "HS256" {
		sum := hs256(k.secret, append(make([]byte, sha256.BlockSize, 1024), text...))
		return hmac.Equal(sum[:], signature)
	}
	return algorithms[alg].Verify(text, signature, k.verifying()) == nil
}

// VerifyAny is [Verify] with the first of several keys that fits: those with
// the token's kid, or where none has it, all. It returns the key that signed.
// Where one of them fits the algorithm the error is [ErrSignature], else it says
// why the last does not.
func VerifyAny(t *Token, keys []Key) (Key, error) {
	if kid, ok := t.Header.Value.Get("kid").Text(); ok {
		named := slices.DeleteFunc(slices.Clone(keys), func(k Key) bool { return k.ID != kid })
		if len(named) > 0 {
			keys = named
		}
	}
	err, wrong := ErrNoKey, false
	for _, k := range keys {
		if err = Verify(t, k); err == nil {
			return k, nil
		}
		wrong = wrong || errors.Is(err, ErrSignature)
	}
	if wrong {
		err = ErrSignature
	}
	return Key{}, err
}

// algorithm is the one that the header names, of a token whose form lets a
// signature mean something. A critical extension asks readers that do not know
// it to refuse (RFC 7515, section 4.1.11), and b64 changes what is signed (RFC
// 7797).
func (t *Token) algorithm() (string, error) {
	switch fault := t.formFault(); {
	case fault != nil:
		return "", fmt.Errorf("%w: %s", ErrMalformed, fault.Found)
	case len(t.Header.Faults) > 0:
		return "", fmt.Errorf("%w: %s", ErrMalformed, t.Header.Faults[0].Found)
	case t.Header.Value == nil:
		return "", fmt.Errorf("%w: the header cannot be read", ErrMalformed)
	case t.Signature.Data == nil || !t.Payload.strict() || !t.Signature.strict():
		return "", fmt.Errorf("%w: a part of it is missing or is not base64url", ErrMalformed)
	}
	for _, name := range []string{"crit", "b64"} {
		if v := t.Header.Value.Get(name); v != nil {
			return "", fmt.Errorf("%w: %s %s", ErrExtension, name, legible(clip(v.Raw)))
		}
	}
	alg, _ := t.Header.Value.Get("alg").Text()
	return alg, nil
}

// formFault is what keeps the text from being one token in three parts; nil for
// nothing. What merely stands around the token does not.
func (t *Token) formFault() *Fault {
	i := slices.IndexFunc(t.Faults, func(f Fault) bool { return f.Rule != "wrapped" && f.Rule != "quoted" })
	if i < 0 {
		return nil
	}
	return &t.Faults[i]
}

// faultOf is the first fault of the segment under a rule; nil for none.
func (s *Segment) faultOf(rule string) *Fault {
	for i := range s.Faults {
		if s.Faults[i].Rule == rule {
			return &s.Faults[i]
		}
	}
	return nil
}

// strict reports whether the segment is base64url to the letter. A second
// spelling of the same bytes would be a second token with the same signature.
func (s *Segment) strict() bool {
	return s.faultOf("base64") == nil && s.faultOf("white-space") == nil
}

// signingInput is the part of the token that the signature covers.
func (t *Token) signingInput() string { return t.Raw[:t.Signature.Start-1] }

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
	if key.IsZero() {
		return "", ErrNoKey
	}
	alg, _ := doc.Get("alg").Text()
	if err := firstError(func() error { return key.fits(alg) }, func() error { return key.may("sign") }); err != nil {
		return "", err
	}
	return sign(algorithms[alg], header, payload, key)
}

func sign(method jwt.SigningMethod, header, payload []byte, key Key) (string, error) {
	private := key.signing()
	if private == nil {
		return "", fmt.Errorf("%w: only the public half of it is here, and that cannot sign", ErrKey)
	}
	const signature = 96 // in base64url, of HS512 and ES256; longer ones grow
	input := make([]byte, 0, b64.EncodedLen(len(header)+len(payload))+signature)
	input = append(b64.AppendEncode(input, header), '.')
	input = b64.AppendEncode(input, payload)
	sig, err := method.Sign(string(input), private)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrKey, err)
	}
	return string(b64.AppendEncode(append(input, '.'), sig)), nil
}

// Assemble joins header, payload and signature into the compact form without
// signing anything.
func Assemble(header, payload, signature []byte) string {
	return b64.EncodeToString(header) + "." + b64.EncodeToString(payload) + "." + b64.EncodeToString(signature)
}
