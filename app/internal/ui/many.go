package ui

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// heapPlace is the id of the field for a text with many tokens.
const heapPlace = "many"

// tabulate shows the tokens of the workbench's text in a table.
func (d *desk) tabulate() {
	d.setHeap(d.doc.text)
	d.goTo(manyScreen)
	d.tend()
}

// sliceTime is how long tokens are judged before the browser may draw, and
// drawTime how long until the rows so far are drawn.
const sliceTime, drawTime = 8 * time.Millisecond, 100 * time.Millisecond

// tend judges what there is to judge while the table is shown.
func (d *desk) tend() {
	if d.judging || d.screen != manyScreen {
		return
	}
	d.attempt(d.reviseHeap)
	if !d.heapDone() {
		d.judging = true
		d.judgeSlice(time.Now())
	}
}

func (d *desk) judgeSlice(drawn time.Time) {
	began, more, done := time.Now(), false, false
	d.attempt(func() {
		more = d.judgeSome(func() bool { return time.Since(began) > sliceTime })
		done = true
	})
	switch {
	case !done: // one that cannot be judged would stop the page each second
		d.heap = heap{}
		fallthrough
	case !more:
		d.judging = false
		d.revision++
		return
	case time.Since(drawn) > drawTime:
		d.revision++
		drawn = time.Now()
	}
	d.later(time.Millisecond, func() { d.judgeSlice(drawn) })
}

// openEntry puts a token of the heap on the workbench.
func (d *desk) openEntry(at int) {
	if at < len(d.heap.spans) {
		s := d.heap.spans[at]
		d.setText(d.heap.text[s.Start:s.End])
		d.goTo(workbenchScreen)
		d.land("token")
	}
}

// The many page is the screen of all tokens in a text.
type manyPage struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the screen.
func (p *manyPage) Render() app.UI {
	parts := []app.UI{
		el("header", "",
			text("h1", "", "Many tokens"),
			text("p", "", "Every token in a log, a HAR file or a list gets a line. A line opens on the workbench."),
		),
		p.text(),
	}
	if len(p.Desk.heap.spans) > 0 {
		parts = append(parts, p.table())
	}
	return el("main", "plain", parts...)
}

// mostShown is how many bytes of text are shown in its field.
const mostShown = 64 << 10

func (p *manyPage) text() app.UI {
	d := p.Desk
	h := &d.heap
	value, hint := h.text, "Paste or drop a log or a list"
	if len(value) > mostShown {
		value, hint = "", size(len(value))+" of text are here, and are read. What you paste takes their place."
	}
	return el("section", "card token",
		el("header", "",
			el("h2", "", text("label", "", "Text").Attr("for", heapPlace)),
			&button{Class: "btn quiet", Text: "Clear", Hidden: h.text == "", OnPress: func() { d.do(func() { d.setHeap("") }) }},
			fetchButton("clipboard", "Paste"),
			fetchButton("file", "Open a file"),
		),
		&input{ID: heapPlace, Area: true, Class: "text", Value: value, Hint: hint, Remark: "many-state", OnType: p.onType},
		text("p", "legend", d.heapState()).ID("many-state").Role("status"),
	).DataSet("into", heapPlace)
}

func (p *manyPage) onType(text string) {
	p.Desk.do(func() { p.Desk.setHeap(text) })
	p.Desk.tend()
}

func (p *manyPage) table() app.UI {
	d := p.Desk
	rows := d.heap.seen()
	n := min(len(rows), d.heap.shown)
	body := make([]app.UI, n)
	for i := range body {
		body[i] = d.entryRow(&rows[i])
	}
	return el("section", "card heap",
		el("header", "", text("h2", "", "Tokens"), p.exports()),
		el("div", "body",
			p.filters(),
			el("div", "scroll",
				el("table", "", el("thead", "", el("tr", "", p.heads()...)), el("tbody", "", body...)),
			).Role("region").Aria("label", "Tokens").TabIndex(0).OnClick(p.onRow),
			p.rest(len(rows), n),
		),
	)
}

// heads are the titles of the columns, which sort by them.
func (p *manyPage) heads() []app.UI {
	h := &p.Desk.heap
	heads := make([]app.UI, len(columnTitles))
	for i, title := range columnTitles {
		order, arrow := "none", ""
		if column(i) == h.sort {
			order, arrow = "ascending", " ▲"
			if h.falling {
				order, arrow = "descending", " ▼"
			}
		}
		heads[i] = el("th", "", el("button", "sort", app.Text(title), text("span", "", arrow).Aria("hidden", true)).
			Attr("type", "button").DataSet("sort", i)).Attr("scope", "col").Aria("sort", order)
	}
	return heads
}

