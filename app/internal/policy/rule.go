package policy

import (
	"slices"
	"time"
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

// cover answers a question whose principal the rule is about: with a decision,
// or, where it came nearer than the refusal before, with why the rule does not
// cover all of the request.
func (r *rule) cover(q *question, d *Decision, nearest *refusal) bool {
	prof, because := r.choose(q)
	if because != "" {
		if nearest.stage < atProfile {
			*nearest = refusal{stage: atProfile, because: because, field: "profile", rule: r}
		}
		return false
	}
	identity, because := r.identity.of(q)
	if because != "" {
		if nearest.stage < atIdentity {
			*nearest = refusal{stage: atIdentity, because: because, field: "identity", rule: r, profile: prof}
		}
		return false
	}
	v := q.judge(prof)
	if no := v.refuses(identity); no != nil {
		if nearest.stage < no.stage {
			*nearest = *no
			nearest.rule = r
		}
		return false
	}
	ttl, because, want := r.lifetime(q)
	if because != "" {
		if nearest.stage < atTTL {
			*nearest = refusal{stage: atTTL, because: because, field: "ttl", want: want, rule: r, profile: prof}
		}
		return false
	}
	*d = Decision{Allow: true, Rule: r.id, Profile: prof.name, Identity: identity, TTL: ttl, Grants: v.grants}
	return true
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
	case i.from == "request" && q.unseen:
		return "", unseen
	case i.from == "request":
		identity = q.ask.Identity
	case i.from == servicePlain:
		identity = q.who.plain()
	case i.from == "claim":
		if identity = q.who.Claims[i.claim]; identity == "" {
			return "", noClaim
		}
		if isUnseen(identity) { // many issuers let their users choose it
			return "", unseen
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

// lifetime is how long the token lives: as asked, or as the rule has it.
func (r *rule) lifetime(q *question) (ttl time.Duration, because, want string) {
	ttl = q.ask.TTL
	switch {
	case ttl == 0:
		return r.ttl, "", ""
	case ttl > r.maxTTL:
		return 0, tooLong, ""
	case q.badTTL != "":
		return 0, wrongTTL, q.badTTL
	}
	return ttl, "", ""
}

// holds reports whether the rule gives a profile.
func (r *rule) holds(p *profile) bool { return slices.Contains(r.profiles, p) }
