package ui

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// mount draws the whole screen as a browser would, and returns a function that
// makes one change and draws it again.
func mount(t *testing.T) (*workbench, func(change func(*desk)) string) {
	t.Helper()
	w := &workbench{desk: &desk{model: testModel()}}
	screen := app.NewClientTester(w)
	t.Cleanup(screen.Close)
	return w, func(change func(*desk)) string {
		t.Helper()
		w.desk.do(func() { change(w.desk) })
		w.Update()
		screen.Consume()
		return app.HTMLString(w)
	}
}

func TestScreens(t *testing.T) {
	tests := []struct {
		name   string
		change func(*desk)
		has    []string
		hasNot []string
	}{
		{"empty", func(*desk) {},
			[]string{"What does this token say?", "A voice token", "A video token", "Everything", "A worker’s token", "one in good order", "one that Twilio refuses", "nothing is sent, nothing is stored"},
			[]string{"Checks", "What it says"}},
		{"expired", func(d *desk) { d.setText(expiredToken) },
			[]string{"it expired 5 years ago", "20104", "Mint one like it", "signature not checked", "susan", "may join the room “My Room”, and no other",
				"11 Jan 2021, 17:42", "16:42:27 UTC", "5 years 10 months ago", "1 problem · 2 notes", "API key secret of SK21c1…d2c1"},
			[]string{"What does this token say?"}},
		{"good", func(d *desk) { d.setText(good(t)); d.setKey(testSecret) },
			[]string{"Nothing speaks against this token", "expires in 1:00:00", "The signature matches", "never stored, sent or put into a link"},
			[]string{testSecret}},
		{"form", func(d *desk) { d.setText(good(t)); d.setView(formView) },
			[]string{"Good for", "24 h", "Room name or SID", "empty opens every room", `id="on-voice"`, `id="on-task_router"`},
			[]string{"Device"}},
		{"form of a retired grant", func(d *desk) {
			d.setText(compact(t, accessHead, `{"grants":{"ip_messaging":{"endpoint_id":"phone"},"later":{}}}`))
			d.setView(formView)
		},
			[]string{"IP Messaging", "Device", "later", "not known here, kept as it is"}, nil},
		{"form of no object", func(d *desk) { d.setText("a.b.c"); d.setView(formView) },
			[]string{"There is no payload that a form could show"}, nil},
		{"JSON with an error", func(d *desk) { d.setText(good(t)); d.setView(jsonView); d.setJSON("payload", "{") },
			[]string{"Line 1, column 2: the text ends too early.", `aria-invalid`}, nil},
		{"another JWT", func(d *desk) { d.setText(compact(t, `{"alg":"HS256"}`, `{"scope":"openid","n":12345678901234567890}`)) },
			[]string{"This is a JWT that was not made for Twilio", "openid", "12345678901234567890"}, nil},
		{"TwiML", func(d *desk) { d.setText("<Response/>") },
			[]string{"This is TwiML", "There is nothing in it that could be read", "no token"}, nil},
		{"judged as of", func(d *desk) { d.setText(expiredToken); d.setAsOf("2021-01-11T17:00"); d.setLeeway("30") },
			[]string{"judged as of 11 Jan 2021, 17:00, give or take 30 s", "expires in 42:27"}, nil},
		{"trouble", func(*desk) { panic("no clock") },
			[]string{"That went wrong inside Mintmark", "no clock", "Go on"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, draw := mount(t)
			html := draw(test.change)
			for _, want := range test.has {
				if !strings.Contains(html, want) {
					t.Errorf("%q is not on the screen", want)
				}
			}
			for _, not := range test.hasNot {
				if strings.Contains(html, not) {
					t.Errorf("%q is on the screen", not)
				}
			}
			if strings.Contains(html, "style=") {
				t.Error("the policy blocks style attributes")
			}
		})
	}
}

// One screen is drawn over the other, in any order.
func TestScreensOneAfterAnother(t *testing.T) {
	_, draw := mount(t)
	draw(func(d *desk) { d.setText(expiredToken) })
	draw(func(d *desk) { d.setView(formView) })
	draw(func(d *desk) { d.setView(jsonView) })
	draw(func(d *desk) { d.setText("") })
	draw(func(d *desk) { d.applyPreset(presetNamed("everything")) })
	html := draw(func(d *desk) { d.setView(wordsView); d.setText(good(t)) })
	if !strings.Contains(html, "may join the room “daily”") {
		t.Error("the last screen is not the last token")
	}
}

