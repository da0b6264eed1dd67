package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// hero says what the page is for, while there is no token.
func hero() app.UI {
	return el("section", "hero",
		drawCoin("mark"),
		el("div", "",
			text("h1", "", "What does this token say?"),
			text("p", "", "Paste a Twilio token, or anything with one inside: a header, JSON, a curl line, a log. You see what Twilio will make of it, and how to mend it."),
		),
	)
}

// presetTiles are tiles that start a token.
func presetTiles(d *desk) app.UI {
	tiles := make([]app.UI, len(presets))
	for i, pre := range presets {
		tiles[i] = el("li", "", &tile{Icon: pre.name, Title: pre.title, Purpose: pre.purpose, OnPress: func() {
			d.do(func() {
				d.applyPreset(pre)
				d.land(identityPlace)
			})
		}})
	}
	return el("section", "",
		text("h2", "label", "Or mint one"),
		el("ul", "tiles", tiles...),
		olderLine(d),
	)
}

// A tile is a large button.
type tile struct {
	app.Compo

	Icon, Title, Purpose string
	OnPress              func()
}

func (t *tile) onClick(app.Context, app.Event) { t.OnPress() }

// Render draws the tile.
func (t *tile) Render() app.UI {
	return el("button", "tile",
		icon(t.Icon), text("b", "", t.Title), text("span", "", t.Purpose),
	).Attr("type", "button").OnClick(t.onClick)
}

// exampleLine offers tokens to look at, and says where they stay.
func exampleLine(d *desk) app.UI {
	line := []app.UI{app.Text("No token at hand? Look at ")}
	for i, e := range examples {
		if i > 0 {
			line = append(line, app.Text(" or at "))
		}
		line = append(line, &button{Class: "link", Text: e.title, OnPress: func() {
			d.do(func() {
				e.open(d.model)
				d.land("token")
			})
		}})
	}
	return el("p", "hint", append(line,
		app.Text(". "), text("a", "", "The gallery").Attr("href", galleryScreen.address()).OnClick(leave), app.Text(" has one for each error code. Tokens and keys stay in the memory of this page: nothing is sent, nothing is stored."))...)
}
