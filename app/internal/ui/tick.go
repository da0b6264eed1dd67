package ui

import (
	"slices"
	"time"

	"mintmark/tokens"
)

// tick judges again as time goes by, and reports whether more than the wording
// of the headline has changed.
func (m *model) tick() (changed bool) {
	due := !m.due.IsZero() && m.asOf.IsZero() && !m.now().Before(m.due)
	if due {
		m.await()
	}
	if !m.empty() {
		changed = m.tickVerdict()
	}
	if changed = changed || due || m.tickPause(); changed {
		m.revision++
	}
	return changed
}

// tickPause counts down to when the server may be asked again.
func (m *model) tickPause() (changed bool) {
	if m.asked.until.IsZero() {
		return false
	}
	if m.at = m.now(); !m.at.Before(m.asked.until) {
		m.asked.until = time.Time{}
	}
	return true
}

// tickVerdict judges the token again, and reports whether its findings changed.
func (m *model) tickVerdict() bool {
	old := m.verdict.Findings
	m.at = m.now()
	if m.asOf.IsZero() { // else the moment to judge as of stands still
		m.verdict = m.verdict.At(m.at)
	}
	return !sameFindings(old, m.verdict.Findings)
}

// await notes when time makes another verdict of one of the tokens that stand
// beside the one in hand, with a word on each.
func (m *model) await() {
	m.at, m.due = m.now(), time.Time{}
	for _, at := range m.doc.found[:min(len(m.doc.found), mostPicks)] {
		m.due = m.sooner(m.due, tokenAt(m.doc.text, at))
	}
	for _, s := range m.comparing.sides {
		if s.token != nil {
			m.due = m.sooner(m.due, s.token)
		}
	}
}

func sameFindings(a, b []tokens.Finding) bool {
	return slices.EqualFunc(a, b, func(a, b tokens.Finding) bool { return a.Rule == b.Rule && a.Found == b.Found })
}
