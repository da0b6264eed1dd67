package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// The gallery page shows a broken token for each rule.
type galleryPage struct {
	app.Compo

	Desk *desk
	Seen int
}

// Render draws the page.
func (g *galleryPage) Render() app.UI {
	d := g.Desk
	rules := d.exhibits()
	return el("main", "screen",
		el("section", "",
			text("h1", "", "Gallery"),
			text("p", "hint", "A broken token for each thing that can be wrong, with the codes that Twilio most likely answers. They were made on 14 November 2023, and are judged as of then, under the secret that they were signed with."),
		),
		el("div", "row head",
			&input{ID: "gallery-filter", Class: "input", Label: "Filter the gallery", Hint: "a code or a word", Value: d.sought, Remark: "gallery-count",
				OnType: func(text string) { d.do(func() { d.sought = text }) }},
			text("p", "hint", counted(len(rules), "token")).ID("gallery-count").Role("status"),
		),
		el("div", "gallery", stageCards(rules)...).OnClick(leave),
	)
}

// stageTitles are what is checked, by stage.
var stageTitles = []string{
	"Is it a token at all?", "The header", "Whose it is", "The signature", "The times", "What it grants",
	"Client capability tokens", "TaskRouter capability tokens", "Client validation tokens",
}

// stageCards are the rules in cards, one for each stage that has any.
func stageCards(rules []tokens.Rule) []app.UI {
	var cards []app.UI
	for stage, title := range stageTitles {
		var rows []app.UI
		for _, r := range rules {
			if int(r.Stage) == stage {
				rows = append(rows, exhibitRow(r))
			}
		}
		if len(rows) > 0 {
			cards = append(cards, el("section", "card",
				el("header", "", text("h2", "", title)),
				el("ul", "body plain", rows...),
			))
		}
	}
	if cards == nil {
		return []app.UI{text("p", "hint", "Nothing in the gallery has that in its title, name or code.")}
	}
	return cards
}

func exhibitRow(r tokens.Rule) app.UI {
	t := toneOf(r.Severity)
	row := []app.UI{
		el("span", "dot "+string(t)),
		el("a", "",
			text("span", "word "+string(t), severityWord(r.Severity)+" "), // which is no part of what is underlined
			app.Text(r.Title),
		).Attr("href", "#gallery="+r.ID),
	}
	for _, code := range r.Codes {
		row = append(row, text("code", "", strconv.Itoa(code)).Title(tokens.CodeName(code)))
	}
	return el("li", "exhibit", row...)
}

// exhibits are the rules that have every word that is sought.
func (m *model) exhibits() []tokens.Rule {
	words := strings.Fields(strings.ToLower(m.sought))
	var rules []tokens.Rule
	for _, r := range tokens.Rules() {
		said := strings.ToLower(r.ID + " " + r.Title + " " + severityWord(r.Severity))
		for _, code := range r.Codes {
			said += " " + strconv.Itoa(code) + " " + strings.ToLower(tokens.CodeName(code))
		}
		if containsAll(said, words) {
			rules = append(rules, r)
		}
	}
	return rules
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
