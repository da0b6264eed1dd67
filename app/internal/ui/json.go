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
		p.coloured(name, d.pretty(name), &input{ID: id, Area: true, Class: "input mono json", Value: d.pretty(name), Bad: trouble != "", Remark: id + "-note",
			OnType: func(text string) { d.do(func() { d.setJSON(name, text) }) }}),
		note(id+"-note", remark{tone, trouble}),
	)
}

// coloured is a field over its text in colours. A text that is too long for
// them stands in the field alone.
func (p *jsonPanel) coloured(segment, text string, field app.UI) app.UI {
	if pieces := jsonPieces(text, p.Desk.flaws(segment, text)); pieces != nil {
		return el("div", "stack", app.Raw(drawPieces(pieces)), field)
	}
	return el("div", "stack plain", app.Raw(`<pre class="mirror" aria-hidden="true"></pre>`), field)
}
