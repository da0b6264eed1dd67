package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// A toggle is a check box, drawn as a switch where Class says so. It shows On
// even where the browser has already flipped it and the change was refused.
type toggle struct {
	app.Compo

	ID, Label, Class string
	On               bool
	OnSwitch         func(on bool)
}

// OnMount shows On.
func (t *toggle) OnMount(app.Context) { t.show() }

// OnUpdate shows On.
func (t *toggle) OnUpdate(app.Context) { t.show() }

func (t *toggle) show() { t.JSValue().Set("checked", t.On) }

// onChange flips what was shown. The box itself is not asked: a drawing that was
// under way when it was pressed may have put it back by now.
func (t *toggle) onChange(app.Context, app.Event) {
	t.On = !t.On
	t.OnSwitch(t.On)
}

// Render draws the box.
func (t *toggle) Render() app.UI {
	el := el("input", t.Class).ID(t.ID).Attr("type", "checkbox").Attr("checked", t.On).OnChange(t.onChange)
	if t.Label != "" {
		el.Aria("label", t.Label)
	}
	return el
}
