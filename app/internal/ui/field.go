package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// A fieldBox is a labelled field with room for a remark below it.
type fieldBox struct {
	place, label string
	claim        string // its name in the token, where the label is another
	means        string // what that is; "" where nobody has said
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
			Remark: f.describedBy(), OnType: f.onType},
		f.note(),
	)
}

// describedBy is the ids of what a screen reader says of the field.
func (f fieldBox) describedBy() string {
	if f.means == "" {
		return f.place + "-note"
	}
	return f.place + "-note " + f.place + "-means"
}

// note is the remark, behind the name that the field has in the token.
func (f fieldBox) note() app.UI {
	if f.claim == "" {
		return note(f.place+"-note", f.remark)
	}
	name := text("code", "", f.claim)
	if f.means != "" { // the field has the focus, and a touch gives it to the name
		return el("p", "note "+string(f.remark.tone), term(f.place, name.TabIndex(-1), f.means), app.Text(" "+f.remark.text)).ID(f.place + "-note")
	}
	return el("p", "note "+string(f.remark.tone), name, app.Text(" "+f.remark.text)).ID(f.place + "-note")
}

// note is a remark in the room that is kept for it.
func note(id string, r remark) app.UI {
	return text("p", "note "+string(r.tone), r.text).ID(id)
}
