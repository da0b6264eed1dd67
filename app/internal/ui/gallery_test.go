package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
	"mintmark/tokens/gallery"
)

// Every link of the gallery opens a token that breaks that rule and no other.
func TestGallery(t *testing.T) {
	_, draw := mount(t)
	page := draw(func(d *desk) { d.screen = galleryScreen })
	for _, r := range tokens.Rules() {
		t.Run(r.ID, func(t *testing.T) {
			if !strings.Contains(page, `href="#gallery=`+r.ID+`"`) || !strings.Contains(page, r.Title) {
				t.Error("it is not on the page")
			}
			m := testModel()
			m.setKey("of the reader")
			m.setLeeway("3600")
			if !m.openHash("#gallery=" + r.ID) {
				t.Fatal("its address leads nowhere")
			}
			if got := m.verdict.Findings; len(got) != 1 || got[0].Rule != r.ID {
				t.Errorf("got %v, want %s alone", got, r.ID)
			}
			if m.empty() || m.screen != workbenchScreen {
				t.Error("the verdict is not on the screen")
			}
		})
	}
	if testModel().openHash("#gallery=none") {
		t.Error("the address of no rule leads somewhere")
	}
}

// The reader's own key and moment come back with the next token, on every way
// out of the gallery.
func TestGalleryLeavesTheKeyAlone(t *testing.T) {
	for name, leave := range map[string]func(*model){
		"paste":   func(m *model) { m.setText(expiredToken) },
		"undo":    func(m *model) { m.undo() },
		"preset":  func(m *model) { m.applyPreset(presetNamed("voice")) },
		"example": func(m *model) { m.openGood() },
		"mint":    func(m *model) { m.mintLikeIt() },
		"afresh":  func(m *model) { m.setText("") },
		"another": func(m *model) { m.openExhibit("secret-kind"); m.undo(); m.undo() },
	} {
		t.Run(name, func(t *testing.T) {
			m := testModel()
			m.setText(good(t))
			m.setKey(testSecret)
			m.setAsOf("2026-01-01T00:00")
			m.setLeeway("5")
			asOf := m.asOf
			m.openExhibit("exp-past")
			if m.key == testSecret || m.asOf.Unix() != gallery.Moment || m.leeway != 0 {
				t.Error("it is not judged as the gallery does")
			}
			leave(m)
			if m.key != testSecret || m.asOf != asOf || m.leeway != 5*time.Second || m.asOfText != "2026-01-01T00:00" {
				t.Errorf("got key %q, moment %v, leeway %v; want those of the reader", m.key, m.asOf, m.leeway)
			}
			if got := m.verdict.Signature; name == "mint" && got != tokens.SignatureMatches {
				t.Errorf("got a signature that %v, want one by the reader's key", got)
			}
		})
	}
	m := testModel()
	m.openExhibit("exp-past")
	m.setKey("typed since")
	m.setText(expiredToken)
	if m.key != "typed since" {
		t.Errorf("got %q, want the key that was typed", m.key)
	}
}

func TestGalleryFilter(t *testing.T) {
	for sought, want := range map[string]string{"20104": "exp-past", "EXPIRED": "exp-past", "grant warning": "grant-spelling", "iss-sub": "iss-sub-swapped"} {
		m := testModel()
		m.sought = sought
		rules := m.exhibits()
		found := false
		for _, r := range rules {
			found = found || r.ID == want
		}
		if !found || len(rules) > 30 {
			t.Errorf("%q: got %d rules, %s among them %v", sought, len(rules), want, found)
		}
	}
	page := app.HTMLString((&galleryPage{Desk: &desk{model: &model{state: state{sought: "nothing like it"}}}}).Render())
	if !strings.Contains(page, "0 tokens") || !strings.Contains(page, "Nothing in the gallery") {
		t.Error("an empty gallery does not say so")
	}
}

// What the gallery hung is for its own tokens: neither the table of many nor a
// token of the same length that takes its place is judged so.
func TestGalleryJudgesItsOwnAlone(t *testing.T) {
	m := testModel()
	m.setKey(testSecret)
	m.openExhibit("iss")
	m.setHeap(good(t) + "\n" + good(t))
	judgeAll(m)
	if got := m.heap.rows[0].word; got != "good" {
		t.Errorf("got %s in the table, want good", got)
	}
	if rows := m.ndjson(m.heap.rows[:1]); !strings.Contains(rows, `"refused":false`) {
		t.Errorf("got %s, want no refusal", rows)
	}
	if m.hung != "iss" || m.key != gallery.Secret("iss") {
		t.Error("the gallery's token lost its key to the table")
	}
	before := m.doc.text
	m.setText(strings.Repeat("x", len(before)))
	if m.doc.exhibit != "" || m.key != testSecret {
		t.Error("another text of that length is judged as the gallery's")
	}
	if m.undo(); m.doc.text != before {
		t.Error("undo does not bring back what was there")
	}
}

func TestIsKeystroke(t *testing.T) {
	tests := []struct {
		before, after string
		want          bool
	}{
		{"", "a", true}, {"ab", "b", true}, {"aa", "aaa", true}, {"abc", "axc", true}, {"a", "aé", true}, {"", "", true},
		{"abcdefgh", "hgfedcba", false}, {"", "eyJhb", false}, {"a", "abcdef", false}, {"xabcdey", "xy", false},
	}
	for _, test := range tests {
		if got := isKeystroke(test.before, test.after); got != test.want {
			t.Errorf("%q to %q: got %v, want %v", test.before, test.after, got, test.want)
		}
	}
}
