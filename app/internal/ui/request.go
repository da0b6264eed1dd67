package ui

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// verb is what stands on the button of an errand.
func (q *inquiry) verb(e errand, title string, now time.Time) string {
	if pause := q.pause(now); pause != "" {
		return pause
	}
	if q.waiting == e {
		return "Asking…"
	}
	return title
}

// askCard says what to ask for, and what came of it.
func askCard(d *desk) app.UI {
	q := &d.asked
	o := q.offer()
	body := []app.UI{statusLine(warnTone, app.Text("No rule of the policy gives you a token. The preview says which were tried."))}
	if o != nil {
		body = []app.UI{el("div", "row wide", offerFields(d, o)...)}
		if facts := offerFacts(o); len(facts) > 0 {
			body = append(body, el("dl", "who", facts...))
		}
	}
	press := func(e errand) func() { return func() { d.do(func() { d.ask(e) }) } }
	waits := q.pause(d.at) != ""
	return el("section", "card",
		el("header", "", text("h2", "", "What to ask for"), text("span", "hint", "only what you change is sent")),
		el("div", "body", append(body,
			el("p", "row-end",
				&button{ID: "ask-token", Class: "btn main", Text: q.verb(tokenErrand, "Ask for the token", d.at), Waits: waits, OnPress: press(tokenErrand)},
				&button{ID: "ask-preview", Class: "btn", Text: q.verb(previewErrand, "What would I get?", d.at), Waits: waits, OnPress: press(previewErrand)},
			),
			askedLine(d),
			el("div", "", answerOf(d)...),
		)...),
	)
}

// offerFields are what can be chosen and typed.
func offerFields(d *desk, o *offer) []app.UI {
	q := &d.asked
	fields := []app.UI{el("div", "field",
		text("label", "", "Profile").Attr("for", "profile"),
		&choice{ID: "profile", Options: q.who.titles(), Selected: q.chosen, OnSelect: func(i int) { d.do(func() { d.asked.choose(i) }) }},
		note("profile-note", q.mark("profile", "by rule "+o.rule)),
	)}
	if o.named {
		fields = append(fields, askField(d, "identity", "Identity", "", q.named, q.mark("identity", "one that matches "+o.identity), func(text string) { d.asked.named = text }))
	}
	fields = append(fields, askField(d, "ttl", "Good for", shortTime(o.ttl), q.ttl,
		q.mark("ttl", "15m, 1h or seconds; at most "+tokens.InWords(o.maxTTL, 2)), func(text string) { d.asked.ttl = text }))
	for _, f := range o.fields {
		if f.free() {
			fields = append(fields, freeField(d, f))
		}
	}
	return fields
}

// mark is what stands under a field: a hint, or that it is what was refused.
func (q *inquiry) mark(field, hint string) remark {
	if q.wrong == field {
		return remark{badTone, capital(hint) + "."}
	}
	return remark{text: hint}
}

// askField is a field of the request with that place in it.
func askField(d *desk, place, label, hint, value string, r remark, set func(string)) app.UI {
	box := fieldBox{place: "ask-" + place, label: label, hint: hint, value: value, remark: r, onType: func(text string) {
		d.do(func() {
			set(text)
			if d.asked.wrong == place {
				d.asked.wrong = ""
			}
		})
	}}
	return box.draw()
}

// freeField is a field of a grant that the profile leaves to the request.
func freeField(d *desk, o offered) app.UI {
	label, hint, means := o.path, "", ""
	if f, ok := fieldAt(o.path); ok {
		label, hint = labelOf(f)
		means = sentence(f)
	}
	if wants := o.wants(); wants != "" {
		hint = wants
	}
	if f, ok := fieldAt(o.path); ok && f.Type == tokens.FlagField {
		o.anyOf = []string{"true"}
	}
	r := d.asked.mark("grants."+o.path, hint)
	if len(o.anyOf) == 0 {
		box := fieldBox{place: "ask-" + o.path, label: label, claim: o.path, means: means, value: d.asked.filled[o.path], remark: r,
			onType: func(text string) { d.do(func() { d.asked.fill(o.path, text) }) }}
		return box.draw()
	}
	options, selected := append([]string{"leave it out"}, o.anyOf...), 0
	if o.required {
		options[0] = "choose one"
	}
	for i, value := range o.anyOf {
		if value == d.asked.filled[o.path] {
			selected = i + 1
		}
	}
	return el("div", "field",
		text("label", "", label).Attr("for", "ask-"+o.path),
		&choice{ID: "ask-" + o.path, Options: options, Selected: selected, OnSelect: func(i int) {
			d.do(func() { d.asked.fill(o.path, append([]string{""}, o.anyOf...)[i]) })
		}},
		fieldBox{place: "ask-" + o.path, claim: o.path, means: means, remark: r}.note(),
	)
}

