package ui

import (
	"slices"
	"strings"
	"testing"

	"rsc.io/qr"

	"mintmark/tokens"
)

func TestShareLink(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setKey(testSecret)
	token := m.doc.token
	const page = "https://mint.example/page?x=1"
	if got, want := m.shareLink(page+"#token=old"), page+"#token="+token.Header.Encoded+"."+token.Payload.Encoded+"."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	m.share.signed = true
	if got, want := m.shareLink(page), page+"#token="+token.Raw; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if m.linkNote().tone != warnTone {
		t.Error("nothing warns of a link with the signature")
	}
}

// A link leads to what was shared, also where that is no good token.
func TestShareLinkIsFollowed(t *testing.T) {
	for _, text := range []string{"eyJhbGciOiJub25lIn0.e30.", "eyJ.a&b=c d%zz+/=.x#y", "eyJhbGciOiJub25lIn0.e30", good(t)} {
		m, other := testModel(), testModel()
		m.setText(text)
		m.share.signed = true
		_, hash, _ := strings.Cut(m.shareLink("file:///a"), "#")
		if other.openHash("#" + hash); other.doc.text != m.sharedToken() {
			t.Errorf("got %q, want %q", other.doc.text, m.sharedToken())
		}
	}
}

// A link has no signature in it, wherever that stands in a broken token; where
// nobody can tell, the page says so.
func TestShareLinkOfBrokenTokens(t *testing.T) {
	const head, body, sig = "eyJhbGciOiJIUzI1NiJ9", "eyJhIjoxfQ", "c2lnbmF0dXJl"
	tests := []struct{ name, text, shared string }{
		{"two dots in a row", head + "." + body + ".." + sig, head + "." + body + "."},
		{"a dot in front", "." + head + "." + body + "." + sig, "." + head + "."},
		{"a part too many", head + "." + body + "." + sig + "." + sig, head + "." + body + "."},
		{"no second dot", head + "." + body + sig, head + "." + body + sig},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			m.setText(test.text)
			if got := m.sharedToken(); got != test.shared {
				t.Errorf("got %s, want %s", got, test.shared)
			}
			if got, want := m.linkNote().tone == warnTone, strings.Contains(test.shared, sig); got != want {
				t.Errorf("got a warning %v, want %v", got, want)
			}
		})
	}
}

// What is drawn may be another spelling than what the token says.
func TestNamesAsTheyAreDrawn(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead, `{"grants":{"identity":"su\u202esan"}}`))
	m.asked = inquiry{user: "anna", token: tokens.Decode(compact(t, accessHead, `{"grants":{"identity":"berta"}}`))}
	got := m.names()
	for _, want := range []any{"su\u202esan", `su\u202esan`, "anna", "berta"} {
		if !slices.Contains(got, want) {
			t.Errorf("got %q, want %q among them", got, want)
		}
	}
}

func TestNames(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead, `{"iss":"SK1","grants":{"identity":"Ana \"A\"","chat":{"l":["one",2,null]}}}`))
	m.key = "of the reader"
	got := m.names()
	for _, want := range []any{"SK1", `Ana "A"`, `Ana \"A\"`, "one", "of the reader"} {
		if !slices.Contains(got, want) {
			t.Errorf("got %q, want %q among them", got, want)
		}
	}
}

// The library itself is the measure.
func TestQRCode(t *testing.T) {
	for _, text := range []string{"a", good(t), strings.Repeat("x", 2953)} {
		got, err := encode(text)
		if err != nil {
			t.Fatal(err)
		}
		want, err := qr.Encode(text, qr.L)
		if err != nil || got.Size != want.Size || !slices.Equal(got.Bitmap, want.Bitmap) {
			t.Errorf("%d bytes: got another code than package qr, %v", len(text), err)
		}
	}
	if _, err := drawCode(strings.Repeat("x", 2954)); err == nil {
		t.Error("a text too long is drawn")
	}
	picture, err := drawCode("a")
	if err != nil || !strings.Contains(picture, `viewBox="0 0 29 29"`) || !strings.Contains(picture, `d="M4 4h7v1h-7z`) {
		t.Errorf("got %.200s, %v", picture, err)
	}
}

func TestShareDialog(t *testing.T) {
	_, draw := mount(t)
	draw(func(d *desk) { d.setText(good(t)) })
	html := draw(func(d *desk) { d.dialog = shareDialog })
	for _, want := range []string{"Copy the link", "can be read and not used", "With the signature", "Show the token as a QR code", "The key is never in a link"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not in the dialog", want)
		}
	}
	if html = draw(func(d *desk) { d.share.code = true }); !strings.Contains(html, `<svg class="qr"`) || !strings.Contains(html, "Whoever scans it has it") {
		t.Error("there is no code")
	}
	if html = draw(func(d *desk) { d.mask(true) }); !strings.Contains(html, "Names, SIDs and signatures are hidden") || strings.Contains(html, `<svg class="qr"`) {
		t.Error("the page does not say that it hides things, or still shows the code")
	}
	if html = draw(func(d *desk) { d.share.code = true }); strings.Contains(html, `<svg class="qr"`) || strings.Contains(html, "Show the token as a QR code") {
		t.Error("the code is shown while names are hidden")
	}
	if html = draw(func(d *desk) { d.setText("what is this?") }); !strings.Contains(html, "There is no token to share") {
		t.Error("nothing says that there is no token")
	}
}
