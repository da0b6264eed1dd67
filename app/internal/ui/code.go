package ui

import (
	"errors"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// program is a program that makes the token in the language that was chosen,
// or else a sentence that says why there is none.
func (m *model) program() (text, why string) {
	switch k := m.verdict.Kind; k {
	case tokens.NoKind:
		return "", "There is no token that a program could make."
	case tokens.AccessKind:
	default:
		return "", "This is " + k.String() + ". Programs are written for access tokens alone."
	}
	access, err := m.doc.token.Access()
	if err != nil {
		return "", "No program can make this token: " + err.Error() + "."
	}
	if !access.NotBefore.After(access.IssuedAt) {
		access.NotBefore = time.Time{} // the program mints later
	}
	text, err = tokens.Code(tokens.Languages()[m.language].Name, access)
	var field *tokens.FieldError
	switch {
	case errors.As(err, &field):
		return "", "No helper makes such a token: " + field.Path + " should be " + field.Want + "."
	case err != nil:
		return "", "No helper makes such a token: " + err.Error() + "."
	}
	return text, ""
}

// The code card writes programs that make the same token.
type codeCard struct {
	app.Compo

	Desk   *desk
	Seen   int
	Narrow bool // it is closed until it is asked for

	open bool
}

// Render draws the card.
func (c *codeCard) Render() app.UI {
	head := []app.UI{text("h2", "", "The same token in code")}
	if c.Narrow {
		head = append(head, &button{ID: "code-open", Class: "btn quiet", Text: c.openText(), Expanded: strconv.FormatBool(c.open), Controls: "code-body", OnPress: func() { c.open = !c.open }})
	}
	card := []app.UI{el("header", "", head...)}
	if !c.Narrow || c.open {
		card = append(card, el("div", "body", c.body()...).ID("code-body"))
	}
	return el("section", "card code", card...)
}

func (c *codeCard) openText() string {
	if c.open {
		return "Hide"
	}
	return "Show"
}

func (c *codeCard) body() []app.UI {
	d := c.Desk
	program, why := d.program()
	panel, tools := text("pre", "", program).TabIndex(0), c.tools()
	if why != "" {
		panel, tools = text("p", "hint", why), tools.Hidden(true)
	}
	return []app.UI{
		&tabs{Name: "code", Label: "Language", Titles: languageTitles(), Selected: d.language,
			OnSelect: func(i int) { d.do(func() { d.setLanguage(i) }) }},
		el("div", "", panel).ID("code-panel").Role("tabpanel").Aria("labelledby", "code-"+strconv.Itoa(d.language)),
		tools,
	}
}

func (c *codeCard) tools() app.HTMLElem {
	d := c.Desk
	return el("div", "tools",
		&button{ID: "code-copy", Class: "btn quiet", Text: "Copy", Label: "Copy the program", OnPress: func() { d.do(d.copyProgram) }},
		text("span", "hint", "The secret is not in it: it comes from the environment."),
	)
}

func languageTitles() []string {
	var titles []string
	for _, l := range tokens.Languages() {
		titles = append(titles, l.Title)
	}
	return titles
}

// setLanguage writes programs in another language, here and the next time.
func (d *desk) setLanguage(i int) {
	d.language = i
	remember(languageSetting, tokens.Languages()[i].Name)
}

func (m *model) recallLanguage(name string) {
	for i, l := range tokens.Languages() {
		if l.Name == name {
			m.language = i
		}
	}
}

func (d *desk) copyProgram() {
	program, _ := d.program()
	d.copyText(program, "Copied the program; the secret is not in it", func() {
		d.offer = program
		d.drawn(func() { selectAll("offer") })
	})
}
