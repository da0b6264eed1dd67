package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// A screen is a place of the page with an address of its own: #/compare.
type screen int

const (
	workbenchScreen screen = iota
	manyScreen
	compareScreen
	galleryScreen
	serverScreen
	componentsScreen
)

// screens are the names that stand in the address and the titles in the bar,
// by screen. One without a title is not in the bar.
var screens = []struct{ name, title string }{
	workbenchScreen:  {"", "Workbench"},
	manyScreen:       {"many", "Many"},
	compareScreen:    {"compare", "Compare"},
	galleryScreen:    {"gallery", "Gallery"},
	serverScreen:     {"server", "Server"},
	componentsScreen: {"components", ""},
}

// address is the fragment that leads to a screen.
func (s screen) address() string { return "#/" + screens[s].name }

// openScreen goes to the screen of that name; false where there is none.
func (m *model) openScreen(name string) bool {
	for s, known := range screens {
		if known.name == name {
			m.screen = screen(s)
			return true
		}
	}
	return false
}

// goTo shows a screen and puts its address into the history, so that the way
// back leads to the one before.
func (d *desk) goTo(s screen) {
	if d.screen == s {
		return
	}
	d.screen = s
	app.Window().Get("location").Set("hash", s.address())
}

// screenLinks lead to the screens.
func screenLinks(current screen) app.UI {
	var links []app.UI
	for s, known := range screens {
		if known.title == "" {
			continue
		}
		a := text("a", "", known.title).Attr("href", screen(s).address()).OnClick(leave)
		if screen(s) == current {
			a.Aria("current", "page")
		}
		links = append(links, a)
	}
	return el("nav", "nav", links...).Aria("label", "Screens")
}
