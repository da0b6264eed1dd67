package tokens

import "time"

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
