package ui

import (
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// The form panel edits an access token: who it is for, how long it is good,
// and every kind of grant that package tokens knows.
type formPanel struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the form.
func (p *formPanel) Render() app.UI {
	if !p.Desk.doc.token.Payload.Value.Is(tokens.ObjectValue) {
		return text("p", "hint", "There is no payload that a form could show. Mend it under JSON, or start afresh.")
	}
	if isOlder(p.Desk.verdict.Kind) {
		return p.older()
	}
	return el("div", "form",
		el("div", "row head",
			p.claim(identityPlace, "Identity", "", "identity"),
			p.region(),
			p.lifetime(),
		),
		el("div", "row wide sids",
			p.claim(accountPlace, "Account SID", "AC", "sub"),
			p.claim(keyPlace, "API key SID", "SK", "iss"),
		),
		el("div", "kinds", p.kinds()...),
	)
}

// claim is the field of one claim that is a text; name is the claim's, where
// that helps.
func (p *formPanel) claim(place, label, sid, name string) app.UI {
	box := fieldBox{
		place: place, label: label, claim: name, means: meaningOf("payload", strings.Split(place, ".")), value: p.Desk.shown(place), sid: sid,
		remark: p.Desk.remarkOn(place, sid, "", ""),
		onType: func(text string) { p.Desk.do(func() { p.Desk.setClaim(place, text) }) },
	}
	return box.draw()
}

func (p *formPanel) region() app.UI {
	box := fieldBox{
		place: regionPlace, label: "Region", claim: "twr", means: meaningOf("header", []string{regionPlace}), value: p.Desk.shown(regionPlace), hint: "us1",
		remark: p.Desk.remarkOn(regionPlace, "", "", "of the API key"),
		onType: func(text string) { p.Desk.do(func() { p.Desk.setRegion(text) }) },
	}
	return box.draw()
}

// lifetimes are the choices of how long a token is good.
var lifetimes = []struct {
	text string
	ttl  time.Duration
}{
	{"5 min", 5 * time.Minute},
	{"15 min", 15 * time.Minute},
	{"1 h", time.Hour},
	{"24 h", 24 * time.Hour},
}

func (p *formPanel) lifetime() app.UI {
	return el("div", "field",
		text("span", "label", "Good for").ID("ttl"),
		el("div", "seg", p.lifetimeButtons()...).Role("group").Aria("labelledby", "ttl"),
		fieldBox{place: "ttl", claim: "exp", means: meaningOf("payload", []string{"exp"}), remark: remark{text: "from now on"}}.note(),
	)
}

func (p *formPanel) lifetimeButtons() []app.UI {
	buttons := make([]app.UI, len(lifetimes))
	for i, l := range lifetimes {
		buttons[i] = &button{Text: l.text, Pressed: strconv.FormatBool(p.Desk.livesFor(l.ttl)), OnPress: func() {
			p.Desk.do(func() { p.Desk.setTTL(l.ttl) })
		}}
	}
	return buttons
}

// livesFor reports whether the token was made to live exactly that long.
func (m *model) livesFor(ttl time.Duration) bool {
	from, begins := m.doc.token.IssuedAt()
	exp, ends := m.doc.token.Time("exp")
	return begins && ends && exp.Sub(from) == ttl
}

// kinds is a block for each kind of grant, each at its own place: one that is
// not to be seen is hidden, so that the others never move into its fields.
// After them stand the grants that nobody knows.
func (p *formPanel) kinds() []app.UI {
	granted := make(map[string]bool)
	var strange []string
	for _, g := range p.Desk.doc.token.Grants() {
		granted[g.Key] = true
		if g.Grant == nil {
			strange = append(strange, g.Key)
		}
	}
	var blocks []app.UI
	for _, k := range tokens.Kinds() {
		key := k.New().Key()
		blocks = append(blocks, &kindBlock{Desk: p.Desk, Key: key, On: granted[key], Seen: p.Seen})
	}
	n, after := p.Desk.fewer(len(strange))
	for _, key := range strange[:n] {
		blocks = append(blocks, strangeBlock(p.Desk, key))
	}
	return append(blocks, after...)
}
