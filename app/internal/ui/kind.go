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
	if r := b.Desk.remarkOn("grants."+b.Key, "", "", ""); r.text != "" {
		block = append(block, note("note-"+b.Key, r))
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
	box := fieldBox{
		place: place, label: label, claim: f.Path, means: sentence(f), value: b.Desk.shown(place), sid: f.SID,
		json:   f.Type == tokens.JSONField,
		remark: b.Desk.remarkOn(place, f.SID, f.Or, hint),
		onType: func(text string) { b.Desk.do(func() { b.Desk.setField(b.Key, f, text) }) },
	}
	return box.draw()
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

// strangeBlock stands for a grant that package tokens does not know. It can be
// taken out; to change it there is JSON.
func strangeBlock(d *desk, key string) app.UI {
	return el("div", "kind on", el("label", "top",
		icon(""),
		el("span", "what", text("b", "", clip(key, 40)), text("span", "", "not known here, kept as it is; edit it under JSON")),
		&toggle{ID: "on-" + key, Class: "switch", On: true, OnSwitch: func(on bool) {
			d.do(func() { d.setGrant(key, on) })
		}},
	))
}
