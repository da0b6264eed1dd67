package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens/gallery"
)

// A story is one component, drawn in each state.
type story struct {
	title  string
	states func(*storybook) []app.UI
}

// stories are all components, the smallest last but for what covers the page.
var stories = []story{
	{"Verdict", verdictStory},
	{"Time", timeStory},
	{"Token", tokenStory},
	{"Key", keyStory},
	{"Status line", statusStory},
	{"What it says", meaningStory},
	{"Checks and findings", checksStory},
	{"Code", codeStory},
	{"Table", tableStory},
	{"Field", fieldStory},
	{"Buttons", buttonStory},
	{"Choices", choiceStory},
	{"Chips, symbols and tiles", chipStory},
	{"Server", serverStory},
	{"Notices and toasts", noticeStory},
	{"Dialog", dialogStory},
}

func verdictStory(b *storybook) []app.UI {
	answers := []struct {
		state string
		answer
	}{
		{"refused", answer{badTone, crossCoin, "Twilio will refuse this token: account SID and key SID are swapped", "Put the account SID into sub and the key SID into iss."}},
		{"out of time", answer{badTone, clockCoin, "Twilio will refuse this token: it expired 2 hours ago", "Mint a new one."}},
		{"good", answer{okTone, tickCoin, "Nothing speaks against this token", "Its signature matches."}},
		{"good, signature not checked", answer{okTone, questionCoin, "Nothing speaks against this token", "Type the secret, and the signature is checked."}},
		{"something to be done", answer{warnTone, questionCoin, "Not signed yet: the secret is missing", "Type the secret of the API key under Key, and it is signed at once."}},
		{"nothing to judge", answer{noneTone, questionCoin, "This is TwiML, and no token", "Paste the token itself."}},
	}
	states := make([]app.UI, len(answers))
	for i, a := range answers {
		states[i] = inState(a.state, a.draw("verdict-"+strconv.Itoa(i), "Verdict, "+a.state,
			[]app.UI{codeChip(20104), text("span", "chip", "signature matches")},
			[]app.UI{b.press("btn main", "Copy token"), b.press("btn", "Copy report")}))
	}
	return append(states, inState("from a model", &verdictCard{Desk: b.good(), Seen: b.good().revision}))
}

// good is a desk with a good token.
func (b *storybook) good() *desk { return b.desk("good", storyToken) }

func timeStory(b *storybook) []app.UI {
	d := b.good()
	return []app.UI{
		inState("within its life", &timeCard{Desk: d, Seen: d.revision, Second: gallery.Moment}),
		inState("before, within and after", el("div", "time",
			app.Raw(drawLine(span{start: 300, end: 960, now: 40, marks: []int{300}})),
			app.Raw(drawLine(span{start: 40, end: 960, now: 400, marks: []int{40, 120}})),
			app.Raw(drawLine(span{start: 40, end: 500, now: 960, marks: []int{40}})))),
	}
}

func tokenStory(b *storybook) []app.UI {
	d := b.desk("token", func(d *desk) {
		storyToken(d)
		d.setText("Authorization: Bearer " + d.doc.text + "\nAuthorization: Bearer " + expiredToken)
	})
	return []app.UI{inState("two in one text, the first in hand", &tokenCard{Desk: d, Seen: d.revision})}
}

func keyStory(b *storybook) []app.UI {
	d := b.desk("key", func(d *desk) {
		storyToken(d)
		d.setText(d.doc.text + " ")
		d.setKey(" " + gallery.Secret(""))
	})
	return []app.UI{inState("a secret with a blank in front of it", &keyCard{Desk: d, Seen: d.revision})}
}

func statusStory(*storybook) []app.UI {
	return []app.UI{inState("in each tone",
		statusLine(okTone, app.Text("The signature matches.")),
		statusLine(badTone, app.Text("This secret did not make this signature.")),
		statusLine(warnTone, app.Text("Not signed yet.")),
		statusLine(noneTone, app.Text("Type the secret to check the signature.")),
	)}
}

