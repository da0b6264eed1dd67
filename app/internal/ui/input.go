package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// An input is a field for text. The browser owns what is in it: Value is
// written to it only when it is another text than the one last seen, so that
// nothing typed is ever lost and the caret stays where it is.
type input struct {
	app.Compo

	ID, Value string
	Label     string // for screen readers; "" where a <label> names ID
	Type      string // of an <input>; "" for text
	Area      bool   // a <textarea>
	Class     string
	Hint      string // placeholder
	Remark    string // id of what describes the field
	Bad       bool
	List      string // id of a list of what may be typed
	OnType    func(text string)

	seen string
}

// OnMount fills the field.
func (f *input) OnMount(app.Context) { f.fill() }

// OnUpdate fills the field if what it should show has changed.
func (f *input) OnUpdate(app.Context) { f.fill() }

func (f *input) fill() {
	if f.Value != f.seen {
		f.seen = f.Value
		f.JSValue().Set("value", f.Value)
	}
}

func (f *input) onInput(ctx app.Context, _ app.Event) {
	f.typed(ctx.JSSrc().Get("value").String())
}

// typed passes on what is in the field now. The copy in Value keeps a drawing
// that is already under way from bringing the old text back.
func (f *input) typed(text string) {
	f.seen, f.Value = text, text
	f.OnType(text)
}

// Render draws the field without its text.
func (f *input) Render() app.UI {
	el := f.element().ID(f.ID).Class(f.Class).Attr("placeholder", f.Hint).
		Attr("autocomplete", "off").Attr("autocapitalize", "off").Attr("autocorrect", "off").
		Attr("spellcheck", "false").Attr("translate", "no").
		Attr("data-1p-ignore", "").Attr("data-lpignore", "true"). // password managers
		Aria("invalid", f.Bad).On("input", f.onInput)
	if f.Label != "" {
		el.Aria("label", f.Label)
	}
	if f.Remark != "" {
		el.Aria("describedby", f.Remark)
	}
	if f.List != "" {
		el.Attr("list", f.List)
	}
	return el
}

func (f *input) element() app.HTMLElem {
	if f.Area {
		return app.Elem("textarea")
	}
	if f.Type == "datetime-local" {
		return app.Elem("input").Attr("type", f.Type).Attr("step", 1)
	}
	return app.Elem("input").Attr("type", f.Type)
}
