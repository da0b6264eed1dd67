package store

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"mintmark/app/internal/secret"
)

// A ServiceKey lets a program ask for tokens. The key itself is known to its
// owner alone.
type ServiceKey struct {
	ID        string
	Hash      KeyHash
	Revoked   bool
	CreatedAt time.Time
	ChangedAt time.Time
}

// A KeyHash is the SHA-256 of a service key as text. That will do where a
// password needs more: nobody guesses 256 random bits.
type KeyHash [sha256.Size]byte

// Equal takes the same time wherever the two differ.
func (h KeyHash) Equal(other KeyHash) bool { return subtle.ConstantTimeCompare(h[:], other[:]) == 1 }

// Errors about the text of a service key. They never carry it.
var (
	ErrKeyID   = errors.New("id of a service key must be 1 to 64 small letters, digits and hyphens, with a letter or digit at both ends")
	ErrKeyText = errors.New("service key must be mm_, its id, _ and 43 letters and digits")
)

const (
	keyPrefix = "mm_"
	keyDigits = 43 // of base 62: 256 bits
	maxKeyID  = 64 // bytes
	base62    = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// NewServiceKey makes a key, mm_ID_ and 43 letters and digits, and what to keep
// of it. It fails with [ErrKeyID].
func NewServiceKey(id string) (secret.Text, KeyHash, error) {
	if !isKeyID(id) {
		return "", KeyHash{}, ErrKeyID
	}
	text := keyPrefix + id + "_" + randomDigits()
	return secret.Text(text), sha256.Sum256([]byte(text)), nil
}

// isKeyID keeps to what needs no quoting anywhere. An underscore would leave
// open where the id ends.
func isKeyID(id string) bool {
	for _, c := range []byte(id) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return id != "" && len(id) <= maxKeyID && id[0] != '-' && id[len(id)-1] != '-'
}

// randomDigits throws away bytes that would make some digits likelier.
func randomDigits() string {
	const fair = 256 - 256%len(base62)
	digits := make([]byte, 0, keyDigits)
	for len(digits) < keyDigits {
		var some [64]byte
		rand.Read(some[:]) // never fails
		for _, b := range some {
			if int(b) < fair && len(digits) < keyDigits {
				digits = append(digits, base62[int(b)%len(base62)])
			}
		}
	}
	return string(digits)
}

// ParseServiceKey returns the id that a key claims, and the hash that proves
// it. It fails with [ErrKeyText] on what cannot be one.
func ParseServiceKey(text secret.Text) (id string, hash KeyHash, err error) {
	key := text.Reveal()
	rest, ok := strings.CutPrefix(key, keyPrefix)
	id, digits, _ := strings.Cut(rest, "_")
	if !ok || len(digits) != keyDigits || strings.Trim(digits, base62) != "" || !isKeyID(id) {
		return "", KeyHash{}, ErrKeyText
	}
	return id, sha256.Sum256([]byte(key)), nil
}
