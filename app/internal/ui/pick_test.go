package ui

import (
	"strings"
	"testing"

	"mintmark/tokens"
)

// severalTokens is a log with a good token, an expired one and another JWT.
func severalTokens(t *testing.T) string {
	t.Helper()
	return "first " + good(t) + " and\n second: " + expiredToken + ",\nthird " + compact(t, `{"alg":"HS256"}`, `{"sub":"bob"}`)
}

func TestPick(t *testing.T) {
	m := testModel()
	text := severalTokens(t)
	m.setText(text)
	lines := m.picks()
	for i, want := range []string{"1 · access token · susan · good", "2 · access token · susan · expired", "3 · JWT that was not made for Twilio · bob · refused"} {
		if lines[i] != want {
			t.Errorf("token %d is called %q, want %q", i, lines[i], want)
		}
	}
	if m.verdict.Refused || m.doc.text != text {
		t.Errorf("at first %q is judged, want the first token, and the text as it was", m.verdict.Headline)
	}
	m.pick(1)
	if got, want := m.doc.token.Raw, expiredToken; got != want || m.doc.text != text {
		t.Errorf("picked %.20s…, want the second, and the text as it was", got)
	}
	if got, want := m.verdict.Lead().Rule, "exp-past"; got != want {
		t.Errorf("the second token is judged %s, want %s", got, want)
	}
	var coloured strings.Builder
	for _, p := range m.pieces() {
		if p.class != "" || p.text == "." {
			coloured.WriteString(p.text)
		}
	}
	if got := coloured.String(); got != expiredToken {
		t.Errorf("%.20s… is coloured, want the second token", got)
	}
	m.setText(text + " ")
	if m.doc.picked != 1 {
		t.Errorf("with a letter more token %d is picked, want the one before", m.doc.picked)
	}
	m.undo()
	m.undo()
	if m.doc.picked != 0 || m.verdict.Refused {
		t.Errorf("undo goes back to token %d: %s, want the first", m.doc.picked, m.verdict.Headline)
	}
	m.redo()
	m.setClaim(identityPlace, "bob")
	if len(m.doc.found) > 0 || m.doc.token.Identity() != "bob" {
		t.Errorf("the edited token is one of %d for %q, want one for bob", len(m.doc.found), m.doc.token.Identity())
	}
	m.undo()
	if m.doc.picked != 1 || m.doc.text != text {
		t.Error("undo does not bring back the text with the second token picked")
	}
}

func TestPickWithKey(t *testing.T) {
	m := testModel()
	m.setText(severalTokens(t))
	m.setKey(wrongSecret)
	if got, want := m.picks()[0], "1 · access token · susan · refused"; got != want {
		t.Errorf("under a wrong key the first token is %q, want %q", got, want)
	}
}

func TestPickerIsThereForSeveral(t *testing.T) {
	_, draw := mount(t)
	if html := draw(func(d *desk) { d.setText(good(t)) }); strings.Contains(html, `id="pick"`) {
		t.Error("one token can be picked")
	}
	html := draw(func(d *desk) { d.setText(severalTokens(t)) })
	for _, want := range []string{`id="pick"`, "3 tokens in this text", "See all 3 in a table", "2 · access token · susan · expired"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the screen", want)
		}
	}
}

func TestTakeLongText(t *testing.T) {
	long := strings.Repeat("a line of a log\n", 100)
	for name, test := range map[string]struct {
		text   string
		screen screen
		token  string
		said   string
	}{
		"none":    {long, workbenchScreen, "", "There is no token in these 1600 bytes"},
		"one":     {long + expiredToken + "\n", workbenchScreen, expiredToken, ""},
		"several": {long + severalTokens(t), manyScreen, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desk{model: testModel()}
			d.take(test.text)
			if d.screen != test.screen || d.doc.text != test.token || d.said != test.said {
				t.Errorf("got screen %d, text %.20q, said %q", d.screen, d.doc.text, d.said)
			}
			if test.screen == manyScreen && len(d.heap.spans) != 3 {
				t.Errorf("got %d tokens in the table, want 3", len(d.heap.spans))
			}
		})
	}
}

func TestVerdictWords(t *testing.T) {
	m := testModel()
	for text, want := range map[string]string{
		good(t):                           "good",
		expiredToken:                      "expired",
		"eyJhbGciOiJIUzI1NiJ9":            "broken",
		compact(t, accessHead, `{"n":1}`): "refused",
		good(t, &tokens.Video{}):          "good",
		"“" + good(t)[:len(good(t))-5]:    "refused",
	} {
		if got, _ := verdictWord(m.verdictOn(tokens.Decode(text))); got != want {
			t.Errorf("%.30s… is %s, want %s", text, got, want)
		}
	}
}
