package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// The words panel says in sentences who the holder is and what they may do.
type wordsPanel struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the panel.
func (p *wordsPanel) Render() app.UI {
	switch p.Desk.verdict.Kind {
	case tokens.NoKind:
		return text("p", "hint", p.unreadable())
	case tokens.AccessKind:
		return el("div", "", p.who(), p.grants())
	}
	return el("div", "",
		text("p", "hint", "This is "+p.Desk.verdict.Kind.String()+". Its claims, as they are:"),
		p.claims(),
	)
}

func (p *wordsPanel) unreadable() string {
	if p.Desk.doc.token.Payload.Value != nil {
		return "The token is broken. What could be read of it is under JSON."
	}
	return "There is nothing in it that could be read."
}

func (p *wordsPanel) who() app.UI {
	d := p.Desk
	facts := []app.UI{
		fact("Identity", d.doc.token.Identity(), ""),
		fact("Account", d.valueAt(accountPlace), "mono"),
		fact("Signed with API key", d.valueAt(keyPlace), "mono"),
	}
	if region := d.valueAt(regionPlace); region != "" {
		facts = append(facts, fact("Region", region, ""))
	}
	if id := d.valueAt("jti"); id != "" {
		facts = append(facts, fact("Token id", id, "mono"))
	}
	return el("dl", "who", facts...)
}

// fact is one line of a list of facts.
func fact(name, value, class string) app.UI {
	if value == "" {
		value, class = "none", "hint"
	}
	return el("div", "", text("dt", "", name), text("dd", class, value))
}

func (p *wordsPanel) grants() app.UI {
	granted := p.Desk.doc.token.Grants()
	if len(granted) == 0 {
		return text("p", "hint grants", "It grants nothing.")
	}
	rows := make([]app.UI, len(granted))
	for i, g := range granted {
		rows[i] = el("div", "grant",
			icon(g.Kind.Name),
			el("div", "", text("b", "", grantTitle(g)), text("p", "", g.Explain())),
			&button{Class: "btn quiet", Text: "Edit", Label: "Edit " + grantTitle(g), OnPress: func() {
				p.Desk.do(func() { p.Desk.openGrant(g.Key) })
			}},
		)
	}
	return el("div", "grants", rows...)
}

func grantTitle(g tokens.Granted) string {
	if g.Grant == nil {
		return g.Key
	}
	return g.Kind.Title
}

// openGrant opens the form at a grant.
func (d *desk) openGrant(key string) {
	d.setView(formView)
	d.drawn(func() { focus("on-" + key) })
}

// claims is every claim of a token that is no access token.
func (p *wordsPanel) claims() app.UI {
	members := p.Desk.doc.token.Payload.Value.Members
	facts := make([]app.UI, len(members))
	for i := range members {
		facts[i] = fact(members[i].Name, clip(members[i].Value.Display(), 500), "mono")
	}
	return el("dl", "who", facts...)
}
