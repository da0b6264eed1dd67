package tokens

import (
	"crypto/rsa"
	"fmt"
	"slices"
	"strings"
)

func (v *ClientValidation) validate(key Key, life lifetime) error {
	return firstError(
		func() error { return checkPath("account_sid", "AC", v.AccountSID) },
		func() error { return checkPath("credential_sid", "CR", v.CredentialSID) },
		func() error { return checkPath("key_sid", "SK", v.KeySID) },
		v.checkAlg,
		func() error { return v.checkKey(key) },
		life.checkValidation,
		v.checkNames,
		v.checkRequest,
	)
}

func (v *ClientValidation) checkAlg() error {
	if alg := v.alg(); alg != "RS256" && alg != "PS256" {
		return fmt.Errorf("%w: a client validation token takes RS256 or PS256, not %q", ErrAlgorithm, clip(alg))
	}
	return nil
}

func (v *ClientValidation) checkKey(key Key) error {
	if key.IsZero() {
		return fmt.Errorf("%w: a client validation token is signed with an RSA private key", ErrNoKey)
	}
	return firstError(
		func() error { return CheckValidationKey(key) },
		func() error { return key.fits(v.alg()) },
		func() error { return key.may("sign") },
	)
}

// CheckValidationKey returns [ErrKey] with the reason for a key that Twilio
// takes for no client validation: it wants RSA, 2048 bits and the exponent 65537.
// The public half is enough. Source: error 70154.
func CheckValidationKey(key Key) error {
	pub, isRSA := key.public.(*rsa.PublicKey)
	switch {
	case !isRSA:
		return fmt.Errorf("%w: client validation takes an RSA key, this is %s", ErrKey, key.Describe())
	case pub.N.BitLen() != 2048:
		return fmt.Errorf("%w: client validation takes 2048 bits, this is %s", ErrKey, key.Describe())
	case pub.E != 65537:
		return fmt.Errorf("%w: client validation takes the exponent 65537, this key has %d", ErrKey, pub.E)
	}
	return nil
}

// checkValidation holds the lifetime against the limit of client validation.
func (l lifetime) checkValidation() error {
	if err := l.check(); err != nil {
		return err
	}
	if lives := l.ttl + l.early(); lives > MaxValidationTTL {
		return fmt.Errorf("%w; a client validation token lives for 300 seconds at most, got %v", ErrTTL, lives)
	}
	return nil
}

// checkNames refuses names that would be misread, or too few of them.
func (v *ClientValidation) checkNames() error {
	names := signedNames(v.SignedHeaders)
	if slices.Contains(names, "authorization") && slices.Contains(names, "host") && !slices.ContainsFunc(v.SignedHeaders, isNoName) {
		return nil
	}
	return &FieldError{Path: "signed_headers", Want: "names of headers, authorization and host among them", Got: strings.Join(names, ";")}
}

// isNoName reports whether a text is no header's name, blanks around it apart.
func isNoName(s string) bool { return !isToken(strings.Trim(s, " \t")) }

// checkRequest holds the request, or what was read of it, against what can be
// signed.
func (v *ClientValidation) checkRequest() error {
	names := signedNames(v.SignedHeaders)
	switch {
	case v.Request == nil && v.RequestHash == "":
		return &FieldError{Path: "request", Want: "the request that the token is made for"}
	case v.Request == nil && v.SignedHeaders != nil && !slices.Equal(names, v.SignedHeaders):
		return &FieldError{Path: "signed_headers", Want: strings.Join(names, ";") + ", as they are hashed", Got: strings.Join(v.SignedHeaders, ";")}
	case v.Request == nil:
		return checkHash(v.RequestHash)
	}
	if err := v.Request.validate(names); err != nil || v.RequestHash == "" {
		return err
	}
	return v.CheckRequest(v.Request)
}

func checkHash(hash string) error {
	if len(hash) == 64 && isLowerHex(hash) {
		return nil
	}
	return &FieldError{Path: "rqh", Want: "64 hex digits in lower case", Got: hash}
}
