// Package ui is the page: go-app components, one per file.
package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Main mounts the page and, in a browser, never returns.
func Main() {
	app.RouteFunc("/", func() app.Composer { return new(workbench) })
	app.RunWhenOnBrowser()
}

type workbench struct {
	app.Compo

	text string
}

// OnMount takes over what was typed into the shell.
func (w *workbench) OnMount(ctx app.Context) {
	w.text = app.Window().Get("mintmark").Get("text").String()
}

// Render shows the text.
func (w *workbench) Render() app.UI {
	return app.Div().Body(
		app.Main().ID("workbench").Class("empty").Body(
			app.H1().Text("Mintmark"),
			app.Textarea().ID("token").Class("input mono").Text(w.text),
		),
	)
}
