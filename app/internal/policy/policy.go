package policy

import (
	"fmt"
	"time"

	"mintmark/tokens"
)

// A Principal is somebody whose proof has been checked.
type Principal struct {
	Name   string // as folded for look-up
	Method string // how it was proved: "password", "basic"
}

// A Request is what the principal asks for. A zero field leaves it to the policy.
type Request struct {
	Identity string
	TTL      time.Duration
	Grants   []tokens.Grant
}

// A Decision is the policy's answer.
type Decision struct {
	Allow  bool
	Rule   string // the id of the rule that decided; empty if none covers the request
	Field  string // of a refusal: the part of the request that is not allowed
	Reason string // of a refusal: why, in words for the one who asked

	// What the token is to hold, if allowed.
	Identity string
	TTL      time.Duration
	Grants   []tokens.Grant
}

// Everyone is the id of the one rule that a [Policy] has.
const Everyone = "everyone"

// A Policy gives everyone the same grants, for the same time, in their own
// name. The zero Policy allows nothing.
type Policy struct {
	TTL    time.Duration
	Grants []tokens.Grant
}

// Decide answers a request.
func (p *Policy) Decide(who Principal, ask Request) Decision {
	switch {
	case len(p.Grants) == 0 || p.TTL <= 0:
		return Decision{Field: "grants", Reason: "no rule allows any"}
	case ask.Identity != "" && ask.Identity != who.Name:
		return deny("identity", "a token is for whoever asks, not for somebody else")
	case len(ask.Grants) > 0:
		return deny("grants", "the server chooses them")
	case ask.TTL < 0 || ask.TTL > p.TTL:
		return deny("ttl", fmt.Sprintf("the longest is %v", p.TTL))
	}
	d := Decision{Allow: true, Rule: Everyone, Identity: who.Name, TTL: p.TTL, Grants: p.Grants}
	if ask.TTL > 0 {
		d.TTL = ask.TTL
	}
	return d
}

func deny(field, reason string) Decision {
	return Decision{Rule: Everyone, Field: field, Reason: reason}
}
