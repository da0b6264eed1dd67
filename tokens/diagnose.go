package tokens

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
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

// A Finding is one rule that a token breaks, or is worth a word about.
type Finding struct {
	Rule     string   `json:"rule"` // its id, which never changes
	Stage    Stage    `json:"-"`
	Severity Severity `json:"severity"`
	Codes    []int    `json:"codes,omitempty"` // what Twilio most likely answers
	Place    Place    `json:"place"`
	Title    string   `json:"title"` // a sentence without its full stop
	Found    string   `json:"found"` // a clause: "it expired 5 years ago"
	Why      string   `json:"why"`
	Fix      string   `json:"fix"`
}

// A SignatureState is what is known of the signature.
type SignatureState int

// What is known of a signature.
const (
	SignatureUnchecked SignatureState = iota // no key was given
	SignatureMatches
	SignatureWrong
)

// String is "not checked", "matches" or "wrong".
func (s SignatureState) String() string {
	return [...]string{"not checked", "matches", "wrong"}[s]
}

// MarshalText is [SignatureState.String], for JSON.
func (s SignatureState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// A Verdict is what Twilio will most likely make of a token.
type Verdict struct {
	Kind      TokenKind      `json:"kind"`
	Refused   bool           `json:"refused"` // some finding is an [ErrorSeverity]
	Headline  string         `json:"headline"`
	Detail    string         `json:"detail"`
	Signature SignatureState `json:"signature"`
	Unchecked string         `json:"unchecked,omitempty"` // why no key could tell, or not the one at hand
	Findings  []Finding      `json:"findings"`            // errors first, each in Twilio's order
	Fine      int            `json:"fine"`                // rules that were looked at, or had nothing to look at, and hold

	token   *Token // for At
	options Options
	signed  signed
}

// Lead is the finding that decides: the first error in Twilio's order. It is
// nil where there is no error.
func (v Verdict) Lead() *Finding {
	if v.Refused {
		return &v.Findings[0]
	}
	return nil
}

// Count is how many findings have that severity.
func (v Verdict) Count(s Severity) int {
	n := 0
	for i := range v.Findings {
		if v.Findings[i].Severity == s {
			n++
		}
	}
	return n
}

// Diagnose holds a token against [Rules]. The claims are judged whether or not
// the signature can be; where the form is broken, what depends on it is not.
func Diagnose(t *Token, o Options) Verdict {
	if o.At.IsZero() {
		o.At = time.Now()
	}
	return diagnose(t, o, nil)
}

// At is the verdict as of another moment. What was found of the signature stands,
// and costs nothing again.
func (v Verdict) At(moment time.Time) Verdict {
	if v.token == nil {
		return v
	}
	o := v.options
	o.At = moment
	return diagnose(v.token, o, &v.signed)
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
	i := rulesByID[rule]
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
		count := &j.counts[rulesByID[f.Rule]]
		if rest := *count - maxAlike; rest > 0 {
			f.Found += ", and so " + plural(rest, "more time")
			*count = maxAlike
		}
	}
}

// words says the verdict in two sentences.
func (j *judge) words(v *Verdict) (headline, detail string) {
	lead := v.Lead()
	switch {
	case lead == nil && v.Count(WarningSeverity) > 0:
		return "Twilio will most likely take this token, but " + v.Findings[0].Found, v.Findings[0].Fix
	case lead == nil && v.Signature == SignatureUnchecked:
		return "Nothing speaks against this token, as far as can be seen without the " + j.keyNoun(),
			j.remaining() + "Whether the signature is right can be seen with the " + j.keyNoun() + j.onlyTwilio("; whether ")
	case lead == nil:
		return "Nothing speaks against this token", j.remaining() + "The signature matches" + j.onlyTwilio(". Whether ")
	case lead.Rule == "empty":
		return lead.Title, lead.Fix
	case lead.Rule == "signature-mismatch" && j.signed.headline != "":
		return j.signed.headline, lead.Fix + " " + j.beside(v)
	case j.kind == NoKind || j.kind.rule() == lead.Rule:
		return capital(lead.Found), lead.Fix
	case j.kind == OtherKind:
		return "This token is not good: " + lead.Found, lead.Fix + " " + j.beside(v)
	}
	return "Twilio will refuse this token: " + lead.Found, lead.Fix + " " + j.beside(v)
}

// keyNoun is what the signature can be checked with, in one word.
func (j *judge) keyNoun() string {
	if hmacLength(j.t.Header.Value) > 0 {
		return "secret"
	}
	return "key"
}

// onlyTwilio ends a sentence with what no token tells.
func (j *judge) onlyTwilio(and string) string {
	switch j.kind {
	case AccessKind, ClientValidationKind:
		return and + "Twilio knows the API key, and that it is no Restricted one, only Twilio can say."
	case ClientCapabilityKind, TaskRouterCapabilityKind:
		return and + "the auth token is still that of the account, only Twilio can say."
	}
	return "."
}

func (j *judge) remaining() string {
	exp, ok := j.t.Payload.Value.Get("exp").Integer()
	switch {
	case !ok:
		return ""
	case exp <= j.at:
		return "It has expired, but within the leeway. "
	}
	return "It is good for another " + another(exp-j.at) + ". "
}

// another is a time as it follows that word: "hour", "2 hours", "1 hour 1 minute".
func another(seconds int64) string {
	text := InWords(seconds, 2)
	if one, ok := strings.CutPrefix(text, "1 "); ok && !strings.Contains(one, " ") {
		return one
	}
	return text
}

// beside says what is wrong beside the lead.
func (j *judge) beside(v *Verdict) string {
	switch n := v.Count(ErrorSeverity) - 1; {
	case n > 0:
		more := ""
		if n > 1 {
			more = ", and " + plural(n-1, "more problem")
		}
		return "It would be refused even so: " + v.Findings[1].Found + more + "."
	case v.Signature == SignatureUnchecked:
		return "Nothing else is wrong with what can be checked without the " + j.keyNoun() + "."
	}
	return "Nothing else is wrong."
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// shortSID is a SID, or what stands in for one, as it fits a sentence:
// SK21c1…d2c1.
func shortSID(s string) string {
	if len(s) != sidLen || !isRun(s) {
		return clip(s)
	}
	return s[:6] + "…" + s[30:]
}
