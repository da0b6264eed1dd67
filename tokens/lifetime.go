package tokens

import (
	"cmp"
	"fmt"
	"strconv"
	"time"
)

// A lifetime is when a token begins and ends, in whole seconds.
type lifetime struct {
	ttl                      time.Duration
	now, issuedAt, notBefore time.Time
}

// newLifetime fills in what was left to its default.
func newLifetime(ttl time.Duration, now, issuedAt, notBefore time.Time) lifetime {
	if now.IsZero() {
		now = time.Now()
	}
	if issuedAt.IsZero() {
		issuedAt = now
	}
	return lifetime{cmp.Or(ttl, DefaultTTL), now, issuedAt, notBefore}
}

// check holds the lifetime against Twilio's limits.
func (l lifetime) check() error {
	if l.ttl < time.Second || l.ttl > MaxTTL || l.ttl%time.Second != 0 {
		return fmt.Errorf("%w, got %v", ErrTTL, l.ttl)
	}
	if ahead := l.iat() - l.now.Unix(); ahead > clockSkew && (l.notBefore.IsZero() || l.notBefore.Unix() < l.iat()) {
		return fmt.Errorf("%w; issued in %s, this one would be good until then too, for Twilio looks at its end alone: hold it back with nbf", ErrTTL, InWords(ahead, 2))
	}
	if !l.notBefore.IsZero() && l.notBefore.Unix() >= l.exp() {
		return &FieldError{Path: "nbf", Want: "a time before the token expires", Got: l.notBefore.UTC().Format(time.RFC3339)}
	}
	return nil
}

func (l lifetime) iat() int64 { return l.issuedAt.Unix() }

func (l lifetime) exp() int64 { return l.iat() + int64(l.ttl/time.Second) }

// append writes the time claims, each with a comma before it.
func (l lifetime) append(b []byte) []byte {
	b = strconv.AppendInt(append(b, `,"iat":`...), l.iat(), 10)
	if !l.notBefore.IsZero() {
		b = strconv.AppendInt(append(b, `,"nbf":`...), l.notBefore.Unix(), 10)
	}
	return strconv.AppendInt(append(b, `,"exp":`...), l.exp(), 10)
}
