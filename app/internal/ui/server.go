package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// The server page asks the issuance server that the page came from for a
// token, as an app would.
type serverPage struct {
	app.Compo

	Desk *desk
	Seen int

	origin string // where the page came from, "https://example.com/"; "" for a file
}

// OnMount learns where the page came from.
func (s *serverPage) OnMount(app.Context) {
	if location := app.Window().Get("location"); strings.HasPrefix(location.Get("protocol").String(), "http") {
		s.origin = location.Get("origin").String() + folder(location.Get("pathname").String())
	}
}

// folder is a path without what follows its last slash.
func folder(path string) string { return path[:strings.LastIndexByte(path, '/')+1] }

// Render draws the page.
func (s *serverPage) Render() app.UI {
	cards := []app.UI{
		el("section", "intro",
			text("h1", "", "Ask the issuance server"),
			text("p", "", "An app logs in to your server, the server decides what its user may have, signs with a key that never leaves it, and hands out the token. Here you are the app."),
		),
	}
	switch q := &s.Desk.asked; {
	case s.origin == "":
		cards = append(cards, s.nobody())
	case q.who == nil:
		cards = append(cards, loginCard(s.Desk, s.origin), s.curl())
	default:
		cards = append(cards, callerCard(s.Desk), askCard(s.Desk), s.curl())
	}
	return el("main", "narrow", cards...)
}

// nobody stands where there is no server to ask.
func (s *serverPage) nobody() app.UI {
	return el("section", "card",
		el("div", "body",
			text("p", "", "This page is a file on your disk: there is no server behind it, and it asks no other."),
			el("p", "hint", app.Text("Start one with "), text("code", "", "mintmark serve --dev"), app.Text(" and open the address that it prints.")),
		),
	)
}

// curl is the same from a terminal.
func (s *serverPage) curl() app.UI {
	said := "curl asks for the password."
	if s.Desk.asked.byKey {
		said = "The key comes from the environment."
	}
	return el("section", "card",
		el("header", "", text("h2", "", "The same from a terminal"), text("span", "hint", said)),
		el("div", "body", text("pre", "", s.Desk.asked.curlLine(s.origin)).ID("curl").TabIndex(0)),
	)
}

// loginTabs are the ways to prove who one is.
var loginTabs = []string{"Password", "Service key"}

// loginCard asks who somebody is.
func loginCard(d *desk, origin string) app.UI {
	shown, fields := 0, passwordFields
	if d.asked.byKey {
		shown, fields = 1, keyField
	}
	return el("section", "card",
		el("header", "",
			text("h2", "", "Log in"),
			&tabs{Name: "logins", Label: "How to log in", Titles: loginTabs, Selected: shown,
				OnSelect: func(i int) { d.do(func() { d.asked.byKey = i == 1 }) }},
		),
		el("div", "body",
			fields(d).ID("logins-panel").Role("tabpanel").Aria("labelledby", "logins-"+loginIndex(shown)).On("keydown", loginKey(d)),
			text("p", "hint", "Sent to "+origin+" when you press the button, and nowhere else. It stays in the memory of this page until you log out."),
			el("p", "row-end", &button{ID: "log-in", Class: "btn main", Text: d.asked.verb(loginErrand, "Log in", d.at), Waits: d.asked.pause(d.at) != "", OnPress: func() { d.do(func() { d.ask(loginErrand) }) }}),
			askedLine(d),
			el("div", "", answerOf(d)...),
		),
	)
}

func loginIndex(i int) string { return string(rune('0' + i)) }

func passwordFields(d *desk) app.HTMLElem {
	return el("div", "row",
		field("user", "User name", &input{ID: "user", Class: "input", Value: d.asked.user, Remark: "asked",
			OnType: func(text string) { d.do(func() { d.asked.user = text }) }}),
		field("password", "Password", &input{ID: "password", Type: "password", Class: "input", Value: d.asked.password, Remark: "asked",
			OnType: func(text string) { d.do(func() { d.asked.password = text }) }}),
	)
}

func keyField(d *desk) app.HTMLElem {
	return el("div", "row",
		field("bearer", "Service key or ID token", &input{ID: "bearer", Type: "password", Class: "input mono", Hint: "mm_…", Value: d.asked.bearer, Remark: "asked",
			OnType: func(text string) { d.do(func() { d.asked.bearer = text }) }}),
	)
}

func field(id, label string, in app.UI) app.UI {
	return el("div", "field", text("label", "", label).Attr("for", id), in)
}

// loginKey logs in on Enter, as a form would.
func loginKey(d *desk) app.EventHandler {
	return func(_ app.Context, e app.Event) {
		if e.Get("key").String() == "Enter" {
			e.PreventDefault()
			d.do(func() { d.ask(loginErrand) })
		}
	}
}

// callerCard says whom the server takes somebody for.
func callerCard(d *desk) app.UI {
	who := d.asked.who
	facts := []app.UI{fact("You are", who.name+", "+who.by(), ""), fact("Rules about you", strings.Join(who.rules, ", "), "")}
	if who.issuer != "" {
		facts = append(facts, fact("Issuer", who.issuer, ""))
	}
	if len(who.groups) > 0 {
		facts = append(facts, fact("Groups", strings.Join(who.groups, ", "), ""))
	}
	return el("section", "card",
		el("header", "",
			text("h2", "", "Logged in").ID("logged-in").TabIndex(-1),
			&button{ID: "log-out", Class: "btn quiet", Text: "Log out", OnPress: func() { d.do(d.logOut) }},
		),
		el("div", "body", el("dl", "who", facts...)),
	)
}
