package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// link leads to another site in a new tab, without telling it where from.
func link(class, url, name string) app.HTMLElem {
	return text("a", class, name).Attr("href", url).Attr("target", "_blank").Attr("rel", "noreferrer noopener").OnClick(leave)
}

// leave keeps the click from go-app, which would open the address itself and
// forget what rel asks for.
func leave(_ app.Context, e app.Event) { e.Call("stopPropagation") }
