package ui

import (
	"strconv"
	"strings"

	"mintmark/tokens"
)

// report is the verdict as text, to pass on: no token in it and no secret.
func (m *model) report() string {
	var b strings.Builder
	a := m.answer()
	b.WriteString(a.headline + "\n" + a.detail + "\n")
	b.WriteString("Judged by Mintmark as of " + m.moment().UTC().Format("2006-01-02 15:04:05 UTC") + "; " + m.signature().chip + "; " + m.counts() + ".\n")
	for _, f := range m.verdict.Findings {
		b.WriteString("\n" + severityWord(f.Severity) + ": " + f.Title + " (" + where(f) + ")\n")
		b.WriteString("  " + capital(f.Found) + ".\n  " + f.Why + "\n  " + f.Fix + "\n")
	}
	for _, o := range m.unchecked() {
		b.WriteString("\nnot checked: " + o.title + "\n  " + o.why + "\n")
	}
	return b.String()
}

// where is the place of a finding and the codes that go with it.
func where(f tokens.Finding) string {
	parts := []string{f.Place.String()}
	for _, code := range f.Codes {
		parts = append(parts, strconv.Itoa(code))
	}
	return strings.Join(parts, ", ")
}
