package ui

import (
	"encoding/json"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// The checks card lists what was found, the worst first.
type checksCard struct {
	app.Compo

	Desk *desk
	Seen int

	all bool // the findings are there as JSON too
}

// Render draws the card.
func (c *checksCard) Render() app.UI {
	return el("section", "card checks",
		el("header", "",
			text("h2", "", "Checks"),
			text("span", "hint", c.Desk.counts()),
		),
		el("div", "body", c.findings()...).OnClick(c.onClick),
	)
}

// onClick leads to the place of a finding.
func (c *checksCard) onClick(_ app.Context, e app.Event) {
	if i, ok := rowOf(e); ok {
		c.lead(i)
	}
}

func (c *checksCard) lead(i int) {
	d := c.Desk
	d.do(func() {
		if i < len(d.verdict.Findings) {
			d.showPlace(d.verdict.Findings[i].Place)
		}
	})
}

func (c *checksCard) findings() []app.UI {
	findings := c.Desk.verdict.Findings
	var rows []app.UI
	if len(findings) == 0 {
		rows = append(rows, text("p", "hint", "Nothing was found: all of the "+counted(c.Desk.verdict.Fine, "check")+" hold."))
	}
	for i, f := range findings[:min(len(findings), mostRows)] {
		rows = append(rows, el("div", "finding",
			el("span", "dot "+string(toneOf(f.Severity))),
			el("div", "top",
				el("h3", "",
					text("span", "word "+string(toneOf(f.Severity)), severityWord(f.Severity)),
					app.Text(" "+f.Title),
				),
				placeOf(f, i),
			),
			text("p", "", capital(f.Found)+". "+f.Why),
			text("p", "fix", f.Fix),
		))
	}
	if rest := len(findings) - mostRows; rest > 0 {
		rows = append(rows, moreRow(rest, c.allButton()), c.asJSON())
	}
	return append(rows, c.open()...)
}

// open is what nobody has looked at, which is no fault of the token's.
func (c *checksCard) open() []app.UI {
	var rows []app.UI
	for _, o := range c.Desk.unchecked() {
		rows = append(rows, el("div", "finding",
			el("span", "dot open"),
			el("div", "top", el("h3", "", text("span", "word", "not checked"), app.Text(" "+o.title))),
			text("p", "", o.why),
		))
	}
	return rows
}

func (c *checksCard) allButton() app.UI {
	return &button{Class: "link", Text: "Show all as JSON", Expanded: strconv.FormatBool(c.all), Controls: "findings", OnPress: func() { c.all = !c.all }}
}

// asJSON is every finding as the command line writes it.
func (c *checksCard) asJSON() app.UI {
	box := el("pre", "all").ID("findings").Hidden(!c.all).TabIndex(0)
	if !c.all {
		return box
	}
	findings, err := json.MarshalIndent(c.Desk.verdict.Findings, "", "  ")
	if err != nil {
		panic(err) // texts and numbers always encode
	}
	return box.Body(app.Text(string(findings)))
}

// placeOf is where the finding of row i is, a button that leads there, and
// Twilio's codes, with their pages.
func placeOf(f tokens.Finding, i int) app.UI {
	place := clip(f.Place.String(), mostChars)
	parts := []app.UI{row(text("button", "place", place), i).Attr("type", "button").Aria("label", "Show "+place+" in the token")}
	for _, code := range f.Codes {
		parts = append(parts, link("", tokens.CodeURL(code), strconv.Itoa(code)).Title(tokens.CodeName(code)))
	}
	if said, address := standardOf(f.Rule); address != "" {
		parts = append(parts, link("", address, said))
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