// What is typed as the token has its verdict at once, and the cards below it a
// moment later, or with the next change.
func TestVerdictIsDrawnFirst(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.setText(expiredToken) })
	retyped := func(text string) string {
		w.desk.retype(text)
		w.Update()
		w.desk.ctx.Dispatcher().(app.ClientDispatcher).Consume()
		return app.HTMLString(w)
	}
	html := retyped(good(t))
	for _, want := range []string{"it expired", "My Room", `aria-busy`} {
		if strings.Contains(html, want) != (want != "it expired") {
			t.Errorf("at once: %q is there: %t", want, strings.Contains(html, want))
		}
	}
	html = draw(func(*desk) {})
	if strings.Contains(html, "My Room") || !strings.Contains(html, "may join the room “daily”") {
		t.Error("the cards below still show the token from before")
	}
	draw(func(d *desk) { d.setText("") })
	if html = retyped(expiredToken); !strings.Contains(html, "My Room") {
		t.Error("the first token has a verdict and no cards")
	}
}

// What stands in a row acts on that row, and still does after the rows have
// been drawn again for another token.
func TestRowsActOnThemselves(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.setView(formView) })
	form := &formPanel{Desk: w.desk}
	for i, k := range tokens.Kinds() {
		draw(func(d *desk) { d.setText(compact(t, accessHead, `{"grants":{"later":{}}}`)) })
		form.kinds()[i].(*kindBlock).switched(true)
		if got, want := payloadGrants(w.desk.model), `{"later":{},"`+k.New().Key()+`":{}}`; got != want {
			t.Errorf("switch %d makes the grants %s, want %s", i, got, want)
		}
	}
}

func TestButtonsInRowsActOnThemselves(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.setText(good(t)) })
	for i, l := range lifetimes {
		form := &formPanel{Desk: w.desk}
		form.lifetimeButtons()[i].(*button).OnPress()
		if !w.desk.livesFor(l.ttl) {
			t.Errorf("button %s has set something else: %s", l.text, w.desk.doc.token.Payload.Data)
		}
	}
}

// A buttonHolder draws one button, each time for another purpose.
type buttonHolder struct {
	app.Compo

	name, pressed string
	mounted       *button // the first that was drawn, which the browser keeps
}

func (h *buttonHolder) Render() app.UI {
	name := h.name
	b := &button{Text: name, OnPress: func() { h.pressed = name }}
	if h.mounted == nil {
		h.mounted = b
	}
	return app.Div().Body(b)
}

func TestButtonIsPressedForWhatItSays(t *testing.T) {
	h := &buttonHolder{name: "a"}
	screen := app.NewClientTester(h)
	defer screen.Close()
	for _, name := range []string{"a", "b", "c"} {
		h.name = name
		h.Update()
		screen.Consume()
		h.mounted.onClick(nil, app.Event{})
		if h.pressed != name {
			t.Errorf("pressed %q, want %q", h.pressed, name)
		}
	}
}

// What is typed while a drawing of the text before is under way stays.
func TestInputKeepsWhatIsTyped(t *testing.T) {
	var model string
	f := &input{ID: "x", Value: "a", OnType: func(text string) { model = text }}
	screen := app.NewClientTester(app.Div().Body(f))
	defer screen.Close()
	f.typed("ab")
	f.fill() // the drawing of "a" ends
	if f.seen != "ab" || model != "ab" {
		t.Errorf("the field shows %q, the model holds %q", f.seen, model)
	}
	f.Value = "another token"
	f.fill()
	if f.seen != "another token" {
		t.Errorf("the field shows %q, want what the model says", f.seen)
	}
}

func TestTabKeys(t *testing.T) {
	tests := []struct {
		key      string
		selected int
		want     int
		ok       bool
	}{
		{"ArrowRight", 0, 1, true}, {"ArrowRight", 2, 0, true},
		{"ArrowLeft", 0, 2, true}, {"ArrowLeft", 2, 1, true},
		{"Home", 2, 0, true}, {"End", 0, 2, true}, {"a", 1, 1, false},
	}
	for _, test := range tests {
		if got, ok := nextTab(test.key, test.selected, 3); got != test.want || ok != test.ok {
			t.Errorf("%s from %d: %d %v, want %d %v", test.key, test.selected, got, ok, test.want, test.ok)
		}
	}
}

