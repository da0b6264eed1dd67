package tokens

import (
	"bytes"
	"strconv"
	"sync"
	"unicode/utf8"
)

// AppendJSON appends what there is to say of a token as one line of JSON:
// {"header", "payload", "signature", "findings", "kind", "verdict"}. Header and
// payload stand as they do in the token, numbers to the last digit, and are null
// where they cannot be read; what a screen would obey is written as \u0000. It
// is written by hand, for a marshaller would bring them into a form of its own.
func AppendJSON(b []byte, t *Token, v *Verdict) []byte {
	b = append(append(b, `{"header":`...), t.Header.JSON()...)
	b = append(append(b, `,"payload":`...), t.Payload.JSON()...)
	b = appendLegible(append(b, `,"signature":`...), t.Signature.Encoded)
	b = appendFindings(append(b, `,"findings":`...), v.Findings)
	kind, _ := v.Kind.MarshalText()
	b = append(append(b, `,"kind":"`...), kind...)
	b = strconv.AppendBool(append(b, `","verdict":{"refused":`...), v.Refused)
	b = appendLegible(append(b, `,"headline":`...), v.Headline)
	b = appendLegible(append(b, `,"detail":`...), v.Detail)
	return append(b, "}}"...)
}

// JSON is the segment as it is written, on one line, null where it is no
// JSON. Bytes that are no UTF-8 become U+FFFD, for JSON cannot hold them.
func (s *Segment) JSON() []byte {
	if s.Value == nil || s.faultOf("json") != nil {
		return []byte("null")
	}
	data := bytes.TrimSpace(s.Data)
	if !utf8.Valid(data) {
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	if bytes.ContainsAny(data, "\n\r") { // only between values
		data = bytes.Map(func(r rune) rune {
			if r == '\n' || r == '\r' {
				return ' '
			}
			return r
		}, data)
	}
	return []byte(Legible(string(data), whiteSpace))
}

// whiteSpace is what may stand between the parts of JSON, but for the blank.
const whiteSpace = "\t\n\r"

// appendFindings writes findings as encoding/json does, at a tenth of the
// cost: for 100,000 tokens that is most of the time.
func appendFindings(b []byte, found []Finding) []byte {
	b = append(b, '[')
	for i := range found {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendFinding(b, &found[i])
	}
	return append(b, ']')
}

func appendFinding(b []byte, f *Finding) []byte {
	b = append(append(b, `{"rule":"`...), f.Rule...)
	b = append(append(b, `","severity":"`...), f.Severity.String()...)
	b = append(b, '"')
	for i, code := range f.Codes {
		b = append(b, [...]string{`,"codes":[`, `,`}[min(i, 1)]...)
		b = strconv.AppendInt(b, int64(code), 10)
	}
	if len(f.Codes) > 0 {
		b = append(b, ']')
	}
	b = appendPlace(append(b, `,"place":`...), f.Place)
	written := ruleTexts()[f.Rule]
	b = append(append(b, `,"title":`...), written.title...)
	b = appendLegible(append(b, `,"found":`...), f.Found)
	b = append(append(b, `,"why":`...), written.why...)
	b = append(b, `,"fix":`...)
	if f.Fix == written.rule.Fix {
		b = append(b, written.fix...)
	} else {
		b = appendLegible(b, f.Fix)
	}
	return append(b, '}')
}

func appendPlace(b []byte, p Place) []byte {
	b = append(append(b, `{"segment":"`...), p.Segment...)
	b = append(b, '"')
	if p.Path != "" {
		b = appendLegible(append(b, `,"path":`...), p.Path)
	}
	b = strconv.AppendInt(append(b, `,"start":`...), int64(p.Start), 10)
	b = strconv.AppendInt(append(b, `,"end":`...), int64(p.End), 10)
	return append(b, '}')
}

// A ruleText is what every finding of a rule says, as JSON.
type ruleText struct {
	rule            Rule
	title, why, fix []byte
}

var ruleTexts = sync.OnceValue(func() map[string]ruleText {
	texts := map[string]ruleText{}
	for _, r := range Rules() {
		texts[r.ID] = ruleText{r, appendLegible(nil, r.Title), appendLegible(nil, r.Why), appendLegible(nil, r.Fix)}
	}
	return texts
})

// appendLegible writes a string as JSON that no screen obeys.
func appendLegible(b []byte, s string) []byte {
	if isPlain(s, "") {
		return appendQuote(b, s)
	}
	return append(b, Legible(quote(s), whiteSpace)...)
}
