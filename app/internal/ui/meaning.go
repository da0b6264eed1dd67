package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// viewTitles are the titles of the tabs by view.
var viewTitles = []string{"In words", "Form", "JSON", "Table"}

// tabID is the id of the tab of a view.
func tabID(v view) string { return "says-" + strconv.Itoa(int(v)) }

// The meaning card says what is in the token, in four ways.
type meaningCard struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the card.
func (c *meaningCard) Render() app.UI {
	d := c.Desk
	return el("section", "card says",
		el("header", "",
			text("h2", "", "What it says"),
			&tabs{Name: "says", Label: "What it says", Titles: viewTitles, Selected: int(d.view),
				OnSelect: func(i int) { d.do(func() { d.chooseView(view(i)) }) }},
		),
		el("div", "body", c.panel()).ID("says-panel").Role("tabpanel").Aria("labelledby", tabID(d.view)),
	)
}

// panel is of another type in each view, so that nothing of one is reused for
// the next.
func (c *meaningCard) panel() app.UI {
	switch c.Desk.view {
	case formView:
		return &formPanel{Desk: c.Desk, Seen: c.Seen}
	case jsonView:
		return &jsonPanel{Desk: c.Desk, Seen: c.Seen}
	case tableView:
		return &tablePanel{Desk: c.Desk, Seen: c.Seen}
	}
	return &wordsPanel{Desk: c.Desk, Seen: c.Seen}
}
