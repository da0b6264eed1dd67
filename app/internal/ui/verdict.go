package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// The verdict card is the answer: one sentence, and what to do next.
type verdictCard struct {
	app.Compo

	Desk   *desk
	Seen   int
	Second int64 // what counts down is drawn again with each
}

// Render draws the answer. Only its headline is read out when it changes.
func (v *verdictCard) Render() app.UI {
	a := v.Desk.answer()
	return app.Section().Class("verdict", string(a.tone)).Aria("label", "Verdict").Body(
		drawCoin(string(a.coin)),
		app.Div().Body(
			app.H1().Aria("live", "polite").Text(a.headline),
			app.P().Text(a.detail),
			app.Div().Class("chips").Body(v.chips()...),
		),
		app.Div().Class("actions").Body(v.actions()...),
	)
}

func (v *verdictCard) chips() []app.UI {
	var chips []app.UI
	if lead := v.Desk.verdict.Lead(); lead != nil && len(lead.Codes) > 0 {
		chips = append(chips, codeChip(lead.Codes[0]))
	}
	if s := v.Desk.signature().chip; s != "" && v.Desk.verdict.Kind != tokens.NoKind {
		chips = append(chips, app.Span().Class("chip").Text(s))
	}
	if left := v.Desk.remaining(); left != "" {
		chips = append(chips, app.Span().Class("chip").Role("timer").Text("expires in "+left))
	}
	return chips
}

func codeChip(code int) app.UI {
	return app.Span().Class("chip").Body(
		app.Text("most likely "),
		link(tokens.CodeURL(code), strconv.Itoa(code)).Class("code"),
		app.Text(" "+tokens.CodeName(code)),
	)
}

func (v *verdictCard) actions() []app.UI {
	steps := v.Desk.steps()
	row := make([]app.UI, len(steps))
	for i, s := range steps {
		class := "btn"
		if i == 0 {
			class = "btn main"
		}
		row[i] = &button{Class: class, Text: s.title, OnPress: func() {
			v.Desk.do(func() { s.act(v.Desk) })
		}}
	}
	return row
}
