package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// tokenAt is the token that stands at a place of a text.
func tokenAt(text string, at tokens.Span) *tokens.Token {
	t := tokens.Decode(text[at.Start:at.End])
	t.Offset += at.Start
	return t
}

// pick judges another of the tokens in the text. The text stays as it is.
func (m *model) pick(i int) {
	if i == m.doc.picked || i >= len(m.doc.found) {
		return
	}
	m.keep()
	m.doc = doc{text: m.doc.text, found: m.doc.found}
	m.doc.choose(i)
	m.judge()
}

// mostPicks is how many tokens of a text can be picked where it stands; a table
// has them all.
const mostPicks = 50

// picks are the tokens of the text in a line each.
func (m *model) picks() []string {
	n := min(len(m.doc.found), mostPicks)
	lines := make([]string, n)
	for i := range lines {
		lines[i] = strconv.Itoa(i+1) + " · " + m.brief(tokenAt(m.doc.text, m.doc.found[i])).line()
	}
	return lines
}

// A picker chooses one of several tokens.
type picker struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the choice.
func (p *picker) Render() app.UI {
	d := p.Desk
	n := len(d.doc.found)
	return el("div", "pick",
		text("label", "", strconv.Itoa(n)+" tokens in this text").Attr("for", "pick"),
		&button{Class: "link", Text: "See all " + strconv.Itoa(n) + " in a table", OnPress: func() { d.do(d.tabulate) }},
		&button{Class: "link", Text: "Compare the two", Hidden: n != 2, OnPress: func() { d.do(d.compareFound) }},
		&choice{ID: "pick", Options: d.picks(), Selected: d.doc.picked, OnSelect: func(i int) {
			d.do(func() { d.pick(i) })
			d.drawn(d.showPicked)
		}},
	)
}

// showPicked brings the token in sight in a text that is higher than its card.
func (d *desk) showPicked() {
	document := app.Window().Get("document")
	if at := document.Call("querySelector", ".mirror .h"); at.Truthy() {
		document.Call("querySelector", ".stack").Set("scrollTop", at.Get("offsetTop").Int()-24)
		return
	}
	if field, ok := element("token"); ok { // without colours
		field.Set("scrollTop", heightOf(field, d.doc.text[:d.doc.token.Offset])-48)
	}
}

// heightOf is how high a text is in a field that is as wide as this one.
func heightOf(field app.Value, text string) int {
	probe := field.Call("cloneNode")
	probe.Call("removeAttribute", "id")
	probe.Set("inert", true)
	probe.Get("style").Set("cssText", "height:0;min-height:0;width:"+strconv.Itoa(field.Get("offsetWidth").Int())+"px")
	field.Get("parentNode").Call("append", probe)
	probe.Set("value", text)
	height := probe.Get("scrollHeight").Int()
	probe.Call("remove")
	return height
}

// A choice is one of several options, as the browser has it.
type choice struct {
	app.Compo

	ID       string
	Options  []string
	Selected int // none of them where it is out of range
	OnSelect func(i int)
}

// OnMount shows what is selected.
func (c *choice) OnMount(app.Context) { c.show() }

// OnUpdate shows what is selected now.
func (c *choice) OnUpdate(app.Context) { c.show() }

func (c *choice) show() {
	if c.Selected < len(c.Options) {
		c.JSValue().Set("selectedIndex", c.Selected)
	}
}

func (c *choice) onChange(ctx app.Context, _ app.Event) {
	c.OnSelect(ctx.JSSrc().Get("selectedIndex").Int())
}

// Render draws the choice.
func (c *choice) Render() app.UI {
	options := make([]app.UI, len(c.Options))
	for i, o := range c.Options {
		options[i] = text("option", "", o)
	}
	return el("select", "input", options...).ID(c.ID).OnChange(c.onChange)
}
