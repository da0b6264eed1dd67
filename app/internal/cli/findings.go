package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"mintmark/tokens"
)

// marshal leaves <, > and & as they are, and shows what a terminal would obey.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return printableJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), err
}

// printFindings writes one finding a line: severity, rule, the code that Twilio
// most likely answers or a hyphen, where, what; below it, unless it is a mere
// note, what to do, where the text above has not begun with that.
func printFindings(w io.Writer, c paint, t *tokens.Token, found []tokens.Finding, above string, local *time.Location) {
	for i := range found {
		f := &found[i]
		line(w, c.severity(f.Severity), " ", f.Rule, " ", firstCode(f.Codes), " ", c.name(printable(f.Place.String())), ": ", printable(foundAt(f, t, local)))
		if f.Severity != tokens.NoteSeverity && !strings.HasPrefix(above, f.Fix) {
			line(w, c.faint("  fix: "), printable(f.Fix))
		}
	}
}

// countsFromNow are the rules that say how far off a time is, and the words
// behind which the time itself belongs.
var countsFromNow = map[string]string{"exp-past": "it expired ", "nbf-future": "will be ", "iat-future": "was issued "}

// foundAt is what was found, with the time that it is about: how long ago that
// is will not be true tomorrow.
func foundAt(f *tokens.Finding, t *tokens.Token, local *time.Location) string {
	before, after, ok := strings.Cut(f.Found, countsFromNow[f.Rule])
	at, known := t.Time(f.Place.Path)
	if countsFromNow[f.Rule] == "" || !ok || !known {
		return f.Found
	}
	return before + countsFromNow[f.Rule] + clock(at, local) + ", " + after
}

func firstCode(codes []int) string {
	if len(codes) == 0 {
		return "-"
	}
	return strconv.Itoa(codes[0])
}

// kindRules say that a token is whole, but of another kind than Twilio's SDKs
// take.
var kindRules = []string{"not-twilio", "client-capability", "taskrouter-capability", "client-validation"}

// isForm reports whether a finding says that the token is malformed.
func isForm(f *tokens.Finding) bool {
	return f.Severity == tokens.ErrorSeverity && f.Stage == tokens.StructureStage && !slices.Contains(kindRules, f.Rule)
}

// isMalformed reports whether something is wrong with the form of the token.
func isMalformed(v *tokens.Verdict) bool {
	for i := range v.Findings {
		if isForm(&v.Findings[i]) {
			return true
		}
	}
	return false
}

// worstOf is the exit code for all findings: that of the worst, whatever Twilio
// looks at first.
func worstOf(found []tokens.Finding) int {
	code := exitOK
	for i := range found {
		code = worse(code, codeFor(&found[i]))
	}
	return code
}

// codeFor is the exit code for a finding.
func codeFor(lead *tokens.Finding) int {
	switch {
	case lead.Severity != tokens.ErrorSeverity:
		return exitOK
	case isForm(lead):
		return exitMalformed
	case lead.Stage == tokens.SignatureStage:
		return exitSignature
	case lead.Rule == "exp-past" || lead.Rule == "nbf-future":
		return exitTime
	}
	return exitRefused
}
