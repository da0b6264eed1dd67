package tokens

import (
	"strconv"
	"strings"
	"time"
)

// A Granted is one grant as it stands in a token.
type Granted struct {
	Key   string
	Value *Value // as it is written

	// Kind and Grant are set where the key is known: Grant holds what its
	// struct has a place for. Exact says that this is all of it.
	Kind  Kind
	Grant Grant
	Exact bool
}

// Explain says in words what the grant opens.
func (g Granted) Explain() string {
	if g.Grant == nil {
		return (&RawGrant{Name: g.Key}).Explain()
	}
	return g.Grant.Explain()
}

// Grants is every grant of an access token, in the order in which they are
// written. Of those with the same key the last alone counts.
func (t *Token) Grants() []Granted {
	grants := t.Payload.Value.Get("grants")
	if grants == nil {
		return nil
	}
	out := make([]Granted, 0, len(grants.Members))
	times := count(grants.Members)
	for i := range grants.Members {
		if m := &grants.Members[i]; m.Name != "identity" && times(i) > 0 {
			out = append(out, newGranted(m))
		}
	}
	return out
}

func newGranted(m *Member) Granted {
	g := Granted{Key: m.Name, Value: &m.Value}
	if g.Grant, g.Exact = knownGrant(m.Name, &m.Value); g.Grant != nil {
		g.Kind, _ = KindOf(m.Name)
	}
	return g
}

// Identity is who the holder is, as a person wants to see it; "" for nobody.
func (t *Token) Identity() string {
	return t.Payload.Value.Get("grants", "identity").Display()
}

// Time is a time claim, "exp", "nbf" or "iat", where it is a number of seconds
// within the calendar.
func (t *Token) Time(claim string) (time.Time, bool) {
	v := t.Payload.Value.Get(claim)
	if n, ok := v.Integer(); ok && n <= maxUnix && n >= -maxUnix {
		return time.Unix(n, 0), true
	}
	if f, ok := v.float(); ok && f <= maxUnix && f >= -maxUnix {
		return time.Unix(int64(f), 0), true
	}
	return time.Time{}, false
}

// Access is what the token says, ready to be minted again under the same id
// and times. Grants that their structs cannot hold exactly are kept raw; claims
// that [AccessToken] has no place for, such as aud, are left out. It fails with
// [ErrMalformed] for what is no access token.
func (t *Token) Access() (*AccessToken, error) {
	if t.Kind() != AccessKind {
		return nil, ErrMalformed
	}
	p := t.Payload.Value
	a := &AccessToken{Identity: t.Identity()}
	a.AccountSID, _ = p.Get("sub").Text()
	a.KeySID, _ = p.Get("iss").Text()
	a.ID, _ = p.Get("jti").Text()
	a.Region, _ = t.Header.Value.Get("twr").Text()
	a.IssuedAt, a.TTL, a.NotBefore = t.lifetime()
	granted := t.Grants()
	a.Grants = make([]Grant, 0, len(granted))
	for _, g := range granted {
		if g.Exact {
			a.Grants = append(a.Grants, g.Grant)
		} else {
			a.Grants = append(a.Grants, &RawGrant{Name: g.Key, Value: JSON(g.Value.Raw)})
		}
	}
	return a, nil
}

// lifetime is what a mint needs to set the same times again. A token that does
// not tell when it was issued was so, for want of better, one default lifetime
// before its end.
func (t *Token) lifetime() (issuedAt time.Time, ttl time.Duration, notBefore time.Time) {
	notBefore, _ = t.Time("nbf")
	exp, ok := t.Time("exp")
	if !ok {
		return issuedAt, 0, notBefore
	}
	if from, ok := t.IssuedAt(); ok {
		return from, exp.Sub(from), notBefore
	}
	return exp.Add(-DefaultTTL), DefaultTTL, notBefore
}

// IssuedAt is when the token was minted, as far as it tells: by iat, by the
// second that the helpers write into jti, or else by nbf. A second in jti that
// is more than 300 s after nbf, or after the end, is something else.
func (t *Token) IssuedAt() (time.Time, bool) {
	if iat, ok := t.Time("iat"); ok {
		return iat, true
	}
	nbf, hasNbf := t.Time("nbf")
	exp, hasExp := t.Time("exp")
	second, ok := t.idSecond()
	if !ok || hasNbf && second.Sub(nbf) > clockSkew*time.Second || hasExp && second.After(exp) {
		return nbf, hasNbf
	}
	return second, true
}

// idSecond is the second that stands in jti behind the issuer.
func (t *Token) idSecond() (time.Time, bool) {
	jti, _ := t.Payload.Value.Get("jti").Text()
	iss, _ := t.Payload.Value.Get("iss").Text()
	s, ok := strings.CutPrefix(jti, iss+"-")
	if !ok || !isSecond(s) {
		return time.Time{}, false
	}
	n, _ := strconv.ParseInt(s, 10, 64)
	return time.Unix(n, 0), true
}