// Every kind of grant that package tokens knows is in the form, with an input
// for each of its fields.
func TestFormHasEveryField(t *testing.T) {
	_, draw := mount(t)
	html := draw(func(d *desk) {
		d.applyPreset(presetNamed("everything"))
		for _, k := range tokens.Kinds() {
			if k.Retired {
				d.setGrant(k.New().Key(), true)
			}
		}
	})
	for _, k := range tokens.Kinds() {
		for _, f := range tokens.Fields(k.New()) {
			if want := "id=" + strconv.Quote(fieldPlace(k.New().Key(), f)); !f.Obsolete && !strings.Contains(html, want) {
				t.Errorf("there is no input with %s", want)
			}
		}
	}
}

func TestLinkTellsNobodyWhereFrom(t *testing.T) {
	html := app.HTMLString(link("", tokens.CodeURL(20104), "20104"))
	for _, want := range []string{`href="https://www.twilio.com/docs/api/errors/20104"`, `rel="noreferrer noopener"`, `target="_blank"`} {
		if !strings.Contains(html, want) {
			t.Errorf("%s has no %s", html, want)
		}
	}
}

// A hostile token has more rows than go-app can change at once. What is drawn
// is bounded, and says so.
func TestListsAreBounded(t *testing.T) {
	const many = 9000
	grants := func(n int) string { return `{"grants":{` + members(n, `"g%d":{}`) + `}}` }
	tests := []struct {
		name, header, payload string
		view                  view
		row                   string // what there is once in each row
		rest                  string
	}{
		{"grants in words", accessHead, grants(many), wordsView, `aria-label="Edit g`, "and 8900 more. "},
		{"grants in the form", accessHead, grants(many), formView, `id="on-g`, "and 8900 more. "},
		{"claims", `{"alg":"HS256"}`, `{` + members(many, `"c%d":1`) + `}`, wordsView, "<dt>", "and 8900 more. "},
		{"table", accessHead, `{"x":{` + members(many-5, `"c%d":1`) + `},"y":1}`, tableView, `class="what"`, "and 8900 more. "},
		{"findings", accessHead, `{` + strings.Repeat(`"a":1,`, many) + `"grants":{` + members(many, `"g%d":{}`) + `}}`, jsonView, `class="finding"`, "more. "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, draw := mount(t)
			draw(func(d *desk) { d.setText(compact(t, test.header, test.payload)) })
			draw(func(d *desk) { d.setView(test.view) })
			html := draw(func(d *desk) { d.setText(compact(t, test.header, test.payload+" ")) })
			if got := strings.Count(html, test.row); got < mostRows || got > mostRows+5 {
				t.Errorf("%d rows are drawn, want %d", got, mostRows)
			}
			if !strings.Contains(html, test.rest) || !strings.Contains(html, "Show all as JSON") {
				t.Errorf("%q is not said, or where they all are", test.rest)
			}
		})
	}
}

// members is the inside of an object with n members.
func members(n int, format string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(list, ",")
}

func TestAllFindingsAreShownAsJSON(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) {
		d.setText(compact(t, accessHead, `{`+strings.Repeat(`"a":1,`, 300)+`"grants":{`+members(300, `"g%d":{}`)+`}}`))
	})
	card := &checksCard{Desk: w.desk}
	if html := app.HTMLString(card.asJSON()); strings.Contains(html, "rule") {
		t.Error("they are written before anybody asks")
	}
	card.all = true
	html := app.HTMLString(card.asJSON())
	if got, want := strings.Count(html, "&#34;rule&#34;"), len(w.desk.verdict.Findings); got != want || want <= mostRows {
		t.Errorf("%d findings, want %d", got, want)
	}
}

// Rows are plain elements with one handler: it is told which row it was.
func TestRowsLeadToTheirPlace(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.setText(compact(t, accessHead, `{"grants":{"later":{},"video":{}}}`)) })
	words := &wordsPanel{Desk: w.desk}
	for i, want := range []view{jsonView, formView} {
		draw(func(d *desk) { d.setView(wordsView) })
		words.edit(i)
		if w.desk.view != want {
			t.Errorf("row %d opens view %d, want %d", i, w.desk.view, want)
		}
	}
	draw(func(d *desk) { d.setView(wordsView) })
	(&checksCard{Desk: w.desk}).lead(1)
	if w.desk.view != jsonView {
		t.Error("a finding in the payload does not lead there")
	}
	words.edit(99) // of a token that was there before
	(&checksCard{Desk: w.desk}).lead(99)
	if w.desk.trouble != "" {
		t.Error(w.desk.trouble)
	}
}

