package tokens

import (
	"slices"
	"time"
)

// Options say how [Diagnose] judges.
type Options struct {
	// At is the moment to judge as of; zero means now.
	At time.Time

	// Leeway is how far clocks may be apart: an expired token passes for that
	// long, and so does one that is not valid yet. Twilio documents none.
	Leeway time.Duration

	// Key judges the signature too. The zero Key leaves it unchecked.
	Key Key

	// Others are further keys at hand, none of which should have signed. Where
	// Key did not make the signature, the verdict says which of them did.
	Others []OtherKey

	// AnyKind judges a token that is no access token by the rules of its own
	// kind, and does not hold it against it that it is none.
	AnyKind bool
}

// An OtherKey is a key that signs other tokens than the one at hand.
type OtherKey struct {
	Name string // what it is: "the account's auth token"
	Key  Key
}

// Diagnose holds a token against [Rules]. The claims are judged whether or not
// the signature can be; where the form is broken, what depends on it is not.
func Diagnose(t *Token, o Options) Verdict {
	if o.At.IsZero() {
		o.At = time.Now()
	}
	return diagnose(t, o, nil)
}

func diagnose(t *Token, o Options, known *signed) Verdict {
	const usual = 6 // findings in a token that works, by an old helper
	j := judge{t: t, options: o, at: o.At.Unix(), leeway: int64(o.Leeway / time.Second), kind: t.Kind(), findings: make([]Finding, 0, usual)}
	j.stages(known)
	v := j.verdict()
	o.At = time.Time{} // what is left of the options holds at any time
	v.token, v.options, v.signed = t, o, j.signed
	return v
}

// A judge is one run of Diagnose.
type judge struct {
	t          *Token
	options    Options
	kind       TokenKind
	at, leeway int64 // Unix seconds, seconds
	signed     signed

	granted  []string // keys of the known grants; nil until they are asked for
	findings []Finding
	counts   [len(rules)]int // findings of each rule, those over maxAlike too
	rules    int             // how many were looked at
}

// stages are those that apply: of a broken token its form alone, and of each
// kind its own.
func (j *judge) stages(known *signed) {
	j.structure()
	j.looked(StructureStage)
	if !j.t.broken() {
		j.signature(known)
		j.times()
		j.looked(TimeStage)
		j.ofKind()
	}
}

func (j *judge) ofKind() {
	switch j.kind {
	case AccessKind:
		j.header()
		j.issuer()
		j.grants()
		j.looked(HeaderStage, IssuerStage, GrantsStage)
	case ClientCapabilityKind:
		j.scopes()
		j.looked(ScopesStage)
	case TaskRouterCapabilityKind:
		j.policies()
		j.looked(PoliciesStage)
	case ClientValidationKind:
		j.request()
		j.looked(RequestStage)
	default:
		j.strangeHeader()
		j.looked(HeaderStage)
	}
}

// report makes a finding, with codes in front of those of the rule.
func (j *judge) report(rule string, place Place, found string, codes ...int) {
	i := rulesByID()[rule]
	if j.counts[i]++; j.counts[i] > maxAlike {
		return
	}
	r := &rules[i]
	j.findings = append(j.findings, Finding{
		Rule: r.ID, Stage: r.Stage, Severity: r.Severity, Codes: j.codes(r, place, codes), Place: place,
		Title: r.Title, Found: legible(found), Why: r.Why, Fix: r.Fix,
	})
}

// stageRules counts the rules of each stage.
var stageRules = func() (n [RequestStage + 1]int) {
	for i := range rules {
		n[rules[i].Stage]++
	}
	return n
}()

func (j *judge) looked(stages ...Stage) {
	for _, s := range stages {
		j.rules += stageRules[s]
	}
}

// structure turns the faults of reading into findings.
func (j *judge) structure() {
	for _, faults := range [...][]Fault{j.t.Faults, j.t.Header.Faults, j.t.Payload.Faults, j.t.Signature.Faults} {
		for _, f := range faults {
			if f.Rule != "signature-length" { // a key may know better
				j.report(f.Rule, f.Place, f.Found)
			}
		}
	}
	if rule := j.kind.rule(); rule != "" && !j.options.AnyKind {
		j.report(rule, Place{Segment: "token"}, "this is "+j.kind.String()+j.stranger())
	}
}

// stranger names who issued a token that is none of Twilio's.
func (j *judge) stranger() string {
	iss, ok := j.t.Payload.Value.Get("iss").Text()
	if j.kind != OtherKind || !ok || iss == "" {
		return ""
	}
	if name := nameIssuer(iss); name != "" {
		return "; its issuer is " + name + ", " + clip(iss)
	}
	return "; its issuer is " + clip(iss)
}

func (j *judge) verdict() Verdict {
	slices.SortStableFunc(j.findings, func(a, b Finding) int {
		if a.Severity != b.Severity {
			return int(b.Severity - a.Severity)
		}
		return int(a.Stage - b.Stage)
	})
	j.countRest()
	v := Verdict{Kind: j.kind, Signature: j.signed.state, Unchecked: j.whyUnchecked(), Findings: j.findings}
	v.Refused = len(v.Findings) > 0 && v.Findings[0].Severity == ErrorSeverity
	v.Fine = j.rules - j.fired()
	v.Headline, v.Detail = j.words(&v)
	return v
}

func (j *judge) fired() (n int) {
	for _, count := range j.counts {
		n += min(count, 1)
	}
	return n
}

// countRest says of the last finding of a rule how many more there are.
func (j *judge) countRest() {
	for i := len(j.findings) - 1; i >= 0; i-- {
		f := &j.findings[i]
		count := &j.counts[rulesByID()[f.Rule]]
		if rest := *count - maxAlike; rest > 0 {
			f.Found += ", and so " + plural(rest, "more time")
			*count = maxAlike
		}
	}
}
