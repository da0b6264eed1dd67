package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// notices are what stays on top of the page until it is dealt with.
type notices struct {
	app.Compo

	Desk *desk
	Seen int

	updated bool
}

// OnMount learns of an update that came before the program.
func (n *notices) OnMount(app.Context) {
	shell := app.Window().Get("mintmark")
	n.updated = n.updated || shell.Truthy() && shell.Get("updated").Truthy()
}

// OnAppUpdate tells of a newer build.
func (n *notices) OnAppUpdate(app.Context) { n.updated = true }

// Render draws the notices that there are.
func (n *notices) Render() app.UI {
	var list []app.UI
	if n.Desk.trouble != "" {
		list = append(list, n.trouble())
	}
	if n.updated {
		list = append(list, n.update())
	}
	if n.Desk.offer != "" {
		list = append(list, n.offer())
	}
	return el("div", "", list...).Role("status")
}

func (n *notices) trouble() app.UI {
	return el("div", "notice bad",
		el("p", "",
			text("b", "", "That went wrong inside Mintmark, and was not done. "),
			app.Text("Token and key are as they were before. What it says of itself: "),
			text("code", "", clip(n.Desk.trouble, 200)),
		),
		&button{Class: "btn", Text: "Go on", OnPress: func() {
			n.Desk.do(func() { n.Desk.trouble = "" })
		}},
	)
}

func (n *notices) offer() app.UI {
	return el("div", "notice",
		text("p", "", "The browser refuses the clipboard. Copy it from here."),
		&button{Class: "btn", Text: "Done", OnPress: func() {
			n.Desk.do(func() { n.Desk.offer = "" })
		}},
		&input{ID: "offer", Area: true, Class: "input mono", Label: "What to copy", Value: n.Desk.offer, OnType: func(string) {}},
	)
}

func (n *notices) update() app.UI {
	return el("div", "notice",
		text("p", "", "A newer Mintmark is here. Token and key are forgotten when the page loads again."),
		&button{Class: "btn", Text: "Load it", OnPress: func() {
			app.Window().Get("location").Call("reload")
		}},
	)
}
