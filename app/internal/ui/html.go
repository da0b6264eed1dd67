package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// el is an element with a class, "" for none, and what is in it. go-app has a
// type for each tag, with all their methods in the program; one is enough.
func el(tag, class string, body ...app.UI) app.HTMLElem {
	e := app.Elem(tag).Body(body...)
	if class != "" {
		e.Class(class)
	}
	return e
}

// text is an element that holds a text and nothing else.
func text(tag, class, text string) app.HTMLElem {
	return el(tag, class, app.Text(text))
}
