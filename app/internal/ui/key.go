package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// The key card holds the secret, in memory and nowhere else.
type keyCard struct {
	app.Compo

	Desk *desk
	Seen int

	open bool // the secret can be read
}

// Render draws the card.
func (k *keyCard) Render() app.UI {
	d := k.Desk
	return el("section", "card key",
		el("header", "",
			text("h2", "", "Key"),
			&button{Class: "btn quiet", Text: k.showText(), Disabled: d.key == "", OnPress: k.flip},
			&button{Class: "btn quiet", Text: "Clear", Disabled: d.key == "", OnPress: k.clear},
		),
		el("div", "body",
			el("div", "field",
				text("label", "", k.label()).Attr("for", "key"),
				&input{ID: "key", Type: k.inputType(), Class: "input mono", Value: d.key, Remark: "key-status",
					Hint:   "32 letters and digits",
					OnType: func(text string) { d.do(func() { d.setKey(text) }) }},
			),
			k.status(),
			text("p", "hint", "The secret stays in the memory of this page: it is never stored, sent or put into a link."),
		),
	)
}

func (k *keyCard) label() string {
	if iss, ok := k.Desk.sid(keyPlace, "SK"); ok {
		return "API key secret of " + shortSID(iss)
	}
	return "API key secret"
}

func (k *keyCard) inputType() string {
	if k.open {
		return "text"
	}
	return "password"
}

func (k *keyCard) showText() string {
	if k.open {
		return "Hide"
	}
	return "Show"
}

func (k *keyCard) flip() { k.open = !k.open }

func (k *keyCard) clear() {
	k.open = false
	k.Desk.do(func() { k.Desk.setKey("") })
	focus("key")
}

func (k *keyCard) status() app.UI {
	s := k.Desk.signature()
	said := []app.UI{app.Text(s.sayings)}
	if doubt := k.Desk.secretDoubt(); doubt != "" {
		said = append(said, app.Text(" "+doubt))
	}
	return el("p", "status",
		el("span", "dot "+string(s.tone)),
		el("span", "", said...),
	).ID("key-status")
}
