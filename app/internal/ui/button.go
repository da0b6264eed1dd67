package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// A button is pressed. go-app keeps the first handler that an element was
// given if the next looks the same to it; a button asks for OnPress at the
// moment it is pressed, so that what stands in a row acts on that row.
type button struct {
	app.Compo

	ID          string // "" for none
	Text, Label string
	Class       string
	Pressed     string // aria-pressed: "true", "false" or "" for none
	Expanded    string // aria-expanded, likewise, of the element with the id Controls
	Controls    string
	Disabled    bool
	Waits       bool // it does nothing for now, and keeps the focus
	Hidden      bool
	OnPress     func()
}

func (b *button) onClick(app.Context, app.Event) { b.OnPress() }

// Render draws the button.
func (b *button) Render() app.UI {
	el := text("button", b.Class, b.Text).Attr("type", "button").OnClick(b.onClick)
	if b.Disabled {
		el.Attr("disabled", true)
	}
	if b.Hidden {
		el.Hidden(true)
	}
	if b.ID != "" {
		el.ID(b.ID)
	}
	if b.Label != "" {
		el.Aria("label", b.Label)
	}
	if b.Pressed != "" {
		el.Aria("pressed", b.Pressed)
	}
	if b.Waits {
		el.Aria("disabled", true)
	}
	if b.Expanded != "" {
		el.Aria("expanded", b.Expanded).Aria("controls", b.Controls)
	}
	return el
}
