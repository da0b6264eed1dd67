package store

import (
	"errors"
	"strings"
	"time"

	"golang.org/x/text/secure/precis"

	"mintmark/app/internal/secret"
)

// A User may log in with a password.
type User struct {
	Name      Name
	Hash      string // PHC string
	Disabled  bool
	CreatedAt time.Time
	ChangedAt time.Time // of the password or of Disabled
}

// A Name is a user's name in the one form that is looked up, limited and
// audited. It comes from [ParseName] only.
type Name string

const maxName = 256 // bytes; also the most that Twilio takes as an identity

// ErrName is a text that cannot name a user. It never carries the text.
var ErrName = errors.New("user name must be 1 to 256 bytes of letters, digits and signs, without spaces or colons")

// ParseName folds a text to the name that it stands for: "Anna" and "ａｎｎａ" are
// both "anna". It fails with [ErrName]. A colon ends a name in HTTP Basic, and
// would let a user pass for somebody else's "corp:anna" or "service:kiosk". A
// service key is no name: it would stand in the audit trail.
//
// Source: RFC 8265, UsernameCaseMapped; RFC 7617, section 2.
func ParseName(s string) (Name, error) {
	if _, _, err := ParseServiceKey(secret.Text(s)); err == nil || len(s) > maxName {
		return "", ErrName
	}
	folded, err := precis.UsernameCaseMapped.String(s)
	if err != nil || folded == "" || len(folded) > maxName || strings.Contains(folded, ":") {
		return "", ErrName
	}
	return Name(folded), nil
}
