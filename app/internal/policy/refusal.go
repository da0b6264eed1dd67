package policy

import (
	"errors"

	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

// Why something is refused.
const (
	denied        = "a rule denies it"
	noProfile     = "profile not in the rule"
	manyProfiles  = "which profile"
	otherIdentity = "identity of somebody else"
	noIdentity    = "identity not named"
	badIdentity   = "identity does not match"
	unseen        = "identity looks like another"
	noClaim       = "claim not there"
	notGiven      = "not in the profile"
	unknownForm   = "in another form"
	twice         = "there twice"
	lacks         = "required"
	otherValue    = "fixed to something else"
	badValue      = "not a value for it"
	noMatch       = "does not match"
	noneOf        = "none of those allowed"
	tooLong       = "too long"
	wrongTTL      = "no lifetime"
	noToken       = "no token can say that"
)

// How far a request came with a rule.
const (
	atPrincipal = iota
	atProfile
	atIdentity
	atGrants
	atTTL
)

// A refusal says why a rule does not cover a request. Its words are made for
// the one refusal that is told.
type refusal struct {
	stage   int
	because string
	field   string // or the field of a grant below
	want    string // where the reason needs words of its own
	rule    *rule
	profile *profile
	grant   *grantSpec
	spec    *fieldSpec
}

// wanted is what an error of package tokens says, but for the value of a field: it
// may be a secret in the wrong place, and refusals stand in the audit trail.
func wanted(err error) string {
	var field *tokens.FieldError
	if !errors.As(err, &field) {
		return err.Error()
	}
	if name := tokens.NameSID(field.Got); name != "" {
		return "it is " + name + ": want " + field.Want
	}
	return "want " + field.Want
}

// where is the part of the request that is refused.
func (r *refusal) where() string {
	if r.grant != nil {
		return "grants." + r.grant.key + "." + r.spec.path
	}
	return r.field
}

// words are for the one who asked.
func (r *refusal) words() string {
	switch r.because {
	case denied:
		return "the rule " + r.rule.id + " denies every token"
	case noProfile:
		return "there is no such profile for you; there is " + r.rule.profileNames()
	case manyProfiles:
		return "name one of " + r.rule.profileNames()
	case otherIdentity:
		return "a token is for whoever asks, not for somebody else"
	case noIdentity:
		return "name one that matches " + r.rule.identity.match.text
	case badIdentity:
		return "want one that matches " + r.rule.identity.match.text
	case unseen:
		return "it has characters that nobody sees"
	case noClaim:
		return "it comes from the claim " + r.rule.identity.claim + ", and the ID token has none"
	case notGiven:
		return "the profile " + r.profile.name + " does not give it"
	case unknownForm:
		return "it holds a field that there is not, or one that is empty or false: leave that out"
	case twice:
		return "it is there twice"
	case lacks:
		return "the profile " + r.profile.name + " needs it"
	case otherValue:
		return "the profile " + r.profile.name + " sets it to something else"
	case noMatch:
		return "want what matches " + r.spec.match.text
	case noneOf:
		return "want one of " + list(r.spec.anyOf)
	case tooLong:
		return "the longest is " + strictyaml.FormatDuration(r.rule.maxTTL)
	}
	return r.want
}

// decision tells of the refusal.
func (r *refusal) decision() Decision {
	d := Decision{Field: r.where(), Reason: r.words(), TooLong: r.stage == atTTL}
	if r.rule != nil {
		d.Rule = r.rule.id
	}
	if r.profile != nil {
		d.Profile = r.profile.name
	}
	return d
}
