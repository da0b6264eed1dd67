package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// statusLine is what is so, behind a dot in its tone.
func statusLine(t tone, said ...app.UI) app.HTMLElem {
	return el("p", "status", el("span", "dot "+string(t)), el("span", "", said...))
}
