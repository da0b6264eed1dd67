package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// term is a name that says what it means while the pointer is over it, or it has
// the focus: the style shows that, and the shell hides it at Escape. The name is
// something that can have the focus, so that a touch will do as well.
func term(id string, name app.HTMLElem, means string) app.UI {
	return el("span", "term", name, text("span", "tip", means).ID(id+"-means").Role("tooltip"))
}

// named is a name in a list of facts, with what it means where somebody has said
// that.
func named(id, name, means string) app.UI {
	if means == "" {
		return app.Text(name)
	}
	return term(id, text("button", "named", name).Attr("type", "button").Aria("describedby", id+"-means"), means)
}
