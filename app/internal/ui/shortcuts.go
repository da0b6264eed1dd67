package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A shortcut is what a key does. A single letter works where no text is
// typed; Ctrl stands for Command, where there is that.
type shortcut struct {
	key, title string
	act        func(*desk)
}

// shortcuts are all there are, in the order in which they are listed.
func shortcuts() []shortcut {
	return []shortcut{
		{"Ctrl Z", "Undo", func(d *desk) { d.undo() }},
		{"Ctrl Shift Z", "Redo", func(d *desk) { d.redo() }},
		{"Ctrl Y", "Redo", func(d *desk) { d.redo() }},
		{"T", "Go to the token", func(d *desk) { d.reach("token") }},
		{"K", "Go to the key", func(d *desk) { d.reach("key") }},
		{"V", "Go to the verdict", func(d *desk) { d.reach("verdict") }},
		{"C", "Copy the token", func(d *desk) { d.copyToken() }},
		{"S", "Share the token", func(d *desk) { d.dialog = shareDialog }},
		{"R", "Copy the report", func(d *desk) { d.copyReport() }},
		{"W", "What it says in words", func(d *desk) { d.show(wordsView) }},
		{"F", "The form", func(d *desk) { d.show(formView) }},
		{"J", "The JSON", func(d *desk) { d.show(jsonView) }},
		{"B", "The table", func(d *desk) { d.show(tableView) }},
		{"M", "Many tokens", func(d *desk) { d.goTo(manyScreen) }},
		{"D", "Compare two tokens", func(d *desk) { d.goTo(compareScreen) }},
		{"G", "The gallery", func(d *desk) { d.goTo(galleryScreen) }},
		{"N", "Start afresh", func(d *desk) { d.startAfresh() }},
		{",", "Settings", func(d *desk) { d.dialog = settingsDialog }},
		{"?", "These shortcuts", func(d *desk) { d.dialog = shortcutsDialog }},
	}
}

// reach goes to the workbench and gives an element of it the focus.
func (d *desk) reach(id string) {
	d.goTo(workbenchScreen)
	d.drawn(func() { focus(id) })
}

// show goes to a tab of what the token says.
func (d *desk) show(v view) {
	if !d.empty() {
		d.chooseView(v)
		d.reach(tabID(v))
	}
}

// keystroke is a key as shortcuts name it, "" for one that is none: one that
// goes into a text, is held down, or is pressed while a dialog is open.
func keystroke(e app.Event) string {
	key := e.Get("key").String()
	ctrl := e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy()
	switch {
	case e.Get("altKey").Truthy(), e.Get("repeat").Truthy() && !ctrl, takesText(e.Get("target")):
		return ""
	case len(key) > 1: // "Enter"
		return ""
	}
	key = strings.ToUpper(key)
	if e.Get("shiftKey").Truthy() && key != "?" {
		key = "Shift " + key
	}
	if ctrl {
		key = "Ctrl " + key
	}
	return key
}

func takesText(target app.Value) bool {
	switch target.Get("tagName").String() {
	case "TEXTAREA", "SELECT":
		return true
	case "INPUT":
		return target.Get("type").String() != "checkbox"
	}
	return false
}

// keyed is what a keystroke does; nil for nothing. Single letters can be
// switched off: software for speech types them by mistake.
func (m *model) keyed(keystroke string) func(*desk) {
	if m.dialog != noDialog || keystroke == "" {
		return nil
	}
	single := !strings.HasPrefix(keystroke, "Ctrl ")
	for _, s := range shortcuts() {
		if s.key == keystroke && (!single || !m.noLetters) {
			return s.act
		}
	}
	return nil
}

// shortcutList is what the dialog says.
func shortcutList(d *desk) []app.UI {
	var rows []app.UI
	for _, s := range shortcuts() {
		var keys []app.UI
		for _, key := range strings.Fields(s.key) {
			keys = append(keys, text("kbd", "", key), app.Text(" "))
		}
		rows = append(rows, el("div", "", el("dt", "", keys...), text("dd", "", s.title)))
	}
	return []app.UI{
		el("dl", "shortcuts", rows...),
		lettersSwitch(d),
	}
}
