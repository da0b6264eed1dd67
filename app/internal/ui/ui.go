// Package ui is the page: go-app components, one per file, that draw one
// model. The model decides and knows no DOM; a component reads it and hands it
// what was typed or pressed. What a component draws depends on its exported
// fields alone, which is how go-app knows when to draw it again: cards hold the
// desk and the revision of the model that they saw.
//
// A token stays in the memory of the page. Nothing is fetched, stored or put
// into an address.
package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Main mounts the page and, in a browser, never returns.
func Main() {
	w := newWorkbench()
	w.begin()
	app.RouteFunc("/", func() app.Composer { return w })
	app.RunWhenOnBrowser()
}
