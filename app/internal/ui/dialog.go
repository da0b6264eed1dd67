package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// A dialog names what lies over the page; noDialog is the page alone.
type dialog string

const (
	noDialog        dialog = ""
	shortcutsDialog dialog = "shortcuts"
	shareDialog     dialog = "share"
	settingsDialog  dialog = "settings"
)

// allDialogs can be opened by their address: #dialog=shortcuts.
var allDialogs = []dialog{shortcutsDialog, shareDialog, settingsDialog}

// dialogs holds the one that is open.
type dialogs struct {
	app.Compo

	Desk *desk
	Open dialog
	Seen int
}

// Render draws the dialog that is open. Each is of a type of its own.
func (d *dialogs) Render() app.UI {
	switch d.Open {
	case shortcutsDialog:
		return &modal{Title: "Keyboard shortcuts", Body: shortcutList, Desk: d.Desk, Seen: d.Seen}
	case settingsDialog:
		return &modal{Title: "Settings", Body: preferences, Desk: d.Desk, Seen: d.Seen}
	case shareDialog:
		return &modal{Title: "Share", Body: shareBody, Desk: d.Desk, Seen: d.Seen}
	}
	return el("div", "").Hidden(true)
}

// A modal is a dialog as the browser knows it: it holds the focus, Escape
// closes it, and the focus goes back to where it was.
type modal struct {
	app.Compo

	Title string
	Body  func(*desk) []app.UI
	Desk  *desk
	Seen  int
}

// OnMount opens the dialog.
func (m *modal) OnMount(app.Context) { m.JSValue().Call("showModal") }

func (m *modal) onClose(app.Context, app.Event) {
	m.Desk.do(func() { m.Desk.dialog = noDialog })
}

// onClick closes the dialog where the page behind it is pressed.
func (m *modal) onClick(_ app.Context, e app.Event) {
	if e.Get("target").Equal(m.JSValue()) {
		m.close()
	}
}

func (m *modal) close() { m.JSValue().Call("close") }

// Render draws the dialog.
func (m *modal) Render() app.UI {
	return el("dialog", "", sheet("dialog-title", m.Title, m.close, m.Body(m.Desk))).
		Aria("labelledby", "dialog-title").On("close", m.onClose).OnClick(m.onClick)
}

// sheet is what a dialog shows. Its title has the id.
func sheet(id, title string, done func(), body []app.UI) app.UI {
	return el("div", "sheet",
		el("header", "",
			text("h2", "", title).ID(id),
			&button{Class: "btn quiet", Text: "Close", OnPress: done},
		),
		el("div", "body", body...),
	)
}