// offerFacts are what the profile has decided.
func offerFacts(o *offer) []app.UI {
	var facts []app.UI
	if !o.named {
		facts = append(facts, fact("Identity", o.identity, ""))
	}
	for _, f := range o.fields {
		switch key, _, inside := strings.Cut(f.path, "."); {
		case !inside:
			k, _ := tokens.KindOf(key)
			facts = append(facts, fact("Grant", k.Title, ""))
		case f.value != "":
			facts = append(facts, fact(f.path, f.value, "mono"))
		}
	}
	return facts
}

// askedLine is what came of the last errand in a sentence, which is read out.
func askedLine(d *desk) app.UI {
	var said []app.UI
	switch q := &d.asked; {
	case q.token != nil:
		said = []app.UI{statusLine(okTone, app.Text(d.given()))}
	case q.preview != nil && q.preview.allow:
		said = []app.UI{statusLine(okTone, app.Text(q.preview.say()))}
	case q.preview != nil:
		said = []app.UI{statusLine(badTone, app.Text(q.preview.say()))}
	case q.refusal != "":
		said = []app.UI{statusLine(badTone, app.Text(q.refusal))}
	}
	return el("div", "", said...).ID("asked").Role("status")
}

// answerOf is what there is to see and to do after the sentence.
func answerOf(d *desk) []app.UI {
	q := &d.asked
	switch {
	case q.token != nil:
		return []app.UI{
			el("p", "row-end", &button{Class: "btn main", Text: "Look at it", OnPress: func() { d.do(d.openAnswer) }},
				&button{Class: "btn", Text: "Copy token", OnPress: func() { d.do(d.copyAnswer) }}),
		}
	case q.preview != nil:
		return drawPreview(q.preview)
	case q.request != "":
		return []app.UI{text("p", "hint", "The server’s log has it under "+q.request+".")}
	}
	return nil
}

// given says in a sentence what the server gave.
func (m *model) given() string {
	t := m.asked.token
	said := "Here is a token for " + clip(t.Identity(), 60)
	if t.Identity() == "" {
		said = "Here is a token for nobody in particular"
	}
	if exp, ok := t.Time("exp"); ok {
		said += ". It ends " + relative(m.at, exp)
	}
	if m.asked.renew > 0 {
		said += "; an app asks for the next after " + tokens.InWords(m.asked.renew, 2)
	}
	return said + "."
}

func (d *desk) copyAnswer() {
	token := d.asked.token.Raw
	d.copyText(token, "Copied the token", func() { d.offer = token })
}

// drawPreview is the grants that the policy would give, and which of its rules says so.
func drawPreview(p *preview) []app.UI {
	var said []app.UI
	for _, g := range p.grants {
		said = append(said, grantLine(g, app.Text(grantTitle(g))))
	}
	said = append(said, text("h3", "label", "Rules, in the order in which they were tried"))
	for _, s := range p.steps[:min(len(p.steps), mostRows)] {
		t, word, why := s.say()
		said = append(said, el("div", "finding",
			el("span", "dot "+string(t)),
			el("div", "top", el("h4", "", text("span", "word "+string(t), word), app.Text(" "+clip(s.rule, 60)))),
			text("p", "", clip(why, mostChars)),
		))
	}
	if rest := len(p.steps) - mostRows; rest > 0 {
		said = append(said, text("p", "hint more", "and "+thousands(rest)+" more."))
	}
	if len(p.steps) == 0 {
		said = append(said, text("p", "hint", "There is none."))
	}
	return said
}

// shortTime is seconds as the server takes them: "10m".
func shortTime(seconds int64) string {
	s := (time.Duration(seconds) * time.Second).String() // 1h0m0s
	for _, empty := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(s, empty) {
			s = s[:len(s)-2]
		}
	}
	return s
}
