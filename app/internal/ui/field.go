package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// A fieldBox is a labelled field with room for a remark below it.
type fieldBox struct {
	place, label string
	claim        string // its name in the token, where the label is another
	value        string
	sid          string // the prefix of what belongs in it
	hint         string // placeholder
	json         bool
	remark       remark
	onType       func(text string)
}

// draw is the field.
func (f fieldBox) draw() app.UI {
	class, hint := "input", f.hint
	if f.sid != "" {
		class, hint = "input mono", f.sid+"…"
	}
	if f.json {
		class = "input mono short"
	}
	return el("div", "field",
		text("label", "", f.label).Attr("for", f.place),
		&input{ID: f.place, Area: f.json, Class: class, Hint: hint, Value: f.value, Bad: f.remark.tone == badTone,
			Remark: f.place + "-note", OnType: f.onType},
		f.note(),
	)
}

// note is the remark, and beside a hint the name that the field has in the
// token.
func (f fieldBox) note() app.UI {
	id := f.place + "-note"
	if f.claim == "" || f.remark.tone != "" {
		return note(id, f.remark)
	}
	return el("p", "note", text("code", "", f.claim), app.Text(" "+f.remark.text)).ID(id)
}

// note is a remark in the room that is kept for it.
func note(id string, r remark) app.UI {
	return text("p", "note "+string(r.tone), r.text).ID(id)
}
