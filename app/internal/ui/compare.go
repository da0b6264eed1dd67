package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// The compare page is the screen of two tokens.
type comparePage struct {
	app.Compo

	Desk   *desk
	Seen   int
	Minute int64 // times are said anew with each
}

// Render draws the screen.
func (p *comparePage) Render() app.UI {
	d := p.Desk
	sides, l := d.sides(), d.likeness()
	parts := []app.UI{
		el("header", "versus",
			el("div", "", text("h1", "", l.headline).ID("compared").TabIndex(-1).Aria("live", "polite"), text("p", "", l.detail)),
			&button{Class: "btn", Text: "Swap", Label: "Swap left and right", Disabled: sides[0].text+sides[1].text == "",
				OnPress: func() { d.do(d.swap) }},
		),
		el("div", "pair", p.side(0, sides[0]), p.side(1, sides[1])),
	}
	if l.Comparison != nil {
		parts = append(parts, p.table(d.contrasts(l.Comparison, sides[0].token, sides[1].token)))
	}
	into := sideNames[0] // what falls beside the fields
	if sides[0].text != "" {
		into = sideNames[1]
	}
	return el("main", "plain", parts...).DataSet("into", into)
}

// side is the card of one token.
func (p *comparePage) side(i int, s side) app.UI {
	d, id := p.Desk, sideNames[i]
	set := func(text string) func() {
		return func() {
			d.do(func() { d.setSide(i, text); d.drawn(func() { focus(id) }) })
		}
	}
	workbench := d.doc.token.Raw
	return el("section", "card token",
		el("header", "",
			el("h2", "", text("label", "", capital(id)).Attr("for", id)),
			fetchButton("clipboard", "Paste").Hidden(s.text != ""),
			fetchButton("file", "Open a file").Hidden(s.text != ""),
			&button{Class: "btn quiet", Text: "Take the workbench’s", Hidden: workbench == "" || workbench == s.text, OnPress: set(workbench)},
			&button{Class: "btn quiet", Text: "To the workbench", Hidden: s.text == "" || workbench == s.text, OnPress: func() { d.do(func() { d.openSide(i) }) }},
			&button{Class: "btn quiet", Text: "Clear", Hidden: s.text == "", OnPress: set("")},
		),
		&input{ID: id, Area: true, Class: "text", Value: s.text, Hint: "eyJ…", Remark: id + "-note",
			OnType: func(text string) { d.do(func() { d.setSide(i, text) }) }},
		el("p", "legend", p.remark(s)...).ID(id+"-note"),
	).DataSet("into", id)
}

// remark is the verdict on a token in a word, and whose it is.
func (p *comparePage) remark(s side) []app.UI {
	if s.text == "" {
		return []app.UI{text("span", "", "It is read here, and sent nowhere.")}
	}
	judge := p.Desk.model
	if s.token != judge.doc.token {
		judge = judge.own()
	}
	b := judge.brief(s.token)
	said := b.kind
	if b.holder != "" {
		said += " · " + b.holder
	}
	return []app.UI{b.verdictMark(), text("span", "", said)}
}

// openSide puts a token on the workbench.
func (d *desk) openSide(i int) {
	d.setText(d.sides()[i].text)
	d.goTo(workbenchScreen)
	d.land("token")
}

// compareFound holds the first two tokens of the workbench's text against each
// other.
func (d *desk) compareFound() {
	text, found := d.doc.text, d.doc.found
	d.comparing.sides = [2]side{newSide(text[found[0].Start:found[0].End]), newSide(text[found[1].Start:found[1].End])}
	d.comparing.own = true
	d.await()
	d.goTo(compareScreen)
}

func (p *comparePage) table(rows []contrast) app.UI {
	d := p.Desk
	c := &d.comparing
	var differ []contrast
	for _, row := range rows {
		if row.word != "same" {
			differ = append(differ, row)
		}
	}
	total := len(rows)
	if !c.all {
		rows = differ
	}
	n := min(len(rows), mostRows+c.shown)
	body, section := []app.UI{}, -1
	for i := range rows[:n] {
		if rows[i].section != section {
			section = rows[i].section
			body = append(body, el("tr", "group", text("th", "", contrastTitles[section]).Attr("colspan", 4).Attr("scope", "rowgroup").Role("rowheader")).Role("row"))
		}
		body = append(body, rows[i].draw())
	}
	return el("section", "card",
		el("header", "",
			text("h2", "", "Side by side"),
			el("div", "seg",
				p.show("What differs "+thousands(len(differ)), false),
				p.show("All "+thousands(total), true),
			).Role("group").Aria("label", "What to show"),
		),
		el("div", "body",
			el("table", "contrasts", contrastHead(), el("tbody", "", body...).Role("rowgroup")).Role("table").Aria("label", "Side by side"),
			p.rest(len(rows), n),
		),
	)
}

func contrastHead() app.UI {
	var heads []app.UI
	for _, title := range []string{"What", "Difference", "Left", "Right"} {
		heads = append(heads, text("th", "", title).Attr("scope", "col").Role("columnheader"))
	}
	return el("thead", "", el("tr", "", heads...).Role("row")).Role("rowgroup")
}

func (p *comparePage) show(title string, all bool) app.UI {
	d := p.Desk
	return &button{Text: title, Pressed: strconv.FormatBool(d.comparing.all == all), OnPress: func() {
		d.do(func() { d.comparing.all, d.comparing.shown = all, 0 })
	}}
}

// rest says how many rows are not drawn, and draws more.
func (p *comparePage) rest(n, drawn int) app.UI {
	switch n {
	case 0:
		return text("p", "hint more", "Nothing differs.")
	case drawn:
		return el("p", "")
	}
	return moreRow(n-drawn, &button{Class: "link", Text: "Show " + strconv.Itoa(min(n-drawn, mostRows)) + " more", OnPress: func() {
		p.Desk.do(func() { p.Desk.comparing.shown += mostRows })
	}})
}

// draw is the line in the table. What both say stands there once.
func (r *contrast) draw() app.UI {
	cells := []app.UI{
		el("th", "", text("span", "", r.name), text("code", "", clip(r.code, mostBrief))).Attr("scope", "row").Role("rowheader"),
		el("td", "", el("span", "mark", el("span", "dot "+string(wordTone(r.word))), text("span", "word "+string(wordTone(r.word)), r.word)),
			text("small", "", r.remark)).Role("cell"),
	}
	if r.word == "same" {
		return el("tr", "same", append(cells, r.cell(0, "Both").Attr("colspan", 2))...).Role("row")
	}
	return el("tr", "", append(cells, r.cell(0, "Left"), r.cell(1, "Right"))...).Role("row")
}

func (r *contrast) cell(i int, title string) app.HTMLElem {
	v, class := r.values[i], "value mono"
	if r.plain {
		class = "value"
	}
	said := []app.UI{app.Text(v.before), text("mark", "", v.differs), app.Text(v.after), text("small", "", r.notes[i])}
	if v.empty() {
		class, said = "value hint", []app.UI{app.Text("not there")}
	}
	return el("td", class, said...).Role("cell").DataSet("side", title)
}