// entryRow is one token in the table.
func (d *desk) entryRow(e *entry) app.UI {
	place := strconv.Itoa(e.line) + ":" + strconv.Itoa(e.column)
	expires := ""
	if !e.expires.IsZero() {
		expires = d.local(e.expires)
	}
	return row(el("tr", "",
		el("td", "", text("button", "link", place).Attr("type", "button").Aria("label", "Open the token at "+place)),
		el("td", "", e.verdictMark(), text("small", "", e.title)),
		text("td", "mono", e.codeText()),
		text("td", "", e.holder),
		text("td", "", e.kind),
		text("td", "", e.grants),
		text("td", "", expires),
	), e.at)
}

// onRow sorts, or opens a token, unless text is being selected.
func (p *manyPage) onRow(_ app.Context, e app.Event) {
	d := p.Desk
	if head := e.Get("target").Call("closest", "[data-sort]"); head.Truthy() {
		c, _ := strconv.Atoi(head.Get("dataset").Get("sort").String())
		d.do(func() { d.sortBy(column(c)) })
		return
	}
	if i, ok := rowOf(e); ok && app.Window().Call("getSelection").Get("isCollapsed").Truthy() {
		d.do(func() { d.openEntry(i) })
	}
}

func (p *manyPage) filters() app.UI {
	d := p.Desk
	counts := d.heap.tally()
	words := []app.UI{p.wordButton(-1, "all "+thousands(len(d.heap.rows)), d.heap.word == "")}
	for i, n := range counts {
		if n > 0 {
			words = append(words, p.wordButton(i, verdictWords[i]+" "+thousands(n), d.heap.word == verdictWords[i]))
		}
	}
	return el("div", "tools",
		el("div", "seg", words...).Role("group").Aria("label", "Verdict").OnClick(p.onWord),
		&input{ID: "find", Class: "input", Label: "Find in the table", Hint: "Find: susan, Video, 20104 …", Value: d.heap.query,
			OnType: func(text string) { d.do(func() { d.heap.query, d.heap.shown = text, mostRows }) }},
	)
}

func (p *manyPage) wordButton(i int, title string, pressed bool) app.UI {
	return row(text("button", "", title).Attr("type", "button").Aria("pressed", pressed), i)
}

func (p *manyPage) onWord(_ app.Context, e app.Event) {
	i, ok := rowOf(e)
	if !ok {
		return
	}
	p.Desk.do(func() {
		h := &p.Desk.heap
		h.word, h.shown = "", mostRows
		if i >= 0 {
			h.word = verdictWords[i]
		}
	})
}

// rest says how many rows are not drawn, and draws more.
func (p *manyPage) rest(n, drawn int) app.UI {
	d := p.Desk
	switch n {
	case 0:
		return text("p", "hint more", "No token is like that.")
	case drawn:
		return text("p", "hint more", thousands(n)+" of "+thousands(len(d.heap.spans))+" shown.")
	}
	return el("p", "hint more", app.Text("and "+thousands(n-drawn)+" more. "),
		&button{Class: "link", Text: "Show " + strconv.Itoa(min(n-drawn, mostRows)) + " more", OnPress: func() {
			d.do(func() { d.heap.shown += mostRows })
		}})
}

// exports hand out the rows that the filters let through.
func (p *manyPage) exports() app.UI {
	d := p.Desk
	lines := func() string { return d.ndjson(d.heap.seen()) }
	return el("div", "exports",
		p.export("Save CSV", p.saveCSV),
		p.export("Save NDJSON", func() { d.save("tokens.ndjson", "application/x-ndjson", lines()) }),
		p.export("Copy table", func() { d.copyLong(tableTSV(d.heap.seen()), "Copied the table; there is no token in it") }),
		p.export("Copy NDJSON", func() { d.copyLong(lines(), "Copied all that the tokens say, signatures too") }),
	)
}

func (p *manyPage) saveCSV() {
	d := p.Desk
	separator := d.cellSeparator()
	d.save("tokens.csv", "text/csv", tableCSV(d.heap.seen(), separator))
	if separator == ";" {
		d.say("Saved tokens.csv, with semicolons between its cells; Settings has commas")
	} else {
		d.say("Saved tokens.csv, with commas between its cells; Settings has semicolons")
	}
}

func (p *manyPage) export(title string, act func()) app.UI {
	return &button{Class: "btn quiet", Text: title, Disabled: !p.Desk.heapDone(), OnPress: func() { p.Desk.do(act) }}
}

// save leaves a text with the reader as a file.
func (d *desk) save(name, kind, text string) {
	app.Window().Get("mintmark").Call("save", name, kind, text)
	d.say("Saved " + name)
}

// copyLong is for what is too long to be copied by hand.
func (d *desk) copyLong(text, done string) {
	d.copyText(text, done, func() { d.say("The browser refuses the clipboard. Save it as a file") })
}
