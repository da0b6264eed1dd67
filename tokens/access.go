package tokens

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
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
	return string(appendID(nil, keySID))
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

// head is the header as it travels.
func (t *AccessToken) head() string {
	if t.Region == "" {
		return plainHead
	}
	return b64.EncodeToString(t.header())
}

var plainHead = b64.EncodeToString(new(AccessToken).header())

// Marshal returns header and payload as [AccessToken.Sign] would sign them,
// after the same checks.
func (t *AccessToken) Marshal() (header, payload []byte, err error) {
	payload, err = t.payload(nil)
	if err != nil {
		return nil, nil, err
	}
	return t.header(), payload, nil
}

// payload appends the claims to b if Twilio would take them.
func (t *AccessToken) payload(b []byte) ([]byte, error) {
	life := t.lifetime() // one moment for the checks and the claims
	if err := t.check(life); err != nil {
		return nil, err
	}
	return t.appendPayload(b, life)
}

// Validate returns the first reason for which Twilio would refuse the token,
// the secret apart.
func (t *AccessToken) Validate() error { return t.check(t.lifetime()) }

func (t *AccessToken) check(life lifetime) error {
	return firstError(
		t.checkSwapped,
		func() error { return checkPath("account_sid", "AC", t.AccountSID) },
		func() error { return checkPath("key_sid", "SK", t.KeySID) },
		t.checkRegion,
		life.check,
		t.checkGrants,
		t.checkIdentity,
	)
}

// checkSwapped says so of the one mistake that makes two SIDs wrong at once.
func (t *AccessToken) checkSwapped() error {
	if !isSIDOf("SK", t.AccountSID) || !isSIDOf("AC", t.KeySID) {
		return nil
	}
	return &FieldError{Path: "account_sid", Want: wantSID("AC") + "; it and key_sid, which is an account SID, are swapped", Got: t.AccountSID}
}

func firstError(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func checkPath(path, prefix, sid string) error {
	if CheckSID(prefix, sid) == nil {
		return nil
	}
	if secretProblem(sid) == "" || CheckAuthToken(sid) == nil {
		sid = "[redacted]" // a secret in the place of a SID
	}
	return &FieldError{Path: path, Want: wantSID(prefix), Got: sid}
}

// checkRegion takes what a region looks like rather than a list, which would
// refuse the next one. Source: Twilio docs, "Global infrastructure".
func (t *AccessToken) checkRegion() error {
	if t.Region == "" || isRegion(t.Region) {
		return nil
	}
	return &FieldError{Path: "region", Want: "two letters and a digit, as in ie1", Got: t.Region}
}

func isRegion(s string) bool {
	return len(s) == 3 && isDigit(s[2]) && isLetter(s[0]) && isLetter(s[1]) && s == strings.ToLower(s)
}

func (t *AccessToken) lifetime() lifetime { return newLifetime(t.TTL, t.Now, t.IssuedAt, t.NotBefore) }

func (t *AccessToken) checkGrants() error {
	var seen keySet
	for _, g := range t.Grants {
		if isNil(g) {
			return &FieldError{Path: "grants", Want: "no nil grant"}
		}
		key := g.Key()
		if key == "" || key == "identity" || seen.holds(key) {
			return &FieldError{Path: "grants", Want: "each grant once, under a name of its own", Got: key}
		}
		if err := checkGrant(g); err != nil {
			return err
		}
	}
	if t.Region != "" && t.Region != "us1" && t.has((*Video)(nil).Key()) {
		return &FieldError{Path: "region", Want: "us1 or none in a token with a video grant: Video takes API keys of us1 only", Got: t.Region}
	}
	return nil
}

// A keySet remembers the keys of grants: a few, as tokens have, in a list, more
// in a map.
type keySet struct {
	few  [8]string
	n    int
	many map[string]bool
}

// holds reports whether a key was asked for before.
func (s *keySet) holds(key string) bool {
	switch {
	case slices.Contains(s.few[:s.n], key) || s.many[key]:
		return true
	case s.n < len(s.few):
		s.few[s.n] = key
		s.n++
	case s.many == nil:
		s.many = map[string]bool{key: true}
	default:
		s.many[key] = true
	}
	return false
}

// has reports whether there is a grant with that key.
func (t *AccessToken) has(key string) bool {
	return slices.ContainsFunc(t.Grants, func(g Grant) bool { return g.Key() == key })
}

func (t *AccessToken) checkIdentity() error {
	if _, why := identityProblem(t.Identity, t.has); why != "" {
		return fmt.Errorf("%w: it %s", ErrIdentity, why)
	}
	return nil
}

// ExpiresAt is the second at which the token ends, with IssuedAt set.
func (t *AccessToken) ExpiresAt() time.Time { return time.Unix(t.lifetime().exp(), 0) }

func (t *AccessToken) header() []byte {
	b := []byte(`{"typ":"JWT","alg":"HS256","cty":"` + ContentType + `"`)
	if t.Region != "" {
		b = append(append(append(b, `,"twr":"`...), t.Region...), '"')
	}
	return append(b, '}')
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
