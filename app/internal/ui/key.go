package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// keyTabs are the titles of the tabs of the key card.
var keyTabs = []string{"Secret", "PEM, JWK or JWKS"}

// The key card takes a secret or keys of any kind.
type keyCard struct {
	app.Compo

	Desk *desk
	Seen int

	open bool // the secret can be read
}

// Render draws the card.
func (k *keyCard) Render() app.UI {
	d := k.Desk
	shown, panel := 0, k.secret
	if d.byFile {
		shown, panel = 1, k.file
	}
	return el("section", "card key",
		el("header", "",
			text("h2", "", "Key"),
			&tabs{Name: "keys", Label: "Kind of key", Titles: keyTabs, Selected: shown,
				OnSelect: func(i int) { d.do(func() { d.byFile = i == 1 }) }},
		),
		el("div", "body",
			panel().ID("keys-panel").Role("tabpanel").Aria("labelledby", "keys-"+strconv.Itoa(shown)),
			el("div", "tools",
				&button{ID: "key-show", Class: "btn quiet", Text: k.showText(), Hidden: d.byFile, Disabled: d.key == "", OnPress: k.flip},
				&button{ID: "key-file", Class: "btn quiet", Text: "From a file", OnPress: d.pickKey},
				&button{ID: "key-make", Class: "btn quiet", Text: "Make one up", Hidden: d.hasKey(), OnPress: func() { d.do(d.makeUpKey) }},
				&button{ID: "key-forget", Class: "btn quiet", Text: "Forget", Disabled: d.key == "" && d.file == "", OnPress: k.forget},
			),
			k.status(),
			text("p", "hint", "A key stays in the memory of this page: it is never stored, sent or put into a link, and none is fetched."),
		),
	).DataSet("into", keyringPlace)
}

func (k *keyCard) secret() app.HTMLElem {
	d := k.Desk
	return el("div", "",
		el("div", "field",
			text("label", "", k.label()).Attr("for", "key"),
			&input{ID: "key", Type: k.inputType(), Class: "input mono", Value: d.key, Bad: d.keyFault != "", Remark: "key-note key-status",
				Hint:   "32 letters and digits",
				OnType: func(text string) { d.do(func() { d.setKey(text) }) }},
			k.note(),
		),
		el("div", "seg", k.forms()...).Role("group").Aria("label", "The secret is written as"),
	)
}

func (k *keyCard) forms() []app.UI {
	d := k.Desk
	buttons := make([]app.UI, len(keyForms))
	for i, f := range keyForms {
		buttons[i] = &button{Text: f.title, Pressed: strconv.FormatBool(int(d.form) == i), OnPress: func() {
			d.do(func() { d.setForm(keyForm(i)) })
		}}
	}
	return buttons
}

// note says what is wrong with the key, or with white space in it.
func (k *keyCard) note() app.UI {
	d := k.Desk
	switch {
	case d.keyFault != "":
		return note("key-note", remark{badTone, d.keyFault})
	case d.spaces() != "":
		return el("p", "note warn", text("code", "", outline(d.key)), app.Text(" "+d.spaces())).ID("key-note")
	}
	return note("key-note", remark{})
}

func (k *keyCard) file() app.HTMLElem {
	d := k.Desk
	return el("div", "field",
		text("label", "", "Public or private keys, or a certificate").Attr("for", "key-text"),
		&input{ID: "key-text", Area: true, Class: "input mono keys", Value: d.file, Bad: d.keyFault != "", Remark: "key-note key-status",
			Hint:   "-----BEGIN PUBLIC KEY-----  or  {\"keys\": [ … ]}",
			OnType: func(text string) { d.do(func() { d.setKeys(text) }) }},
		k.note(),
		el("ul", "plain hint", k.ring()...).OnClick(k.onRing),
	)
}

// ring is what keys there are.
func (k *keyCard) ring() []app.UI {
	d := k.Desk
	if d.file == "" {
		return nil
	}
	const most = 5
	var rows []app.UI
	for _, key := range d.keys[:min(len(d.keys), most)] {
		rows = append(rows, el("li", "", app.Text(d.nameKey(key)+" "), k.converter(len(rows), key)))
	}
	if rest := len(d.keys) - most; rest > 0 {
		rows = append(rows, text("li", "", "and "+strconv.Itoa(rest)+" more"))
	}
	return rows
}

// converter is a button for the public half of a key in the form that it has not.
func (k *keyCard) converter(i int, key tokens.Key) app.UI {
	if key.IsSecret() {
		return app.Text("")
	}
	form := k.Desk.otherForm()
	return row(text("button", "link", "Copy as "+form), i).Attr("type", "button").
		Aria("label", "Copy the public key "+k.Desk.nameKey(key)+" as "+form)
}

func (k *keyCard) onRing(_ app.Context, e app.Event) {
	if i, ok := rowOf(e); ok {
		k.Desk.do(func() { k.Desk.copyPublic(i) })
	}
}

// otherForm is the form that keys can be converted to.
func (m *model) otherForm() string {
	if strings.HasPrefix(strings.TrimSpace(m.file), "-----") {
		return "JWK"
	}
	return "PEM"
}

// publicHalf is the public half of key i in the other form; "" where it has none.
func (m *model) publicHalf(i int) string {
	if i >= len(m.keys) {
		return ""
	}
	convert := m.keys[i].PublicPEM
	if m.otherForm() == "JWK" {
		convert = m.keys[i].PublicJWK
	}
	text, err := convert()
	if err != nil {
		return ""
	}
	return text
}

func (d *desk) copyPublic(i int) {
	if text := d.publicHalf(i); text != "" {
		d.copyText(text, "Copied the public key as "+d.otherForm(), func() { d.offer = text })
	}
}

// nameKey says what a key is: "RSA public key of 2048 bits, kid a1".
func (m *model) nameKey(k tokens.Key) string {
	_, name, _ := strings.Cut(k.Describe(), " ")
	if k.ID != "" {
		name += ", kid " + clip(k.ID, 40)
	}
	return name
}

func (k *keyCard) label() string {
	d := k.Desk
	switch d.verdict.Kind {
	case tokens.ClientCapabilityKind, tokens.TaskRouterCapabilityKind:
		if iss, ok := d.sid(keyPlace, "AC"); ok {
			return "Auth token of " + shortSID(iss)
		}
		return "Auth token"
	case tokens.OtherKind:
		return "Secret"
	}
	if iss, ok := d.sid(keyPlace, "SK"); ok {
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

func (k *keyCard) forget() {
	k.open = false
	k.Desk.do(k.Desk.forget)
	if !focus("key") {
		focus("key-text")
	}
}

func (k *keyCard) status() app.UI {
	d := k.Desk
	s := d.signature()
	said := []app.UI{app.Text(s.sayings)}
	if doubt := d.secretDoubt(); doubt != "" {
		said = append(said, app.Text(" "+doubt))
	}
	fix, ok := d.keyFix()
	return el("div", "signature",
		statusLine(s.tone, said...).ID("key-status"),
		&button{ID: "key-fix", Class: "btn", Text: fix.title, Hidden: !ok, OnPress: func() { d.do(func() { d.applyFix(fix) }) }},
	)
}
