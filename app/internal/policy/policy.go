package policy

import (
	"iter"
	"strings"
	"time"

	"mintmark/tokens"
)

// A Principal is somebody whose proof has been checked.
type Principal struct {
	Name       string   // in audit, limits and rules: "anna"; "corp:SUB" of an ID token, "service:kiosk" of a service key
	Method     string   // how it was proved: "password", "basic", "oidc", "service_key"
	Groups     []string // from the ID token
	ServiceKey string   // the key's id, or ""
	Issuer     string   // of the ID token, by its name in the configuration, or ""

	// Claims are the texts at the top of the ID token, for rules that take the
	// identity from one. Whoever fills them leaves out what the issuer does not
	// vouch for, such as an email without email_verified.
	Claims map[string]string
}

// A Request is what the principal asks for. A zero field leaves it to the policy.
type Request struct {
	Profile  string
	Identity string
	TTL      time.Duration
	Grants   []tokens.Grant
}

// A Decision is the policy's answer.
type Decision struct {
	Allow   bool
	Rule    string // the id of the rule that decided; empty if none covers the request
	Profile string // that was given, or refused
	Field   string // of a refusal: the part of the request that is not allowed, "grants.video.room"
	Reason  string // of a refusal: why, in words for the one who asked
	TooLong bool   // of a refusal: all but the ttl would be allowed

	// What the token is to hold, if allowed. The grants belong to the policy:
	// nobody changes them.
	Identity string
	TTL      time.Duration
	Grants   []tokens.Grant
}

// A Step is one rule that [Policy.Explain] looked at.
type Step struct {
	Rule    string `json:"rule"`
	Deny    bool   `json:"deny"`    // it is a rule that denies
	Matches bool   `json:"matches"` // it is about this principal
	Covers  bool   `json:"covers"`  // and about all of the request: it decided
	Why     string `json:"why"`     // or why not
}

// A Profile is what somebody may ask for, by one rule.
type Profile struct {
	Name     string        `json:"profile"`
	Rule     string        `json:"rule"`
	Default  bool          `json:"default"` // what the rule gives if no profile is asked for
	TTL      time.Duration `json:"-"`       // if none is asked for
	MaxTTL   time.Duration `json:"-"`
	Identity string        `json:"identity"` // "anna": this one; "guest-*": one that matches; "" for none
	Named    bool          `json:"named"`    // the request has to name the identity
	Fields   []Field       `json:"fields"`
}

// A Field is what a profile says of one field of a grant.
type Field struct {
	Path     string   `json:"path"`             // "video.room"
	Value    string   `json:"value,omitempty"`  // it is this, as [tokens.Field.Set] takes it
	Required bool     `json:"required"`         // the request has to fill it in
	Match    string   `json:"match,omitempty"`  // with this pattern
	AnyOf    []string `json:"any_of,omitempty"` // or with one of these
}

// Everyone is the id of the one rule of [ForEveryone], and its profile.
const Everyone = "everyone"

// A Policy says who may get what. The zero Policy allows nothing. It does not
// change and is safe for concurrent use.
type Policy struct {
	profiles   []*profile
	byName     map[string]*profile
	rules      []rule
	deny       []rule // of which only the id and the match count
	rulesAbout *index
	denyAbout  *index

	foreign bool // there may be principals whose names others choose
	issuers map[string]int
}

// ServicePrefix is what the names of service keys have in the place of an issuer.
const ServicePrefix = "service"

// UnknownPrefix is what stands there in the audit trail where somebody gave a
// name that no user has.
const UnknownPrefix = "unknown"

// Issuers is every issuer that a rule names, by itself or before the colon of a
// principal, and the line where it does so first.
func (p *Policy) Issuers() map[string]int { return p.issuers }

// Rules is the id of every rule, in order: of those that deny, and of the others.
func (p *Policy) Rules() (deny, others []string) { return ids(p.deny), ids(p.rules) }

func ids(rules []rule) (all []string) {
	for i := range rules {
		all = append(all, rules[i].id)
	}
	return all
}

// PlainPrefix begins the identity of a service key where there are no rules.
const PlainPrefix = ServicePrefix + "_"

