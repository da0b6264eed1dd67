package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// The JSON panel edits header and payload as text.
type jsonPanel struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the panel.
func (p *jsonPanel) Render() app.UI {
	return el("div", "", p.segment("header", "Header"), p.segment("payload", "Payload"))
}

func (p *jsonPanel) segment(name, label string) app.UI {
	id, d := "json-"+name, p.Desk
	trouble := d.jsonTrouble(name)
	tone := tone("")
	if trouble != "" {
		tone = badTone
	}
	return el("div", "field",
		text("label", "", label).Attr("for", id),
		&input{ID: id, Area: true, Class: "input mono json", Value: d.pretty(name), Bad: trouble != "", Remark: id + "-note",
			OnType: func(text string) { d.do(func() { d.setJSON(name, text) }) }},
		note(id+"-note", remark{tone, trouble}),
	)
}
