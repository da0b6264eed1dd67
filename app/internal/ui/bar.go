package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// The bar says where one is, and sets the theme.
type bar struct {
	app.Compo

	Desk   *desk
	Screen screen
	Masked bool

	theme string // as the shell keeps it: "light", "dark", "" for the system's
}

// OnMount asks the shell for the theme.
func (b *bar) OnMount(app.Context) {
	if shell := app.Window().Get("mintmark"); shell.Truthy() {
		b.theme = shell.Get("theme").String()
	}
}

func (b *bar) onTheme(app.Context, app.Event) {
	b.theme = nextTheme(b.theme)
	app.Window().Get("mintmark").Call("setTheme", b.theme)
	b.Desk.do(func() { b.Desk.say(themeNames[b.theme]) })
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
	if !b.Masked {
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
		text("button", "btn quiet", "◐").Attr("type", "button").ID("theme").Aria("label", themeNames[b.theme]).Title(themeNames[b.theme]).OnClick(b.onTheme),
		&button{ID: "help", Class: "btn quiet", Text: "?", Label: "Keyboard shortcuts", OnPress: func() {
			b.Desk.do(func() { b.Desk.dialog = shortcutsDialog })
		}},
	)
}