func meaningStory(b *storybook) []app.UI {
	says := b.good()
	form := b.desk("form", func(d *desk) {
		storyToken(d)
		d.setClaim(keyPlace, "AC15c1737bf14064d2278d616face3f17f")
		d.setClaim(accountPlace, "AC15c1737bf14064d2278d616face3f17")
	})
	broken := b.desk("json", func(d *desk) {
		storyToken(d)
		d.setJSON("payload", `{"grants": {`)
	})
	return []app.UI{
		inState("in words", &meaningCard{Desk: says, Seen: says.revision}),
		inState("the form, with wrong SIDs", el("section", "card says", el("div", "body top", &formPanel{Desk: form, Seen: form.revision}))),
		inState("JSON that ends too early", el("section", "card says", el("div", "body top", &jsonPanel{Desk: broken, Seen: broken.revision}))),
		inState("the table", el("section", "card says", el("div", "body top", &tablePanel{Desk: says, Seen: says.revision}))),
	}
}

func checksStory(b *storybook) []app.UI {
	bad := b.desk("refused", func(d *desk) { d.openExhibit("iss-sub-swapped") })
	return []app.UI{
		inState("with findings", &checksCard{Desk: bad, Seen: bad.revision}),
		inState("without", &checksCard{Desk: b.good(), Seen: b.good().revision}),
	}
}

func codeStory(b *storybook) []app.UI {
	d := b.good()
	return []app.UI{inState("of a good token", &codeCard{Desk: d, Seen: d.revision})}
}

func tableStory(b *storybook) []app.UI {
	d := b.desk("table", func(d *desk) {
		d.setHeap(gallery.Near("exp-past") + "\n" + expiredToken + "\n" + gallery.Broken("iss-sub-swapped") + "\n")
		d.judgeSome(func() bool { return false })
	})
	return []app.UI{inState("of three tokens", (&manyPage{Desk: d}).table())}
}

func fieldStory(*storybook) []app.UI {
	nothing := func(string) {}
	draw := func(f fieldBox) app.UI {
		f.onType = nothing
		return f.draw()
	}
	return []app.UI{
		inState("with each remark",
			draw(fieldBox{place: "story-empty", label: "Empty, with a hint", hint: "us1", claim: "twr", remark: remark{text: "of the API key"}}),
			draw(fieldBox{place: "story-good", label: "Good", value: "susan"}),
			draw(fieldBox{place: "story-warn", label: "Doubtful", value: "susan ", remark: remark{warnTone, "There is a blank at its end."}}),
			draw(fieldBox{place: "story-bad", label: "Wrong", value: "AC15c1737bf14064d2278d616face3f17f", sid: "SK", remark: remark{badTone, wrongSID("SK", "AC15c1737bf14064d2278d616face3f17f")}}),
		),
		inState("of each kind",
			draw(fieldBox{place: "story-json", label: "JSON", value: `{"room":"daily"}`, json: true}),
			field("story-password", "Password", &input{ID: "story-password", Type: "password", Class: "input", Value: "guess", OnType: nothing}),
			field("story-number", "Number", &input{ID: "story-number", Type: "number", Class: "input", Hint: "0", OnType: nothing}),
			field("story-moment", "Moment", &input{ID: "story-moment", Type: "datetime-local", Class: "input", OnType: nothing}),
		),
	}
}

func buttonStory(b *storybook) []app.UI {
	off := b.press("btn", "Cannot be pressed now")
	off.Disabled = true
	return []app.UI{inState("of each rank", el("div", "tools",
		b.press("btn main", "First"), b.press("btn", "Second"), b.press("btn quiet", "Quiet"), off,
	), el("p", "hint", app.Text("Another stands "), b.press("link", "in a sentence"), app.Text(".")))}
}

