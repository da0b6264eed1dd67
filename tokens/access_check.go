package tokens

import (
	"fmt"
	"slices"
	"strings"
)

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