// servicePlain is where [ForEveryone] takes identities from.
const servicePlain = "plain"

// plain is the name of a principal as Voice too takes it of a service key, whose
// id has small letters, digits and hyphens: "service_front_desk".
func (p *Principal) plain() string {
	if p.ServiceKey == "" {
		return p.Name
	}
	return PlainPrefix + strings.ReplaceAll(p.ServiceKey, "-", "_")
}

// ForEveryone gives everyone the same grants, for the same time or less, in
// their own name, a service key front-desk as "service_front_desk". Without
// grants or time it allows nothing.
func ForEveryone(ttl time.Duration, grants []tokens.Grant) *Policy {
	if ttl <= 0 || len(grants) == 0 {
		return new(Policy)
	}
	prof := &profile{name: Everyone}
	for _, g := range grants {
		prof.grants = append(prof.grants, newGrantSpec(g))
	}
	r := &rule{id: Everyone, match: match{everyone: true}, identity: identityRule{from: servicePlain}, ttl: ttl, maxTTL: ttl}
	r.give([]*profile{prof}, nil)
	return newPolicy([]*profile{prof}, []rule{*r}, nil)
}

// newPolicy works out what is the same for every request.
func newPolicy(profiles []*profile, rules, deny []rule) *Policy {
	byName := make(map[string]*profile, len(profiles))
	for _, p := range profiles {
		p.settle()
		byName[p.name] = p
	}
	given := map[*profile]bool{}
	for i := range rules {
		for _, p := range rules[i].profiles {
			p.shared, given[p] = p.shared || given[p], true
		}
	}
	return &Policy{profiles: profiles, byName: byName, rules: rules, deny: deny, rulesAbout: indexOf(rules), denyAbout: indexOf(deny)}
}

func indexOf(rules []rule) *index {
	matches := make([]*match, len(rules))
	for i := range rules {
		matches[i] = &rules[i].match
	}
	return newIndex(matches)
}

// give sets what the rule gives, and what a request without a profile gets.
func (r *rule) give(profiles []*profile, preset *profile) {
	r.profiles, r.preset = profiles, preset
	if preset == nil && len(profiles) == 1 {
		r.preset = profiles[0]
	}
}

// Decide answers a request. Rules that deny come first; then the first rule
// that covers all of the request decides. A request without a profile gets the
// default of the first rule about the principal, or its only profile; where that
// rule has several and no default, it is refused rather than given what a later
// rule would. Of a request that none covers it tells what the rule refuses that
// came nearest.
func (p *Policy) Decide(who Principal, ask Request) Decision {
	a := newAsker(who)
	if r := p.denies(a); r != nil {
		return (&refusal{because: denied, field: "principal", rule: r}).decision()
	}
	if p.foreign && who.isUser() && strings.Contains(who.Name, ":") {
		return Decision{Field: "principal", Reason: "a user's name with a colon could be that of somebody with an ID token"}
	}
	nearest := refusal{field: "principal", want: "no rule gives you a token"}
	q := p.newQuestion(a, ask)
	var d Decision
	for r := range p.about(a) {
		if ask.Profile == "" && r.preset == nil {
			return (&refusal{because: manyProfiles, field: "profile", rule: r}).decision()
		}
		if r.cover(&q, &d, &nearest) {
			return d
		}
	}
	return nearest.decision()
}

// denies is the first rule that denies somebody everything, or nil.
func (p *Policy) denies(who *asker) *rule {
	if p.denyAbout == nil {
		return nil
	}
	for _, i := range p.denyAbout.candidates(&who.Principal) {
		if p.deny[i].match.about(who) {
			return &p.deny[i]
		}
	}
	return nil
}

// about is every rule about somebody, in order.
func (p *Policy) about(who *asker) iter.Seq[*rule] {
	return func(yield func(*rule) bool) {
		if p.rulesAbout == nil {
			return
		}
		for _, i := range p.rulesAbout.candidates(&who.Principal) {
			if r := &p.rules[i]; (r.match.single || r.match.about(who)) && !yield(r) {
				return
			}
		}
	}
}