func choiceStory(b *storybook) []app.UI {
	d := b.desk("choices", func(*desk) {})
	return []app.UI{
		inState("tabs",
			&tabs{Name: "story", Label: "One of three", Titles: viewTitles, Selected: int(d.view), OnSelect: func(i int) { d.do(func() { d.view = view(i) }) }},
			text("p", "hint", viewTitles[d.view]).ID("story-panel").Role("tabpanel").Aria("labelledby", "story-"+strconv.Itoa(int(d.view)))),
		inState("segment buttons", el("div", "seg", (&formPanel{Desk: b.good()}).lifetimeButtons()...).Role("group").Aria("label", "Good for")),
		inState("check box and switch",
			el("label", "check", &toggle{ID: "story-check", On: d.noLetters, OnSwitch: func(on bool) { d.do(func() { d.noLetters = on }) }}, app.Text("Check box")),
			el("label", "check", &toggle{ID: "story-switch", Class: "switch", On: !d.noLetters, OnSwitch: func(on bool) { d.do(func() { d.noLetters = !on }) }}, app.Text("Switch"))),
		inState("picker", field("story-choice", "One of several", &choice{ID: "story-choice", Options: viewTitles, Selected: int(d.view), OnSelect: func(i int) { d.do(func() { d.view = view(i) }) }})),
	}
}

func chipStory(b *storybook) []app.UI {
	var coins, icons []app.UI
	for _, name := range []string{"mark", "tick", "cross", "clock", "question"} {
		coins = append(coins, drawCoin(name))
	}
	for _, p := range presets {
		icons = append(icons, icon(p.name))
	}
	return []app.UI{
		inState("chips", el("div", "chips", codeChip(20104), text("span", "chip", "signature matches"), text("span", "chip", "expires in 14:32"))),
		inState("verdicts in a word", el("div", "chips", brief{word: "good", tone: okTone}.verdictMark(), brief{word: "expired", tone: badTone}.verdictMark(), brief{word: "warning", tone: warnTone}.verdictMark(), brief{word: "broken", tone: noneTone}.verdictMark())),
		inState("the mint mark", el("div", "symbols", coins...)),
		inState("kinds of grants", el("div", "symbols", icons...)),
		inState("tile", &tile{Icon: "voice", Title: "A voice token", Purpose: "make and receive calls", OnPress: func() { b.pressed("A voice token") }}),
	}
}

func serverStory(b *storybook) []app.UI {
	d := b.desk("server", func(d *desk) {
		d.asked.take(loginErrand, response{status: 200, body: `{"principal":"service:kiosk","method":"service_key","rules":["kiosk"],"profiles":[` +
			`{"profile":"room-member","rule":"kiosk","identity":"guest-*","named":true,"ttl":600,"max_ttl":900,"fields":[{"path":"video.room","required":true,"match":"team-*"},{"path":"voice.incoming.allow","value":"true"}]}]}`}, d.now())
		d.asked.take(previewErrand, response{status: 200, body: `{"allow":false,"refusal":{"field":"grants.video.room","reason":"want what matches team-*"},"steps":[` +
			`{"rule":"leavers","deny":true,"why":"it is for mallory"},{"rule":"kiosk","matches":true,"why":"grants.video.room: want what matches team-*"}]}`}, d.now())
	})
	allowed := &preview{allow: true, identity: "guest-1", expiresIn: 900, grants: d.doc.token.Grants(), steps: []ruleStep{{rule: "kiosk", matches: true, decides: true, why: "covers all of the request"}}}
	return []app.UI{
		inState("who is logged in", callerCard(d)),
		inState("what was asked for would be refused", askCard(d)),
		inState("what the policy would give", append([]app.UI{statusLine(okTone, app.Text(allowed.say()))}, drawPreview(allowed)...)...),
	}
}

func noticeStory(b *storybook) []app.UI {
	d := b.desk("notices", func(d *desk) {
		d.trouble, d.offer = "an example of what can go wrong", "what the clipboard did not take"
	})
	return []app.UI{
		inState("failure, update, and a clipboard that is refused", &notices{Desk: d, Seen: d.revision, updated: true}),
		inState("toast", text("p", "toast", "Copied the token"), b.press("btn", "Show one where it belongs")),
	}
}

func dialogStory(b *storybook) []app.UI {
	var opens []app.UI
	for _, name := range allDialogs {
		opens = append(opens, &button{Class: "btn", Text: "Open " + string(name), OnPress: func() { b.Desk.do(func() { b.Desk.dialog = name }) }})
	}
	return []app.UI{
		inState("as it lies over the page", el("div", "card", sheet("story-sheet", "Keyboard shortcuts", func() { b.pressed("Close") }, shortcutList(b.Desk)[:1]))),
		inState("where it belongs", el("div", "tools", opens...)),
	}
}
