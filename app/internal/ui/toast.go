package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// A toast says for a moment what has just been done.
type toast struct {
	app.Compo

	Text string
}

// Render draws the toast; it is there, and silent, when there is nothing to say.
func (t *toast) Render() app.UI {
	return text("p", "toast", t.Text).Role("status")
}
