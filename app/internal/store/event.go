package store

import (
	"strings"
	"time"
	"unicode/utf8"
)

// A Kind says what an [Event] tells of.
type Kind string

// The kinds of events. They are stored: never change one.
const (
	TokenIssued Kind = "token_issued"
	TokenDenied Kind = "token_denied" // the policy said no
	LoginFailed Kind = "login_failed"
	RateLimited Kind = "rate_limited"

	UserAdded        Kind = "user_added"
	PasswordChanged  Kind = "password_changed"
	PasswordRehashed Kind = "password_rehashed" // the same one, at today's cost
	UserDisabled     Kind = "user_disabled"
	UserEnabled      Kind = "user_enabled"

	ServiceKeyCreated Kind = "service_key_created"
	ServiceKeyRevoked Kind = "service_key_revoked"

	SigningKeyCreated Kind = "signing_key_created" // at Twilio
	SigningKeyDeleted Kind = "signing_key_deleted"

	AuditPruned Kind = "audit_pruned"
)

// Kinds is every kind of event.
var Kinds = []Kind{
	TokenIssued, TokenDenied, LoginFailed, RateLimited,
	UserAdded, PasswordChanged, PasswordRehashed, UserDisabled, UserEnabled,
	ServiceKeyCreated, ServiceKeyRevoked,
	SigningKeyCreated, SigningKeyDeleted,
	AuditPruned,
}

// An Event is one line of the audit trail. It never holds a token, a password
// or a secret. The zero value of a field means that there was none. Zero bytes
// and what is not UTF-8 are stored as U+FFFD.
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

// eventColumns is how many auditColumns has.
const eventColumns = 13

// values are the columns, in the order of auditColumns.
func (e *Event) values() [eventColumns]any {
	return [eventColumns]any{
		micros(e.Time), storable(string(e.Kind)), storable(e.RequestID), storable(e.Principal), storable(e.Method),
		storable(e.Client), storable(e.Reason), storable(e.Rule), storable(e.Identity), storable(e.Grants),
		int64(e.TTL / time.Second), storable(e.TokenID), storable(e.KeySID),
	}
}

// storable is a text that every database takes: PostgreSQL has no zero bytes,
// and nothing but UTF-8.
func storable(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
