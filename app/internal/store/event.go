package store

import "time"

// A Kind says what an [Event] tells of.
type Kind string

// The kinds of events. They are stored: never change one.
const (
	TokenIssued     Kind = "token_issued"
	TokenDenied     Kind = "token_denied" // the policy said no
	LoginFailed     Kind = "login_failed"
	UserAdded       Kind = "user_added"
	PasswordChanged Kind = "password_changed"
	UserDisabled    Kind = "user_disabled"
	UserEnabled     Kind = "user_enabled"
)

// An Event is one line of the audit trail. It never holds a token, a password
// or a secret. The zero value of a field means that there was none.
type Event struct {
	Time      time.Time // to the microsecond, UTC
	Kind      Kind
	RequestID string
	Principal string // who asked, or tried to; for a change, whom it is about
	Method    string // how the principal was proved: "password", "basic"; "cli"
	Client    string // where from, a prefix: "192.0.2.7/32", "2001:db8::/64"
	Reason    string // why, in words

	// What was decided for a token.
	Rule     string // of the policy
	Identity string
	Grants   string // JSON, as they travel inside the token
	TTL      time.Duration
	TokenID  string // jti
	KeySID   string // SK…, the key that signed
}
