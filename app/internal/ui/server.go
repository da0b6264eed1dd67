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
	if s.origin == "" {
		return el("main", "narrow", append(cards, s.nobody())...)
	}
	return el("main", "narrow", append(cards, s.login(), s.curl())...)
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

func (s *serverPage) login() app.UI {
	d := s.Desk
	return el("section", "card",
		el("header", "", text("h2", "", "Log in"), text("span", "hint", "sent to "+s.origin+"token, and nowhere else")),
		el("div", "body",
			el("div", "row",
				field("user", "User name", &input{ID: "user", Class: "input", Value: d.asked.user, Remark: "asked",
					OnType: func(text string) { d.do(func() { d.asked.user = text }) }}),
				field("password", "Password", &input{ID: "password", Type: "password", Class: "input", Value: d.asked.password, Remark: "asked",
					OnType: func(text string) { d.do(func() { d.asked.password = text }) }}),
			).On("keydown", s.onKey),
			el("p", "row-end", &button{Class: "btn main", Text: s.askText(), Disabled: d.asked.waiting, OnPress: func() { d.do(d.ask) }}),
			el("div", "", s.answer()).ID("asked").Role("status"),
		),
	)
}

func field(id, label string, in app.UI) app.UI {
	return el("div", "field", text("label", "", label).Attr("for", id), in)
}

// onKey asks on Enter, as a form would.
func (s *serverPage) onKey(_ app.Context, e app.Event) {
	if e.Get("key").String() == "Enter" && !s.Desk.asked.waiting {
		e.PreventDefault()
		s.Desk.do(s.Desk.ask)
	}
}

func (s *serverPage) askText() string {
	if s.Desk.asked.waiting {
		return "Asking…"
	}
	return "Ask for a token"
}

func (s *serverPage) answer() app.UI {
	q := s.Desk.asked
	switch {
	case q.refusal != "":
		return el("div", "", statusLine(badTone, app.Text(q.refusal)), text("p", "hint", s.inLog()))
	case q.token != nil:
		return el("div", "",
			statusLine(okTone, app.Text(s.given())),
			el("p", "row-end", &button{Class: "btn main", Text: "Look at it", OnPress: func() { s.Desk.do(s.Desk.openAnswer) }},
				&button{Class: "btn", Text: "Copy token", OnPress: func() { s.Desk.do(s.copy) }}),
		)
	}
	return text("p", "hint", "The password goes to that server alone. It is forgotten once there is a token.")
}

func (s *serverPage) inLog() string {
	if s.Desk.asked.request == "" {
		return ""
	}
	return "The server’s log has it under " + s.Desk.asked.request + "."
}

// given says in a sentence what the server gave.
func (s *serverPage) given() string {
	t := s.Desk.asked.token
	said := "Here is a token for " + clip(t.Identity(), 60)
	if t.Identity() == "" {
		said = "Here is a token for nobody in particular"
	}
	if exp, ok := t.Time("exp"); ok {
		said += ". It ends " + relative(s.Desk.at, exp)
	}
	return said + "."
}

func (s *serverPage) copy() {
	token := s.Desk.asked.token.Raw
	s.Desk.copyText(token, "Copied the token", func() { s.Desk.offer = token })
}

// curl is the same from a terminal.
func (s *serverPage) curl() app.UI {
	return el("section", "card",
		el("header", "", text("h2", "", "The same from a terminal")),
		el("div", "body", text("pre", "", s.Desk.asked.curlLine(s.origin)).ID("curl").TabIndex(0)),
	)
}
