package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// The checks card lists what was found, the worst first.
type checksCard struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the card.
func (c *checksCard) Render() app.UI {
	return el("section", "card checks",
		el("header", "",
			text("h2", "", "Checks"),
			text("span", "hint", c.Desk.counts()),
		),
		el("div", "body", c.findings()...),
	)
}

func (c *checksCard) findings() []app.UI {
	findings := c.Desk.verdict.Findings
	if len(findings) == 0 {
		return []app.UI{text("p", "hint", "Nothing was found: all of the "+counted(c.Desk.verdict.Fine, "check")+" hold.")}
	}
	rows := make([]app.UI, len(findings))
	for i, f := range findings {
		rows[i] = el("div", "finding",
			el("span", "dot "+string(toneOf(f.Severity))),
			el("div", "top",
				el("h3", "",
					text("span", "word "+string(toneOf(f.Severity)), severityWord(f.Severity)),
					app.Text(" "+f.Title),
				),
				c.place(f),
			),
			text("p", "", capital(f.Found)+". "+f.Why),
			text("p", "fix", f.Fix),
		)
	}
	return rows
}

// place is where the finding is, a button that leads there, and Twilio's
// codes, with their pages.
func (c *checksCard) place(f tokens.Finding) app.UI {
	parts := []app.UI{&button{Class: "place", Text: f.Place.String(), Label: "Show " + f.Place.String() + " in the token", OnPress: func() {
		c.Desk.do(func() { c.Desk.showPlace(f.Place) })
	}}}
	for _, code := range f.Codes {
		parts = append(parts, link("", tokens.CodeURL(code), strconv.Itoa(code)).Title(tokens.CodeName(code)))
	}
	return el("div", "where", parts...)
}

// showPlace leads to a place: a claim in the JSON, all else in the token.
func (d *desk) showPlace(p tokens.Place) {
	if p.Segment != "header" && p.Segment != "payload" {
		start, end := d.locateInText(p)
		d.drawn(func() { selectRange("token", start, end) })
		return
	}
	d.setView(jsonView)
	start, end := d.locate(p)
	d.drawn(func() { selectRange("json-"+p.Segment, start, end) })
}

// locateInText is where in the token field a place of the token is, in UTF-16
// units.
func (m *model) locateInText(p tokens.Place) (start, end int) {
	if p.End == 0 {
		p.End = len(m.doc.token.Raw)
	}
	at := textOffsets(m.doc.text, m.doc.token, []int{p.Start, p.End})
	return utf16Len(m.doc.text, at[0]), utf16Len(m.doc.text, at[1])
}
