package ui

import (
	"strconv"

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
		termFact("identity", "Identity", d.doc.token.Identity(), "", meaningOfGrant("identity", "")),
		termFact("account", "Account", d.valueAt(accountPlace), "mono", meaningOf("payload", []string{accountPlace})),
		termFact("key", "Signed with API key", d.valueAt(keyPlace), "mono", meaningOf("payload", []string{keyPlace})),
	}
	if region := d.valueAt(regionPlace); region != "" {
		facts = append(facts, termFact("region", "Region", region, "", meaningOf("header", []string{regionPlace})))
	}
	if id := d.valueAt("jti"); id != "" {
		facts = append(facts, termFact("jti", "Token id", id, "mono", meaningOf("payload", []string{"jti"})))
	}
	return el("dl", "who", facts...)
}

// fact is one line of a list of facts.
func fact(name, value, class string) app.UI { return termFact("", name, value, class, "") }

// termFact is a fact with what its name means.
func termFact(id, name, value, class, means string) app.UI {
	if value == "" {
		value, class = "none", "hint"
	}
	return el("div", "", el("dt", "", named("words-"+id, name, means)), text("dd", class, clip(value, mostChars)))
}

func (p *wordsPanel) grants() app.UI {
	granted := p.Desk.doc.token.Grants()
	if len(granted) == 0 {
		return text("p", "hint grants", "It grants nothing.")
	}
	n, after := p.Desk.fewer(len(granted))
	rows := make([]app.UI, n)
	for i, g := range granted[:n] {
		rows[i] = grantLine(g, named("grant-"+strconv.Itoa(i), grantTitle(g), meaningOfGrant(g.Key, "")),
			row(text("button", "btn quiet", "Edit"), i).Attr("type", "button").Aria("label", "Edit "+grantTitle(g)),
		)
	}
	return el("div", "grants", append(rows, after...)...).OnClick(p.onClick)
}

// grantLine is a grant in words, and what can be done with it.
func grantLine(g tokens.Granted, title app.UI, after ...app.UI) app.UI {
	return el("div", "grant", append([]app.UI{
		icon(g.Kind.Name),
		el("div", "", el("b", "", title), text("p", "", clip(g.Explain(), mostChars))),
	}, after...)...)
}

// onClick opens a grant where it can be edited.
func (p *wordsPanel) onClick(_ app.Context, e app.Event) {
	if i, ok := rowOf(e); ok {
		p.edit(i)
	}
}

func (p *wordsPanel) edit(i int) {
	d := p.Desk
	d.do(func() {
		if granted := d.doc.token.Grants(); i < len(granted) {
			d.openGrant(granted[i])
		}
	})
}

func grantTitle(g tokens.Granted) string {
	if g.Grant == nil {
		return clip(g.Key, 40)
	}
	return g.Kind.Title
}

// claims is every claim of a token that is no access token.
func (p *wordsPanel) claims() app.UI {
	members := p.Desk.doc.token.Payload.Value.Members
	n, after := p.Desk.fewer(len(members))
	facts := make([]app.UI, n)
	for i := range facts {
		facts[i] = termFact(strconv.Itoa(i), clip(members[i].Name, mostChars), members[i].Value.Display(), "mono", meaningOf("payload", []string{members[i].Name}))
	}
	return el("div", "", append([]app.UI{el("dl", "who", facts...)}, after...)...)
}
