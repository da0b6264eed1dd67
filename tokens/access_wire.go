package tokens

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
)

// head is the header as it travels.
func (t *AccessToken) head() string {
	if t.Region == "" {
		return plainHead
	}
	return b64.EncodeToString(t.header())
}

var plainHead = b64.EncodeToString(new(AccessToken).header())

func (t *AccessToken) header() []byte {
	b := []byte(`{"typ":"JWT","alg":"HS256","cty":"` + ContentType + `"`)
	if t.Region != "" {
		b = append(append(append(b, `,"twr":"`...), t.Region...), '"')
	}
	return append(b, '}')
}

// payload appends the claims to b if Twilio would take them.
func (t *AccessToken) payload(b []byte) ([]byte, error) {
	life := t.lifetime() // one moment for the checks and the claims
	if err := t.check(life); err != nil {
		return nil, err
	}
	return t.appendPayload(b, life)
}

func (t *AccessToken) appendPayload(b []byte, life lifetime) ([]byte, error) {
	b, err := t.appendID(append(b, `{"jti":`...))
	if err != nil {
		return nil, fmt.Errorf("jti: %w", err)
	}
	b = append(append(b, `,"iss":"`...), t.KeySID...)
	b = append(append(append(b, `","sub":"`...), t.AccountSID...), '"')
	b = life.append(b)
	b = append(b, `,"grants":`...)
	if b, err = appendGrants(b, t.Identity, t.Grants); err != nil {
		return nil, err
	}
	return append(b, '}'), nil
}

// appendID writes the id; a fresh one needs no escape.
func (t *AccessToken) appendID(b []byte) ([]byte, error) {
	if t.ID != "" {
		return appendText(b, t.ID)
	}
	return append(appendID(append(b, '"'), t.KeySID), '"'), nil
}

// appendID appends what [NewID] returns: [rand.Text], in place.
func appendID(b []byte, keySID string) []byte {
	const base32, length = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 26
	b = append(append(b, keySID...), '-')
	b = append(b, make([]byte, length)...)
	random := b[len(b)-length:]
	_, _ = rand.Read(random) // it never fails
	for i := range random {
		random[i] = base32[random[i]%32]
	}
	return b
}

// MarshalGrants is the grants member of a token as it travels: the identity,
// where there is one, and each grant under its key.
func MarshalGrants(identity string, grants []Grant) ([]byte, error) {
	return appendGrants(nil, identity, grants)
}

func appendGrants(b []byte, identity string, grants []Grant) (_ []byte, err error) {
	b = append(b, '{')
	if identity != "" {
		if b, err = appendText(append(b, `"identity":`...), identity); err != nil {
			return nil, fmt.Errorf("identity: %w", err)
		}
	}
	for _, g := range grants {
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		if b, err = appendText(b, g.Key()); err != nil {
			return nil, fmt.Errorf("grant %q: %w", g.Key(), err)
		}
		if b, err = appendGrant(append(b, ':'), g); err != nil {
			return nil, fmt.Errorf("%s: %w", g.Key(), err)
		}
	}
	return append(b, '}'), nil
}

// b64 is how segments are written. Strict refuses trailing bits.
var b64, looseB64 = base64.RawURLEncoding.Strict(), base64.RawURLEncoding
