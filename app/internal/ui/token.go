package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// The token card holds the token: read in colours, edited in a field that
// lies over them.
type tokenCard struct {
	app.Compo

	Desk *desk
	Seen int
}

// mostColoured is how many bytes of text are shown in colours: more of it takes
// a browser too long to lay out twice.
const mostColoured = 20_000

// Render draws the card. Its field is the same one on the empty page.
func (c *tokenCard) Render() app.UI {
	stack, mirror := "stack", c.mirror
	if len(c.Desk.doc.text) > mostColoured {
		stack, mirror = "stack plain", func() []app.UI { return nil }
	}
	return el("section", "card token",
		c.head(),
		c.picker(),
		el("div", stack,
			el("pre", "text mirror", mirror()...).Aria("hidden", true),
			&input{ID: "token", Area: true, Class: "text", Value: c.Desk.doc.text, Hint: "eyJ…", Remark: "token-legend",
				OnType: c.Desk.retype},
		),
		el("p", "legend", c.legend()...).ID("token-legend"),
	).DataSet("into", "token")
}

// picker is there where the text has several tokens.
func (c *tokenCard) picker() app.UI {
	if len(c.Desk.doc.found) == 0 {
		return el("div", "")
	}
	return &picker{Desk: c.Desk, Seen: c.Seen}
}

func (c *tokenCard) head() app.UI {
	d := c.Desk
	return el("header", "",
		el("h2", "", text("label", "", "Token").Attr("for", "token")),
		text("span", "hint", c.size()),
		&button{Class: "btn quiet", Text: "Undo", Disabled: len(d.past) == 0, Hidden: len(d.past) == 0 && d.empty(), OnPress: func() { d.do(d.undo) }},
		&button{Class: "btn quiet", Text: "Redo", Disabled: len(d.future) == 0, Hidden: len(d.future) == 0, OnPress: func() { d.do(d.redo) }},
		&button{Class: "btn quiet", Text: "New", Hidden: d.empty(), OnPress: func() { d.do(d.startAfresh) }},
		&button{Class: "btn quiet", Text: "Copy", Hidden: d.empty(), OnPress: func() { d.do(d.copyToken) }},
		&button{Class: "btn quiet", Text: "Share", Hidden: d.doc.token.Raw == "", OnPress: func() { d.do(func() { d.dialog = shareDialog }) }},
		fetchButton("clipboard", "Paste").Hidden(!d.empty()),
		fetchButton("file", "Open a file").Hidden(!d.empty()),
	)
}

// fetchButton puts the clipboard or a file into the field of its card. The shell
// does that, and did before the program was there.
func fetchButton(from, title string) app.HTMLElem {
	return text("button", "btn quiet", title).Attr("type", "button").DataSet("from", from)
}

func (c *tokenCard) size() string {
	switch {
	case c.Desk.empty():
		return "read here, sent nowhere"
	case c.Desk.doc.exhibit != "":
		return "from the gallery"
	case c.Desk.doc.token.Raw == "":
		return counted(len(c.Desk.doc.text), "byte") + ", no token"
	}
	return counted(len(c.Desk.doc.token.Raw), "byte")
}

// mirror is the text in colours. A last line break needs something after it
// to be as high as it is in the field.
func (c *tokenCard) mirror() []app.UI {
	var spans []app.UI
	for _, p := range c.Desk.pieces() {
		if p.fault {
			spans = append(spans, text("mark", p.class, p.text))
		} else {
			spans = append(spans, text("span", p.class, p.text))
		}
	}
	return append(spans, app.Text("\u200b"))
}

func (c *tokenCard) legend() []app.UI {
	if c.Desk.empty() {
		return []app.UI{app.Text("It is decoded and judged the moment it is here.")}
	}
	t := c.Desk.doc.token
	if t.Raw == "" {
		return []app.UI{app.Text("Nothing in it looks like a token.")}
	}
	header, signature := "header", "signature"
	if cty := t.Header.Value.Get("cty").Display(); cty == tokens.ContentType {
		header += ", Twilio access token v1"
	}
	if alg, ok := t.Header.Value.Get("alg").Text(); ok {
		signature += ", " + clip(alg, 12)
	}
	return []app.UI{
		text("span", "h", header),
		text("span", "p", "payload"),
		text("span", "s", signature),
	}
}
