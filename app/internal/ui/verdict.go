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
	return v.Desk.answer().draw("verdict", "Verdict", v.chips(), v.actions())
}

// draw is the answer, under an id and a name, with what stands below and
// beside it.
func (a answer) draw(id, name string, chips, actions []app.UI) app.UI {
	return el("section", "verdict "+string(a.tone),
		drawCoin(string(a.coin)),
		el("div", "",
			text("h1", "", a.headline).ID(id).TabIndex(-1).Aria("live", "polite"),
			text("p", "", a.detail),
			el("div", "chips", chips...),
		),
		el("div", "actions", actions...),
	).Aria("label", name)
}

func (v *verdictCard) chips() []app.UI {
	var chips []app.UI
	if lead := v.Desk.verdict.Lead(); lead != nil && len(lead.Codes) > 0 {
		chips = append(chips, codeChip(lead.Codes[0]))
	}
	if s := v.Desk.signature().chip; s != "" && v.Desk.verdict.Kind != tokens.NoKind {
		chips = append(chips, text("span", "chip", s))
	}
	if left := v.Desk.remaining(); left != "" {
		chips = append(chips, text("span", "chip", "expires in "+left).Role("timer"))
	}
	return chips
}

func codeChip(code int) app.UI {
	return el("span", "chip",
		app.Text("most likely "),
		link("code", tokens.CodeURL(code), strconv.Itoa(code)),
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
