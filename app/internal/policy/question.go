package policy

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"mintmark/tokens"
)

// A question is a request, read once for all rules.
type question struct {
	who    asker
	ask    Request
	wanted *profile // the one asked for, or nil
	grants []asked
	unseen bool // the identity asked for has characters that nobody sees

	// What the rules before have worked out, and of the others the latest: it is
	// often the same.
	first, passing verdict
	others         map[*profile]*verdict
	latest         *verdict

	badTTL string // what is wrong with the time asked for, whatever the rule; "" for nothing
}

// A verdict is what a profile says of the grants of a request.
type verdict struct {
	of     *profile
	grants []tokens.Grant
	no     refusal // because is "" for none
	final  bool    // it is one whatever the name

	// Whether a token can hold the grants, in this name: package tokens was asked
	// once.
	asked    bool
	identity string
}

func (p *Policy) newQuestion(who *asker, ask Request) question {
	q := question{who: *who, ask: ask, wanted: p.byName[ask.Profile], grants: readAsked(ask.Grants)}
	q.unseen = isUnseen(ask.Identity)
	if ttl := ask.TTL; ttl != 0 && (ttl < time.Second || ttl > tokens.MaxTTL || ttl%time.Second != 0) {
		q.badTTL = fmt.Sprintf("%v, got %v", tokens.ErrTTL, ttl)
	}
	return q
}

// isUnseen reports whether an identity could look like another one.
func isUnseen(identity string) bool { return tokens.Legible(identity, "") != identity }

// judge asks a profile about the grants, once.
func (q *question) judge(p *profile) *verdict {
	v := q.place(p)
	if v.of != p {
		v.reach(p, q.grants)
	}
	return v
}

// place is where the verdict of a profile is, or is to be. The first has no need
// of a map, nor has one that no other rule asks for.
func (q *question) place(p *profile) *verdict {
	switch {
	case !p.shared:
		return &q.passing
	case q.first.of == nil || q.first.of == p:
		return &q.first
	case q.latest != nil && q.latest.of == p:
		return q.latest
	case q.others == nil:
		q.others = map[*profile]*verdict{}
	}
	v := q.others[p]
	if v == nil {
		v = new(verdict)
		q.others[p] = v
	}
	q.latest = v
	return v
}

func (v *verdict) reach(p *profile, grants []asked) {
	*v = verdict{of: p}
	if no, refused := p.refuses(grants); refused {
		no.stage, no.profile = atGrants, p
		v.no, v.final = no, true
		return
	}
	v.grants = p.fill(grants)
}

// refuses is what the profile refuses of the grants, or else what package tokens
// does of them in somebody's name; nil for nothing.
func (v *verdict) refuses(identity string) *refusal {
	if !v.final && (!v.asked || v.identity != identity) {
		v.asked, v.identity, v.no = true, identity, sayable(identity, v.grants)
		v.no.profile = v.of
	}
	if v.no.because == "" {
		return nil
	}
	return &v.no
}

// sayable asks package tokens whether a token can hold these grants and this
// identity. The account, the key and the time are not what is asked about.
func sayable(identity string, grants []tokens.Grant) refusal {
	const digits = "00000000000000000000000000000000"
	t := tokens.AccessToken{AccountSID: "AC" + digits, KeySID: "SK" + digits, Identity: identity, Grants: grants, Now: time.Unix(1, 0)}
	err := t.Validate()
	if err == nil {
		return refusal{}
	}
	no := refusal{stage: atGrants, because: noToken, field: "grants", want: wanted(err)}
	var field *tokens.FieldError
	switch {
	case errors.Is(err, tokens.ErrIdentity):
		no.stage, no.field = atIdentity, "identity"
		no.want = strings.TrimPrefix(no.want, tokens.ErrIdentity.Error()+": ") // which says so
	case errors.As(err, &field) && field.Path != "grants":
		no.field = "grants." + field.Path
	}
	return no
}
