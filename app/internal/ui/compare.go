package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

type comparePage struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the screen.
func (p *comparePage) Render() app.UI { return el("main", "plain") }
