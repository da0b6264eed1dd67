package tokens

import (
	"sync"
	"time"
)

// How long an access token lives.
const (
	DefaultTTL = time.Hour
	MaxTTL     = 24 * time.Hour // Source: Twilio error 20157
)

// ContentType is the cty header of every access token.
const ContentType = "twilio-fpa;v=1"

// An AccessToken is what an access token is to say. The zero value of a field
// that is not named as required leaves it out.
type AccessToken struct {
	AccountSID string // required: AC…, the account that the API key belongs to
	KeySID     string // required: SK…, a Standard or Main API key
	Identity   string // required: who the holder is
	Region     string // "ie1"; empty for us1

	// TTL counts whole seconds; zero means [DefaultTTL].
	TTL time.Duration

	// Now is the moment of minting; zero means that of the clock.
	Now time.Time

	// IssuedAt is the moment from which the lifetime counts; zero means Now. More
	// than 300 s after Now it needs a NotBefore no earlier: Twilio looks at the end
	// alone, and would take the token at once.
	IssuedAt time.Time

	// NotBefore leaves nbf out where it is zero. A token needs none, and the
	// minting second in it makes a clock that is a little fast an error, 20105.
	NotBefore time.Time

	// ID is the jti. Empty means a fresh one from [NewID].
	ID string

	Grants []Grant
}

// NewID returns an id that no other token has: the key's SID, a hyphen and 128
// random bits. Twilio wants ids to begin with the SID.
func NewID(keySID string) string {
	return string(appendID(make([]byte, 0, 64), keySID))
}

// Sign returns the token as a compact JWS, HS256 under the API key secret.
//
// It refuses what Twilio would refuse: a [*FieldError] for a SID or a field of
// a grant, [ErrTTL], [ErrSecret], [ErrIdentity]. Nothing that was asked for is
// widened, shortened or dropped.
//
// Source: Twilio docs, "Access Tokens", The JSON Web Token format.
func (t *AccessToken) Sign(secret string) (string, error) {
	if err := CheckSecret(secret); err != nil {
		return "", err
	}
	room := rooms.Get().(*room)
	defer rooms.Put(room)
	payload, err := t.payload(room.payload[:0])
	if err != nil {
		return "", err
	}
	return seal(room.token[:0], t.head(), payload, secret), nil
}

// A room is memory that a call of Sign needs no longer than it takes.
type room struct{ payload, token [1024]byte }

var rooms = sync.Pool{New: func() any { return new(room) }}

// Marshal returns header and payload as [AccessToken.Sign] would sign them,
// after the same checks.
func (t *AccessToken) Marshal() (header, payload []byte, err error) {
	payload, err = t.payload(nil)
	if err != nil {
		return nil, nil, err
	}
	return t.header(), payload, nil
}

// Validate returns the first reason for which Twilio would refuse the token,
// the secret apart.
func (t *AccessToken) Validate() error { return t.check(t.lifetime()) }

func (t *AccessToken) lifetime() lifetime { return newLifetime(t.TTL, t.Now, t.IssuedAt, t.NotBefore) }

// ExpiresAt is the second at which the token ends, with IssuedAt set.
func (t *AccessToken) ExpiresAt() time.Time { return time.Unix(t.lifetime().exp(), 0) }
