package ui

import (
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// The time card puts the token's times and the present on one line.
type timeCard struct {
	app.Compo

	Desk   *desk
	Seen   int
	Second int64

	open bool // the moment to judge as of can be chosen
}

// Render draws the card.
func (c *timeCard) Render() app.UI {
	return el("section", "card time",
		el("header", "",
			text("h2", "", "Time"),
			text("span", "hint", c.judgedAs()),
			&button{Class: "btn quiet", Text: "Change", Label: "Change the moment to judge as of",
				Expanded: strconv.FormatBool(c.open), Controls: "as-of-choice", OnPress: func() { c.open = !c.open }},
		),
		el("div", "body",
			c.choice(),
			c.line(),
			el("dl", "", c.moments()...),
		),
	)
}

func (c *timeCard) judgedAs() string {
	text := "judged as of now"
	if !c.Desk.asOf.IsZero() {
		text = "judged as of " + c.Desk.local(c.Desk.asOf)
	}
	if c.Desk.leeway > 0 {
		text += ", give or take " + strconv.Itoa(int(c.Desk.leeway/time.Second)) + " s"
	}
	return text
}

func (c *timeCard) choice() app.UI {
	if !c.open {
		return el("div", "").ID("as-of-choice")
	}
	d := c.Desk
	return el("div", "row as-of",
		el("div", "field",
			text("label", "", "Judge as of").Attr("for", "as-of"),
			&input{ID: "as-of", Type: "datetime-local", Class: "input", Value: d.asOfText,
				OnType: func(text string) { d.do(func() { d.setAsOf(text) }) }},
		),
		el("div", "field",
			text("label", "", "Clocks may differ by, in seconds").Attr("for", "leeway"),
			&input{ID: "leeway", Type: "number", Class: "input", Value: d.leewayText, Hint: "0",
				OnType: func(text string) { d.do(func() { d.setLeeway(text) }) }},
		),
		el("div", "field",
			text("span", "label", "\u00a0"),
			&button{Class: "btn", Text: "Now", Disabled: d.asOfText == "", OnPress: func() { d.do(d.judgeNow) }},
		),
	).ID("as-of-choice")
}

func (c *timeCard) line() app.UI {
	s, ok := c.Desk.line()
	if !ok {
		return text("p", "hint line", c.Desk.lifeless())
	}
	return app.Raw(drawLine(s))
}

// drawLine is the line as a picture. Numbers are percentages with one digit,
// so that it is drawn again only when something has moved.
func drawLine(s span) string {
	over := ""
	if s.now >= s.end {
		over = " over"
	}
	var b strings.Builder
	b.WriteString(`<svg class="line" aria-hidden="true"><rect class="track" x="0" y="7" width="100%" height="10" rx="5"/>`)
	b.WriteString(`<rect class="span` + over + `" x="` + percent(s.start) + `" y="7" width="` + percent(s.end-s.start) + `" height="10" rx="5"/>`)
	for _, at := range s.marks {
		b.WriteString(`<circle class="mark" cx="` + percent(at) + `" cy="12" r="6"/>`)
	}
	b.WriteString(`<circle class="mark` + over + `" cx="` + percent(s.end) + `" cy="12" r="6"/>`)
	b.WriteString(`<svg x="` + percent(s.now) + `" y="0" overflow="visible"><rect class="now" x="-1.5" width="3" height="24" rx="1.5"/></svg></svg>`)
	return b.String()
}

func percent(thousandths int) string {
	return strconv.FormatFloat(float64(thousandths)/10, 'f', 1, 64) + "%"
}

func (c *timeCard) moments() []app.UI {
	var list []app.UI
	for _, m := range c.Desk.moments() {
		list = append(list, m.draw())
	}
	return list
}

func (m moment) draw() app.UI {
	class := ""
	if m.over {
		class = "over"
	}
	said := []app.UI{
		text("time", "", m.local).Attr("datetime", m.at.UTC().Format(time.RFC3339)),
		text("small", "", m.utc),
	}
	if m.relative != "" {
		said = append(said, text("small", "", m.relative))
	}
	return el("div", class, text("dt", "", m.name), el("dd", "", said...))
}
