package ui

import "mintmark/tokens"

// A step is what to do next: a button beside the verdict.
type step struct {
	title string
	act   func(*desk)
}

var (
	copyTokenStep  = step{"Copy token", (*desk).copyToken}
	copyReportStep = step{"Copy report", (*desk).copyReport}
	likeItStep     = step{"Mint one like it", func(d *desk) { d.mintLikeIt() }}
	signStep       = step{"Sign it with this secret", func(d *desk) { d.resign() }}
	secretStep     = step{"Type the secret", func(*desk) { focus("key") }}
	formStep       = step{"Mend it in the form", (*desk).openForm}
	afreshStep     = step{"Start afresh", (*desk).startAfresh}
)

// steps is what to do next with the token, the likeliest first.
func (m *model) steps() []step {
	return []step{m.firstStep(), copyReportStep}
}

func (m *model) firstStep() step {
	lead := m.verdict.Lead()
	switch {
	case !m.hasKey() && (m.doc.origin == stale || m.doc.origin == unsigned):
		return secretStep
	case lead == nil && m.doc.origin == stale:
		return likeItStep
	case lead == nil:
		return copyTokenStep
	case m.verdict.Kind != tokens.AccessKind && (!m.doc.older || !isOlder(m.verdict.Kind)):
		return afreshStep
	}
	switch lead.Stage {
	case tokens.IssuerStage, tokens.GrantsStage, tokens.ScopesStage, tokens.PoliciesStage:
		return formStep
	case tokens.SignatureStage:
		if !m.hasKey() {
			return secretStep
		}
		return signStep
	}
	return likeItStep
}

func (d *desk) startAfresh() {
	d.setText("")
	d.drawn(func() { focus("token") })
}
