package ui

import "mintmark/tokens"

// A preview is what the policy says to a request, and why.
type preview struct {
	allow         bool
	rule, profile string
	identity      string
	expiresIn     int64 // seconds
	grants        []tokens.Granted
	field, reason string // of a refusal
	steps         []ruleStep
}

// A ruleStep is one rule that was tried.
type ruleStep struct {
	rule                     string
	denies, matches, decides bool
	why                      string
}

// readPreview reads the answer of POST /v1/token:preview.
func readPreview(said *tokens.Value) *preview {
	p := &preview{
		allow: said.Get("allow").Is(tokens.TrueValue), rule: textOf(said, "rule"), profile: textOf(said, "profile"), identity: textOf(said, "identity"),
		field: textOf(said.Get("refusal"), "field"), reason: textOf(said.Get("refusal"), "reason"),
	}
	p.expiresIn, _ = said.Get("expires_in").Integer()
	if grants := said.Get("grants"); grants != nil { // as a token says them
		p.grants = tokens.Decode(tokens.Assemble([]byte("{}"), []byte(`{"grants":`+grants.Raw+`}`), nil)).Grants()
	}
	for i := range elements(said, "steps") {
		s := &elements(said, "steps")[i]
		p.steps = append(p.steps, ruleStep{
			rule: textOf(s, "rule"), why: textOf(s, "why"),
			denies: s.Get("deny").Is(tokens.TrueValue), matches: s.Get("matches").Is(tokens.TrueValue), decides: s.Get("covers").Is(tokens.TrueValue),
		})
	}
	return p
}

// say is the answer as a sentence.
func (p *preview) say() string {
	switch {
	case p.allow && p.identity == "":
		return "The policy would give it, for nobody in particular, good for " + tokens.InWords(p.expiresIn, 2) + "."
	case p.allow:
		return "The policy would give it, for " + clip(p.identity, 60) + ", good for " + tokens.InWords(p.expiresIn, 2) + "."
	case p.field == "":
		return "The policy would refuse it: " + p.reason + "."
	}
	return sayField(p.field) + " would be refused: " + p.reason + "."
}

// say is what came of a rule: a word, its tone, and why.
func (s ruleStep) say() (t tone, word, why string) {
	switch {
	case s.decides && s.denies:
		return badTone, "denies", capital(s.why) + "."
	case s.decides:
		return okTone, "decides", capital(s.why) + "."
	case s.matches:
		field, reason := sayDenied(s.why)
		if field == "" {
			reason = capital(s.why) + "."
		}
		return warnTone, "does not cover it", reason
	}
	return noneTone, "not about you", capital(s.why) + "."
}
