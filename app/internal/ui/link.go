package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// link leads to another site in a new tab, without telling it where from.
func link(url, text string) app.HTMLA {
	return app.A().Href(url).Target("_blank").Rel("noreferrer noopener").Text(text).OnClick(leave)
}

// leave keeps the click from go-app, which would open the address itself and
// forget what rel asks for.
func leave(_ app.Context, e app.Event) { e.Call("stopPropagation") }
