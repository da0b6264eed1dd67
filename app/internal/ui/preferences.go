package ui

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// More names under which choices are kept.
const (
	zoneSetting   = "mintmark.zone"
	leewaySetting = "mintmark.leeway"
)

// setZone has times shown in the zone of that name, "Europe/Paris"; "" is the
// reader's own. What no browser knows leaves the zone as it is.
func (d *desk) setZone(name string) {
	d.zoneText = name
	if name != "" && !knownZone(name) {
		return
	}
	d.zoneName, d.zone = name, zoneNamed(name)
	remember(zoneSetting, name)
}

// zoneNamed is the offset of a zone at a moment, as the browser knows it: Go
// has no time zones there.
func zoneNamed(name string) func(time.Time) *time.Location {
	if name == "" {
		return readerZone
	}
	return func(at time.Time) *time.Location {
		if minutes, ok := zoneOffset(name, at); ok {
			return time.FixedZone("", 60*minutes)
		}
		return time.UTC
	}
}

func knownZone(name string) bool {
	_, ok := zoneOffset(name, time.Unix(0, 0))
	return ok
}

// zoneOffset is how many minutes a zone is ahead of UTC at a moment.
func zoneOffset(name string, at time.Time) (minutes int, ok bool) {
	shell := app.Window().Get("mintmark")
	if !shell.Truthy() {
		return 0, name == "UTC"
	}
	offset := shell.Call("zoneOffset", name, float64(at.UnixMilli()))
	if offset.IsNull() {
		return 0, false
	}
	return offset.Int(), true
}

// zonePhrase says whose clock a time is of.
func (m *model) zonePhrase() string {
	if m.zoneName == "" {
		return "in your zone"
	}
	return "in " + m.zoneName
}

// preferences is what the dialog says.
func preferences(d *desk) []app.UI {
	parts := []app.UI{
		el("section", "part", text("h3", "", "Theme"), el("div", "seg", themeButtons(d)...).Role("group").Aria("label", "Theme")),
		el("section", "part", text("h3", "", "Times"), el("div", "row wide", zoneField(d), leewayField(d))),
		el("section", "part", text("h3", "", "Keyboard"), lettersSwitch(d)),
		el("section", "part", text("h3", "", "CSV files"),
			el("div", "seg", separatorButtons(d)...).Role("group").Aria("label", "Between the cells of a CSV file"),
			text("p", "hint", "Excel and the like want semicolons where numbers have a decimal comma; programs mostly want commas.")),
	}
	if d.ctx != nil && d.ctx.IsAppInstallable() {
		parts = append(parts, el("section", "part", text("h3", "", "Install"),
			&button{ID: "install", Class: "btn", Text: "Install Mintmark", OnPress: d.ctx.ShowAppInstallPrompt}))
	}
	return append(parts, text("p", "hint", "These choices are kept in this browser. Tokens and keys are not."))
}

func themeButtons(d *desk) []app.UI {
	var buttons []app.UI
	current := theme()
	for _, t := range []struct{ name, title string }{{"", "As the system"}, {"light", "Light"}, {"dark", "Dark"}} {
		buttons = append(buttons, &button{Text: t.title, Pressed: strconv.FormatBool(t.name == current), OnPress: func() {
			d.do(func() { setTheme(t.name) })
		}})
	}
	return buttons
}

func zoneField(d *desk) app.UI {
	r := remark{"", "A name such as Europe/Paris; nothing for your own"}
	if d.zoneText != d.zoneName {
		r = remark{badTone, "No zone has that name. Times stay as they are."}
	}
	return el("div", "field",
		text("label", "", "Time zone").Attr("for", "zone"),
		&input{ID: "zone", Class: "input", Value: d.zoneText, Hint: "mine", Bad: r.tone == badTone, Remark: "zone-note", List: "zones",
			OnType: func(text string) { d.do(func() { d.setZone(text) }) }},
		note("zone-note", r),
		app.Raw(zoneList()),
	)
}

// zoneList are the names that the browser knows.
func zoneList() string {
	shell := app.Window().Get("mintmark")
	options := ""
	if shell.Truthy() {
		options = shell.Call("zoneOptions").String()
	}
	return `<datalist id="zones">` + options + `</datalist>`
}

func leewayField(d *desk) app.UI {
	return el("div", "field",
		text("label", "", "Clocks may differ by, in seconds").Attr("for", "usual-leeway"),
		&input{ID: "usual-leeway", Type: "number", Class: "input", Value: d.leewayText, Hint: "0", Remark: "leeway-note",
			OnType: func(text string) {
				d.do(func() { d.setLeeway(text) })
				remember(leewaySetting, text)
			}},
		note("leeway-note", remark{"", "Twilio allows none; some servers of your own may"}),
	)
}

func lettersSwitch(d *desk) app.UI {
	return el("label", "check",
		&toggle{ID: "letters", On: !d.noLetters, OnSwitch: func(on bool) { d.do(func() { d.setLetters(on) }) }},
		app.Text("Single letters are shortcuts"),
	)
}

// theme is the one that the shell keeps.
func theme() string {
	if shell := app.Window().Get("mintmark"); shell.Truthy() {
		return shell.Get("theme").String()
	}
	return ""
}

func setTheme(name string) {
	if shell := app.Window().Get("mintmark"); shell.Truthy() {
		shell.Call("setTheme", name)
	}
}

func separatorButtons(d *desk) []app.UI {
	var buttons []app.UI
	for _, s := range []struct{ text, separator string }{{"commas", ","}, {"semicolons", ";"}} {
		buttons = append(buttons, &button{Text: s.text, Pressed: strconv.FormatBool(d.cellSeparator() == s.separator), OnPress: func() {
			d.do(func() { d.setSeparator(s.separator) })
		}})
	}
	return buttons
}
