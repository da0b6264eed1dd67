package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// A kindBlock switches one kind of grant on and off and edits its fields.
type kindBlock struct {
	app.Compo

	Desk *desk
	Key  string // of the grant inside the token
	On   bool
	Seen int
}

// Render draws the block. A retired kind is there only where the token has
// it, or had it a moment ago.
func (b *kindBlock) Render() app.UI {
	k, _ := tokens.KindOf(b.Key)
	class := "kind"
	if b.On {
		class = "kind on"
	}
	block := []app.UI{el("label", "top",
		icon(k.Name),
		el("span", "what", text("b", "", k.Title), text("span", "", k.Purpose)),
		&toggle{ID: "on-" + b.Key, Class: "switch", On: b.On, OnSwitch: b.switched},
	)}
	if text := b.Desk.remarkOn("grants."+b.Key, "", "", ""); text.text != "" {
		block = append(block, note("note-"+b.Key, text))
	}
	if b.On {
		block = append(block, b.fields()...)
	}
	return el("div", class, block...).Hidden(k.Retired && !b.On && b.Desk.doc.place != "grants."+b.Key)
}

func (b *kindBlock) switched(on bool) {
	b.Desk.do(func() { b.Desk.setGrant(b.Key, on) })
}

// fields are the texts in rows and the flags below them.
func (b *kindBlock) fields() []app.UI {
	g := b.grant()
	if g == nil {
		return nil
	}
	var texts, flags []app.UI
	for _, f := range tokens.Fields(g) {
		switch place := fieldPlace(b.Key, f); {
		case f.Obsolete && f.String() == "" && b.Desk.doc.place != place:
		case f.Type == tokens.FlagField:
			flags = append(flags, b.flag(f))
		default:
			texts = append(texts, b.text(f, place))
		}
	}
	return []app.UI{el("div", "row wide", texts...), el("div", "flags", flags...)}
}

// grant is the grant as the token has it.
func (b *kindBlock) grant() tokens.Grant {
	for _, g := range b.Desk.doc.token.Grants() {
		if g.Key == b.Key {
			return g.Grant
		}
	}
	return nil
}

func (b *kindBlock) text(f tokens.Field, place string) app.UI {
	label, hint := labelOf(f)
	return &fieldBox{
		Place: place, Label: label, Claim: f.Path, Value: b.Desk.shown(place), SID: f.SID,
		JSON:   f.Type == tokens.JSONField,
		Remark: b.Desk.remarkOn(place, f.SID, f.Or, hint),
		OnType: func(text string) { b.Desk.do(func() { b.Desk.setField(b.Key, f, text) }) },
	}
}

func (b *kindBlock) flag(f tokens.Field) app.UI {
	return el("label", "check",
		&toggle{ID: fieldPlace(b.Key, f), On: f.String() == "true", OnSwitch: func(on bool) {
			b.Desk.do(func() { b.Desk.setField(b.Key, f, flagText(on)) })
		}},
		app.Text(f.Help),
	)
}

func flagText(on bool) string {
	if on {
		return "true"
	}
	return ""
}

// A strangeBlock stands for a grant that package tokens does not know. It can
// be taken out; to change it there is JSON.
type strangeBlock struct {
	app.Compo

	Desk *desk
	Key  string
	Seen int
}

// Render draws the block.
func (b *strangeBlock) Render() app.UI {
	return el("div", "kind on", el("label", "top",
		icon(""),
		el("span", "what", text("b", "", clip(b.Key, 40)), text("span", "", "not known here, kept as it is; edit it under JSON")),
		&toggle{ID: "on-" + b.Key, Class: "switch", On: true, OnSwitch: func(on bool) {
			b.Desk.do(func() { b.Desk.setGrant(b.Key, on) })
		}},
	))
}

// A fieldBox is a labelled field with room for a remark below it.
type fieldBox struct {
	app.Compo

	Place, Label string
	Claim        string // its name in the token, where the label is another
	Value        string
	SID          string // the prefix of what belongs in it
	Hint         string // placeholder
	JSON         bool
	Remark       remark
	OnType       func(text string)
}

// Render draws the field.
func (f *fieldBox) Render() app.UI {
	class, hint := "input", f.Hint
	if f.SID != "" {
		class, hint = "input mono", f.SID+"…"
	}
	if f.JSON {
		class = "input mono short"
	}
	return el("div", "field",
		text("label", "", f.Label).Attr("for", f.Place),
		&input{ID: f.Place, Area: f.JSON, Class: class, Hint: hint, Value: f.Value, Bad: f.Remark.tone == badTone,
			Remark: f.Place + "-note", OnType: f.OnType},
		f.note(),
	)
}

// note is the remark, and beside a hint the name that the field has in the
// token.
func (f *fieldBox) note() app.UI {
	id := f.Place + "-note"
	if f.Claim == "" || f.Remark.tone != "" {
		return note(id, f.Remark)
	}
	return el("p", "note", text("code", "", f.Claim), app.Text(" "+f.Remark.text)).ID(id)
}

// note is a remark in the room that is kept for it.
func note(id string, r remark) app.UI {
	return text("p", "note "+string(r.tone), r.text).ID(id)
}
