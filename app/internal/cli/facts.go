package cli

import (
	"strings"
	"time"
	"unicode/utf8"

	"mintmark/tokens"
)

// A fact is one line about a token in words.
type fact struct{ name, text string }

// factsOf is what a token says about itself. Nobody has verified any of it.
func factsOf(t *tokens.Token, v *tokens.Verdict, now time.Time, local *time.Location) []fact {
	facts := []fact{
		{"kind", v.Kind.String()},
		{"identity", t.Identity()},
		{"issuer", t.Payload.Value.Get("iss").Display()},
		{"subject", t.Payload.Value.Get("sub").Display()},
		{"region", t.Header.Value.Get("twr").Display()},
	}
	facts = append(facts, timesOf(t, now, local)...)
	facts = append(facts, append(names(t, v.Kind), allows(t, v.Kind)...)...)
	return append(facts, fact{"signature", "not verified; mintmark verify does that, with the key"})
}

// allows is what the holder may do, a line for each grant, scope or policy.
func allows(t *tokens.Token, kind tokens.TokenKind) (facts []fact) {
	switch kind {
	case tokens.AccessKind:
		for _, g := range t.Grants() {
			facts = append(facts, fact{g.Key, g.Explain()})
		}
	case tokens.ClientCapabilityKind:
		c, _ := t.ClientCapability()
		for _, s := range c.Scopes {
			facts = append(facts, fact{"scope", s.Explain() + withParams(s)})
		}
	case tokens.TaskRouterCapabilityKind:
		c, _ := t.TaskRouterCapability()
		for _, p := range c.Policies {
			facts = append(facts, fact{"policy", policyWords(p)})
		}
	case tokens.ClientValidationKind:
		v, _ := t.ClientValidation()
		facts = append(facts, fact{"request", v.Explain()})
	}
	return facts
}

// names is what the kinds of tokens name beside issuer and subject.
func names(t *tokens.Token, kind tokens.TokenKind) []fact {
	claim := func(name string) string { return t.Payload.Value.Get(name).Display() }
	switch kind {
	case tokens.TaskRouterCapabilityKind:
		return []fact{{"workspace", claim("workspace_sid")}, {"channel", claim("channel")}, {"name", claim("friendly_name")}}
	case tokens.ClientValidationKind:
		return []fact{{"public key", t.Header.Value.Get("kid").Display()}, {"hash", claim("rqh")}}
	case tokens.OtherKind:
		return []fact{{"audience", claim("aud")}}
	}
	return nil
}

// withParams is what a scope hands to its TwiML app.
func withParams(s tokens.Scope) string {
	out, ok := s.(*tokens.OutgoingScope)
	if !ok || len(out.Params) == 0 {
		return ""
	}
	var params []string
	for _, p := range out.Params {
		params = append(params, p.Name+"="+p.Value)
	}
	return ", which is given " + strings.Join(params, ", ")
}

// timesOf is each time claim, and how long the token lives.
func timesOf(t *tokens.Token, now time.Time, local *time.Location) []fact {
	facts := []fact{
		{"issued", timeOf(t, "iat", now, local)},
		{"not before", timeOf(t, "nbf", now, local)},
		{"expires", timeOf(t, "exp", now, local)},
	}
	end, hasEnd := t.Time("exp")
	if hasEnd && !end.After(now) {
		facts[2].name = "expired"
	}
	if start, ok := t.IssuedAt(); ok && hasEnd && end.After(start) {
		facts = append(facts, fact{"lifetime", tokens.InWords(end.Unix()-start.Unix(), 2)})
	}
	return facts
}

func timeOf(t *tokens.Token, claim string, now time.Time, local *time.Location) string {
	if at, ok := t.Time(claim); ok {
		return stamp(at, now, local)
	}
	if v := t.Payload.Value.Get(claim); v != nil {
		return v.Raw + ", which is no time"
	}
	return ""
}

// maxFact is how much of a claim is shown in one line, in characters.
const maxFact = 300

// facts writes the facts that there are in two columns.
func (t *tree) facts(facts []fact) {
	width := 0
	for _, f := range facts {
		if f.text != "" {
			width = max(width, utf8.RuneCountInString(shorten(f.name)))
		}
	}
	line(t)
	for _, f := range facts {
		if f.text == "" {
			continue
		}
		name := shorten(f.name)
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(name)+2)
		line(t, t.faint(name), pad, shorten(f.text))
	}
}

// shorten makes text printable and short enough for a line.
func shorten(s string) string {
	r := []rune(printable(s[:min(len(s), 4*maxFact)]))
	if len(r) <= maxFact && len(s) <= 4*maxFact {
		return string(r)
	}
	return string(r[:min(len(r), maxFact)]) + "…"
}
