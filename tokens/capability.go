package tokens

import (
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// A ClientCapability is what a client capability token is to say: the token of
// the Voice SDKs before 2.0. It is signed with the account's auth token and has
// no content type, no subject and no id.
type ClientCapability struct {
	AccountSID string // required: AC…
	Scopes     []Scope

	TTL       time.Duration // whole seconds; zero means [DefaultTTL]
	Now       time.Time     // the moment of minting; zero means that of the clock
	IssuedAt  time.Time     // zero means Now; more than 300 s after it NotBefore must be no earlier
	NotBefore time.Time     // zero leaves nbf out
}

// Sign returns the token as a compact JWS, HS256 under the account's auth
// token. It refuses with a [*FieldError], [ErrTTL] or [ErrSecret].
//
// Source: Twilio docs, "Capability Tokens" of Client 1.x.
func (c *ClientCapability) Sign(authToken string) (string, error) {
	return signCapability(authToken, c.marshal)
}

// Marshal returns header and payload as [ClientCapability.Sign] would sign
// them, after the same checks.
func (c *ClientCapability) Marshal() (header, payload []byte, err error) {
	return marshalCapability(c.marshal)
}

func marshalCapability(marshal func() ([]byte, error)) (header, payload []byte, err error) {
	if payload, err = marshal(); err != nil {
		return nil, nil, err
	}
	return []byte(capabilityHeader), payload, nil
}

func signCapability(authToken string, marshal func() ([]byte, error)) (string, error) {
	if err := CheckAuthToken(authToken); err != nil {
		return "", err
	}
	payload, err := marshal()
	if err != nil {
		return "", err
	}
	return sign(jwt.SigningMethodHS256, []byte(capabilityHeader), payload, SecretKey(authToken))
}

const capabilityHeader = `{"typ":"JWT","alg":"HS256"}`

func (c *ClientCapability) marshal() ([]byte, error) {
	life := newLifetime(c.TTL, c.Now, c.IssuedAt, c.NotBefore)
	if err := firstError(
		func() error { return checkPath("account_sid", "AC", c.AccountSID) },
		life.check,
		c.checkScopes,
	); err != nil {
		return nil, err
	}
	b := []byte(`{"scope":` + quote(JoinScopes(c.Scopes)) + `,"iss":"` + c.AccountSID + `"`)
	return append(life.append(b), '}'), nil
}

func (c *ClientCapability) checkScopes() error {
	for _, s := range c.Scopes {
		if err := s.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// ClientCapability is what a client capability token says, ready to be minted
// again. It fails with [ErrMalformed] for another kind of token.
func (t *Token) ClientCapability() (*ClientCapability, error) {
	if t.Kind() != ClientCapabilityKind {
		return nil, fmt.Errorf("%w: want a client capability token", ErrMalformed)
	}
	scope, _ := t.Payload.Value.Get("scope").Text()
	c := &ClientCapability{Scopes: ParseScopes(scope)}
	c.AccountSID, _ = t.Payload.Value.Get("iss").Text()
	c.IssuedAt, c.TTL, c.NotBefore = t.lifetime()
	return c, nil
}

// CheckAuthToken returns [ErrSecret] with the reason for what cannot be an
// account's auth token, which is 32 hex digits in lower case.
func CheckAuthToken(s string) error {
	if looksLikeAuthToken(s) {
		return nil
	}
	why := "an auth token is 32 hex digits in lower case"
	if len(s) == secretLen {
		why += "; this may be the secret of an API key, which signs access tokens"
	}
	return fmt.Errorf("%w: %s", ErrSecret, why)
}
