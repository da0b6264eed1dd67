package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// The table panel shows header and payload claim by claim: its name, its value,
// and what it means.
type tablePanel struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the panel.
func (p *tablePanel) Render() app.UI {
	header, more := p.Desk.claims("header", mostRows)
	payload, rest := p.Desk.claims("payload", mostRows-len(header))
	if len(header)+len(payload) == 0 {
		return text("p", "hint", "There is no claim in it that could be read.")
	}
	parts := []app.UI{
		el("div", "", p.table("Header", header)...),
		el("div", "", p.table("Payload", payload)...),
	}
	if more += rest; more > 0 {
		_, after := p.Desk.fewer(mostRows + more)
		parts = append(parts, after...)
	}
	return el("div", "", parts...)
}

// table is the claims of one segment under its name.
func (p *tablePanel) table(title string, claims []claim) []app.UI {
	if len(claims) == 0 {
		return nil
	}
	rows := make([]app.UI, len(claims))
	for i, c := range claims {
		rows[i] = p.row(c, strings.ToLower(title)+"-claim-"+strconv.Itoa(i))
	}
	return []app.UI{el("table", "claims",
		el("caption", "", app.Text(title)),
		el("thead", "", el("tr", "", claimColumn("Claim"), claimColumn("Value"), claimColumn("What it means"))),
		el("tbody", "", rows...),
	)}
}

func claimColumn(title string) app.UI { return text("th", "", title).Attr("scope", "col") }

// row is one claim. Its parents stand before its name, so that a name is not
// taken for that of another.
func (p *tablePanel) row(c claim, id string) app.UI {
	last := len(c.path) - 1
	parents := ""
	if last > 0 {
		parents = strings.Join(c.path[:last], ".") + "."
	}
	meaning := el("td", "what", app.Text(meaningOf(c.segment, c.path)))
	return el("tr", "",
		el("th", "name", text("span", "", legible(parents)), text("code", "", legible(c.path[last]))).Attr("scope", "row"),
		el("td", "", p.value(c, id), note(id+"-note", p.Desk.claimRemark(c))),
		meaning.ID(id+"-what"),
	)
}

// legible is a text out of a token in the room of a line.
func legible(s string) string { return clip(tokens.Legible(s, ""), mostBrief) }

// value is the claim where it is edited, or as it is.
func (p *tablePanel) value(c claim, id string) app.UI {
	d, label := p.Desk, legible(c.name())
	switch by := d.means(c); by {
	case switchMeans:
		on := c.value.Is(tokens.TrueValue)
		return el("label", "check",
			&toggle{ID: id, Label: label, On: on, OnSwitch: func(on bool) { d.do(func() { d.setClaimIn(c, strconv.FormatBool(on)) }) }},
			text("code", "", strconv.FormatBool(on)),
		)
	case lineMeans, areaMeans:
		return &input{ID: id, Label: label, Area: by == areaMeans, Class: "input mono short", Value: d.claimShown(c),
			Bad: d.claimRemark(c).tone == badTone, Remark: id + "-note " + id + "-what",
			OnType: func(text string) { d.do(func() { d.setClaimIn(c, text) }) }}
	}
	return text("code", "raw", c.rawText())
}

// rawText is a value that is not edited here. What is in an object has lines of
// its own.
func (c claim) rawText() string {
	if len(c.value.Members) > 0 {
		return counted(len(c.value.Members), "member")
	}
	return clip(tokens.Legible(c.value.Raw, ""), mostChars)
}
