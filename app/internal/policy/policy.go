package policy

import (
	"fmt"
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
	Deny    bool   `json:"deny,omitempty"` // it is a rule that denies
	Matches bool   `json:"matches"`        // it is about this principal
	Covers  bool   `json:"covers"`         // and about all of the request: it decided
	Why     string `json:"why"`            // or why not
}

// A Profile is what somebody may ask for, by one rule.
type Profile struct {
	Name     string        `json:"profile"`
	Rule     string        `json:"rule"`
	Default  bool          `json:"default,omitempty"` // what the rule gives if no profile is asked for
	TTL      time.Duration `json:"-"`                 // if none is asked for
	MaxTTL   time.Duration `json:"-"`
	Identity string        `json:"identity"` // "anna": this one; "guest-*": one that matches; "" for none
	Named    bool          `json:"named"`    // the request has to name the identity
	Fields   []Field       `json:"fields"`
}

// A Field is what a profile says of one field of a grant.
type Field struct {
	Path     string   `json:"path"`               // "video.room"
	Value    string   `json:"value,omitempty"`    // it is this, as [tokens.Field.Set] takes it
	Required bool     `json:"required,omitempty"` // the request has to fill it in
	Match    string   `json:"match,omitempty"`    // with this pattern
	AnyOf    []string `json:"any_of,omitempty"`   // or with one of these
}

// Everyone is the id of the one rule of [ForEveryone], and its profile.
const Everyone = "everyone"

// A Policy says who may get what. The zero Policy allows nothing. It does not
// change and is safe for concurrent use.
type Policy struct {
	ttl    time.Duration
	grants []tokens.Grant
}

// ForEveryone gives everyone the same grants, for the same time or less, in
// their own name.
func ForEveryone(ttl time.Duration, grants []tokens.Grant) *Policy {
	return &Policy{ttl: ttl, grants: grants}
}

// Decide answers a request.
func (p *Policy) Decide(who Principal, ask Request) Decision {
	switch {
	case len(p.grants) == 0 || p.ttl <= 0:
		return Decision{Field: "grants", Reason: "no rule allows any"}
	case ask.Profile != "" && ask.Profile != Everyone:
		return deny("profile", "there is one only: "+Everyone)
	case ask.Identity != "" && ask.Identity != who.Name:
		return deny("identity", "a token is for whoever asks, not for somebody else")
	case len(ask.Grants) > 0:
		return deny("grants", "the server chooses them")
	case ask.TTL < 0 || ask.TTL > p.ttl:
		d := deny("ttl", fmt.Sprintf("the longest is %v", p.ttl))
		d.TooLong = true
		return d
	}
	d := Decision{Allow: true, Rule: Everyone, Profile: Everyone, Identity: who.Name, TTL: p.ttl, Grants: p.grants}
	if ask.TTL > 0 {
		d.TTL = ask.TTL
	}
	return d
}

// Explain is every rule that was looked at, in order.
func (p *Policy) Explain(who Principal, ask Request) []Step {
	d := p.Decide(who, ask)
	return []Step{{Rule: Everyone, Matches: true, Covers: d.Allow, Why: d.Reason}}
}

// Profiles is what somebody may ask for.
func (p *Policy) Profiles(who Principal) []Profile {
	if len(p.grants) == 0 || p.ttl <= 0 {
		return nil
	}
	return []Profile{{Name: Everyone, Rule: Everyone, Default: true, TTL: p.ttl, MaxTTL: p.ttl, Identity: who.Name}}
}

func deny(field, reason string) Decision {
	return Decision{Rule: Everyone, Profile: Everyone, Field: field, Reason: reason}
}
