package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// What the reader has chosen is kept in the browser's storage, by these names.
// Of tokens and keys nothing is.
const (
	noLettersSetting = "mintmark.letters-off"
	languageSetting  = "mintmark.language"
	viewSetting      = "mintmark.view"
	csvSetting       = "mintmark.csv"
)

// remembered is what was kept under a name; "" for nothing.
func remembered(name string) string {
	storage := app.Window().Get("localStorage")
	if !storage.Truthy() {
		return ""
	}
	if kept := storage.Call("getItem", name); kept.Truthy() {
		return kept.String()
	}
	return ""
}

// remember keeps a choice; "" forgets it.
func remember(name, choice string) {
	storage := app.Window().Get("localStorage")
	switch {
	case !storage.Truthy():
	case choice == "":
		storage.Call("removeItem", name)
	default:
		storage.Call("setItem", name, choice)
	}
}

// recall takes up what was chosen before.
func (d *desk) recall() {
	d.noLetters = remembered(noLettersSetting) != ""
	d.recallLanguage(remembered(languageSetting))
	d.setLeeway(remembered(leewaySetting))
	d.recallView(remembered(viewSetting))
	d.separator = remembered(csvSetting)
	if zone := remembered(zoneSetting); zone != "" {
		d.setZone(zone)
	}
}

// setLetters says whether single letters are shortcuts.
func (d *desk) setLetters(on bool) {
	d.noLetters = !on
	choice := "off"
	if on {
		choice = ""
	}
	remember(noLettersSetting, choice)
}

// viewNames are the views that one comes back to; the others are begun with
// or asked for.
var viewNames = map[view]string{jsonView: "json", tableView: "table"}

// chooseView shows a tab that the reader has picked. JSON or the table is what
// they begin with from then on, until they pick the words; the form is passed
// through.
func (d *desk) chooseView(v view) {
	d.setView(v)
	if v != formView {
		remember(viewSetting, viewNames[v])
	}
}

func (d *desk) recallView(name string) {
	for v, n := range viewNames {
		if n == name {
			d.view = v
		}
	}
}

// setSeparator says what stands between the cells of a CSV file: "," or ";".
func (d *desk) setSeparator(separator string) {
	d.separator = separator
	remember(csvSetting, separator)
}

// cellSeparator is what the reader's spreadsheet will want, where nothing has
// been chosen: with a comma in 1,5 there is a semicolon between cells.
func (d *desk) cellSeparator() string {
	if d.separator == ";" || d.separator == "" && strings.Contains(oneAndAHalf(), ",") {
		return ";"
	}
	return ","
}

// oneAndAHalf is that number as the reader writes it. A browser takes longer to
// say so for the first time than to judge a token.
func oneAndAHalf() string {
	intl := app.Window().Get("Intl")
	if !intl.Truthy() {
		return "1.5"
	}
	return intl.Call("NumberFormat").Call("format", 1.5).String()
}