func TestFormIDs(t *testing.T) {
	tests := []struct{ path, want string }{
		{"iss", "iss"},
		{"identity", "grants.identity"},
		{"grants", "on-voice"},
		{"grants.identity", "grants.identity on-identity"},
		{"grants.video", "grants.video grants.video.room on-video"},
		{"grants.chat.service_sid", "grants.chat.service_sid grants.chat.service_sid on-chat"},
		{"grants.later", "grants.later on-later"},
	}
	for _, test := range tests {
		if got := strings.Join(formIDs(test.path), " "); got != test.want {
			t.Errorf("%s: %s, want %s", test.path, got, test.want)
		}
	}
}

func TestChangeOfTheMomentSaysWhetherItIsOpen(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.setText(good(t)) })
	for _, open := range []bool{false, true} {
		html := app.HTMLString((&timeCard{Desk: w.desk, open: open}).Render())
		if closed := strings.Contains(html, `aria-expanded="false"`); closed == open || !strings.Contains(html, "aria-expanded") || !strings.Contains(html, `aria-controls="as-of-choice"`) || !strings.Contains(html, `id="as-of-choice"`) {
			t.Errorf("open %v: %s", open, html)
		}
	}
}

// In one column the key stands last, and the keyboard gets there last.
func TestKeyIsWhereItIsSeen(t *testing.T) {
	for _, narrow := range []bool{false, true} {
		w := &workbench{desk: &desk{model: testModel()}, narrow: narrow}
		w.desk.setText(good(t))
		html := app.HTMLString(w)
		if got := strings.Index(html, `id="key"`) > strings.Index(html, `id="says-0"`); got != narrow {
			t.Errorf("narrow %v: the key comes after what the token says: %v", narrow, got)
		}
	}
}

func TestShortcuts(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.setText(good(t)) })
	press := func(key string) bool {
		act := w.desk.keyed(key)
		if act != nil {
			draw(act)
		}
		return act != nil
	}
	for _, redo := range []string{"Ctrl Shift Z", "Ctrl Y"} {
		if !press("Ctrl Z") || !w.desk.empty() {
			t.Error("Ctrl Z does not undo")
		}
		if !press(redo) || w.desk.empty() {
			t.Errorf("%s does not redo", redo)
		}
	}
	if press("Ctrl X") || press("Ctrl Shift Y") || press("") {
		t.Error("keys are taken that are none of ours")
	}
	if !press("J") || w.desk.view != jsonView {
		t.Error("J does not show the JSON")
	}
	if !press("B") || w.desk.view != tableView {
		t.Error("B does not show the table")
	}
	if !press("D") || w.desk.screen != compareScreen || !press("M") || w.desk.screen != manyScreen {
		t.Error("D and M do not lead to Compare and Many")
	}
	w.desk.screen = workbenchScreen
	if !press("?") || w.desk.dialog != shortcutsDialog || press("J") {
		t.Error("? does not open the list, over everything else")
	}
}

// Software that types what is said takes single letters for commands.
func TestLettersAreSwitchedOff(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.setText(good(t)); d.setLetters(false) })
	if w.desk.keyed("J") != nil || w.desk.keyed("?") != nil || w.desk.keyed("Ctrl Z") == nil {
		t.Error("single letters work, or Ctrl does not")
	}
}

func TestDialogs(t *testing.T) {
	_, draw := mount(t)
	html := draw(func(d *desk) { d.openHash("#dialog=shortcuts") })
	for _, want := range []string{"<dialog", "Keyboard shortcuts", "<kbd>Ctrl</kbd>", "Single letters are shortcuts"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the screen", want)
		}
	}
	if html := draw(func(d *desk) { d.dialog = noDialog }); strings.Contains(html, "<dialog") {
		t.Error("it is still there")
	}
}

func TestToastGoes(t *testing.T) {
	_, draw := mount(t)
	if html := draw(func(d *desk) { d.say("Copied") }); !strings.Contains(html, "Copied") {
		t.Error("nothing is said")
	}
	if html := draw(func(d *desk) { d.said = "" }); strings.Contains(html, "Copied") {
		t.Error("it is said for ever")
	}
}

// What is asked for before there is a page happens once there is one.
func TestWaitsForThePage(t *testing.T) {
	w := &workbench{desk: &desk{model: testModel()}}
	ran := false
	if w.desk.drawn(func() { ran = true }); ran {
		t.Error("it ran before there was a page")
	}
	screen := app.NewClientTester(w)
	defer screen.Close()
	screen.Consume()
	if !ran {
		t.Error("it did not run")
	}
}
