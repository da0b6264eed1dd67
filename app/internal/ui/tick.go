package ui

import (
	"slices"
	"strings"

	"mintmark/tokens"
)

// tick judges again as time goes by, and reports whether more than the wording
// of the headline has changed.
func (m *model) tick() (changed bool) {
	if m.empty() {
		return false
	}
	old := m.verdict.Findings
	if m.asOf.IsZero() {
		m.judgeLater()
	} else {
		m.at = m.now() // for the clock; the moment to judge as of stands still
	}
	if changed = !sameFindings(old, m.verdict.Findings); changed {
		m.revision++
	}
	return changed
}

func sameFindings(a, b []tokens.Finding) bool {
	return slices.EqualFunc(a, b, func(a, b tokens.Finding) bool { return a.Rule == b.Rule && a.Found == b.Found })
}

// judgeLater judges the same token with the same key at a later moment. A
// secret that does not fit has been tried in every way in which it may have
// gone wrong, dozens of signatures over the whole token: too much for each
// second. What was found of the signature stays, and the rest is judged
// without the key.
func (m *model) judgeLater() {
	if m.key == "" || m.verdict.Signature != tokens.SignatureWrong {
		m.judge()
		return
	}
	m.at = m.now()
	later, same := retimed(m.verdict, m.diagnose(m.doc.token, m.options()))
	if !same {
		m.judge()
		return
	}
	m.verdict = later
}

// retimed is a verdict in the words of a later one that was given without a
// key. It reports false where the later one finds something else, so that
// words are not all that has changed.
func retimed(v, later tokens.Verdict) (tokens.Verdict, bool) {
	v.Findings = slices.Clone(v.Findings)
	rest := slices.DeleteFunc(later.Findings, ofSignature)
	for i := range v.Findings {
		f := &v.Findings[i]
		if ofSignature(*f) {
			continue
		}
		if len(rest) == 0 || rest[0].Rule != f.Rule {
			return v, false
		}
		v.Headline = strings.Replace(v.Headline, f.Found, rest[0].Found, 1)
		v.Detail = strings.Replace(v.Detail, f.Found, rest[0].Found, 1)
		f.Found, rest = rest[0].Found, rest[1:]
	}
	return v, len(rest) == 0
}

func ofSignature(f tokens.Finding) bool { return f.Stage == tokens.SignatureStage }
