package ui

import (
	"slices"

	"mintmark/tokens"
)

// tick judges again as time goes by, and reports whether more than the wording
// of the headline has changed.
func (m *model) tick() (changed bool) {
	if m.empty() {
		return false
	}
	old := m.verdict.Findings
	m.at = m.now()
	if m.asOf.IsZero() { // else the moment to judge as of stands still
		m.verdict = m.verdict.At(m.at)
	}
	if changed = !sameFindings(old, m.verdict.Findings); changed {
		m.revision++
	}
	return changed
}

func sameFindings(a, b []tokens.Finding) bool {
	return slices.EqualFunc(a, b, func(a, b tokens.Finding) bool { return a.Rule == b.Rule && a.Found == b.Found })
}
