package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// The bar says where one is, and sets the theme.
type bar struct {
	app.Compo

	Desk   *desk
	Screen screen
	Masked bool
	Theme  string // as the shell keeps it: "light", "dark", "" for the system's
}

func (b *bar) onTheme(app.Context, app.Event) {
	next := nextTheme(b.Theme)
	setTheme(next)
	b.Desk.do(func() { b.Desk.say(themeNames[next]) })
}

func nextTheme(theme string) string {
	return map[string]string{"": "dark", "dark": "light", "light": ""}[theme]
}

var themeNames = map[string]string{"": "Theme: as the system has it", "dark": "Theme: dark", "light": "Theme: light"}

// onHome goes back to the empty page.
func (b *bar) onHome(_ app.Context, e app.Event) {
	e.PreventDefault()
	e.Call("stopPropagation") // go-app would put an entry into the history
	b.Desk.do(func() {
		b.Desk.goTo(workbenchScreen)
		b.Desk.startAfresh()
	})
}

// said is what the bar says of the page: that it keeps what is in it, and that
// it hides some of that.
func (b *bar) said() app.UI {
	switch {
	case !b.Masked && b.Screen == serverScreen:
		return el("span", "offline", text("span", "", "Only what you ask leaves this page"))
	case !b.Masked:
		return el("span", "offline", text("span", "", "Nothing leaves this page"))
	}
	return el("span", "offline masked", text("span", "", "Names, SIDs and signatures are hidden"),
		&button{ID: "unmask", Class: "btn", Text: "Show them", OnPress: func() {
			b.Desk.do(func() { b.Desk.mask(false) })
		}})
}

// Render draws the bar.
func (b *bar) Render() app.UI {
	return el("header", "bar",
		el("a", "brand", app.Raw(brandMark), app.Text("Mintmark")).Attr("href", "#").OnClick(b.onHome),
		screenLinks(b.Screen),
		b.said(),
		text("button", "btn quiet", "◐").Attr("type", "button").ID("theme").Aria("label", themeNames[b.Theme]).Title(themeNames[b.Theme]).OnClick(b.onTheme),
		&button{ID: "settings", Class: "btn quiet", Text: "⚙", Label: "Settings", OnPress: func() {
			b.Desk.do(func() { b.Desk.dialog = settingsDialog })
		}},
		&button{ID: "help", Class: "btn quiet", Text: "?", Label: "Keyboard shortcuts", OnPress: func() {
			b.Desk.do(func() { b.Desk.dialog = shortcutsDialog })
		}},
	)
}
