package policy

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"mintmark/tokens"
)

// A rule gives profiles to those whom it is about.
type rule struct {
	id       string
	match    match
	identity identityRule
	profiles []*profile
	preset   *profile      // what a request without a profile gets, or nil
	ttl      time.Duration // of a request without one
	maxTTL   time.Duration
}

// An identityRule says in whose name a token may be.
type identityRule struct {
	from  string // "principal", "request", "claim"
	claim string
	match *glob // or nil
}

func (r *rule) profileNames() string {
	names := make([]string, len(r.profiles))
	for i, p := range r.profiles {
		names[i] = p.name
	}
	return list(names)
}

// A question is a request, read once for all rules.
type question struct {
	who    *asker
	ask    *Request
	wanted *profile // the one asked for, or nil
	grants []asked

	// What the rules before have worked out, and for which profile the last one
	// did: it is often the same.
	judged map[*profile]verdict
	latest verdict
}

// A verdict is what a profile says of the grants of a request.
type verdict struct {
	of     *profile
	grants []tokens.Grant
	refuse refusal
	no     bool
}

func (p *Policy) newQuestion(who *asker, ask *Request) *question {
	return &question{who: who, ask: ask, wanted: p.byName[ask.Profile], grants: readAsked(ask.Grants)}
}

// judge asks a profile about the grants, once.
func (q *question) judge(p *profile) *verdict {
	if q.latest.of == p {
		return &q.latest
	}
	v, known := q.judged[p]
	if !known {
		v.of = p
		if v.refuse, v.no = p.refuses(q.grants); !v.no {
			v.grants = p.fill(q.grants)
		}
		v.refuse.profile = p
		if q.latest.of != nil && q.judged == nil {
			q.judged = map[*profile]verdict{q.latest.of: q.latest}
		}
		if q.judged != nil {
			q.judged[p] = v
		}
	}
	q.latest = v
	return &q.latest
}

// cover answers a question whose principal the rule is about: with a decision,
// or with why the rule does not cover all of the request.
func (r *rule) cover(q *question, d *Decision, no *refusal) bool {
	prof, because := r.choose(q)
	if because != "" {
		*no = refusal{stage: atProfile, because: because, field: "profile", rule: r}
		return false
	}
	identity, because := r.identity.of(q)
	if because != "" {
		*no = refusal{stage: atIdentity, because: because, field: "identity", rule: r, profile: prof}
		return false
	}
	v := q.judge(prof)
	if v.no {
		*no = v.refuse
		no.stage, no.rule = atGrants, r
		return false
	}
	*d = Decision{Allow: true, Rule: r.id, Profile: prof.name, Identity: identity, TTL: q.ask.TTL, Grants: v.grants}
	if d.TTL == 0 {
		d.TTL = r.ttl
	}
	*no = r.check(d)
	no.rule, no.profile = r, prof
	return no.because == ""
}

// choose picks the profile: the one asked for, or if there is none the rule's
// default, or its only one.
func (r *rule) choose(q *question) (p *profile, because string) {
	switch {
	case q.wanted != nil && r.holds(q.wanted):
		return q.wanted, ""
	case q.ask.Profile != "":
		return nil, noProfile
	case r.preset == nil:
		return nil, manyProfiles
	}
	return r.preset, ""
}

// of is the identity that the token gets.
func (i *identityRule) of(q *question) (identity, because string) {
	identity = q.who.Name
	switch {
	case i.from == "request" && q.ask.Identity == "":
		return "", noIdentity
	case i.from == "request":
		identity = q.ask.Identity
	case i.from == "claim":
		if identity = q.who.Claims[i.claim]; identity == "" {
			return "", noClaim
		}
	}
	switch {
	case q.ask.Identity != "" && q.ask.Identity != identity:
		return "", otherIdentity
	case i.match != nil && !i.match.matches(identity):
		return "", badIdentity
	}
	return identity, ""
}

// check holds what would be allowed against what a token can say and, last, how
// long it may live.
func (r *rule) check(d *Decision) refusal {
	if no := sayable(d); no.because != "" {
		return no
	}
	switch whole := d.TTL.Truncate(time.Second); {
	case d.TTL > r.maxTTL:
		return refusal{stage: atTTL, because: tooLong, field: "ttl"}
	case d.TTL < time.Second || d.TTL > tokens.MaxTTL || d.TTL != whole:
		return refusal{stage: atTTL, because: wrongTTL, field: "ttl", want: fmt.Sprintf("%v, got %v", tokens.ErrTTL, d.TTL)}
	}
	return refusal{}
}

// sayable asks package tokens whether a token can hold these grants and this
// identity. The account, the key and the time are not what is asked about.
func sayable(d *Decision) refusal {
	const digits = "00000000000000000000000000000000"
	t := tokens.AccessToken{AccountSID: "AC" + digits, KeySID: "SK" + digits, Identity: d.Identity, Grants: d.Grants, Now: time.Unix(1, 0)}
	err := t.Validate()
	if err == nil {
		return refusal{}
	}
	no := refusal{stage: atGrants, because: noToken, field: "grants", want: err.Error()}
	var field *tokens.FieldError
	switch {
	case errors.Is(err, tokens.ErrIdentity):
		no.stage, no.field = atIdentity, "identity"
	case errors.As(err, &field) && field.Path != "grants":
		no.field = "grants." + field.Path
	}
	return no
}

// holds reports whether the rule gives a profile.
func (r *rule) holds(p *profile) bool { return slices.Contains(r.profiles, p) }
