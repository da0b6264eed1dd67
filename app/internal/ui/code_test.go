package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// Every language writes the token as it stands, and nothing of the key.
func TestProgram(t *testing.T) {
	for i, l := range tokens.Languages() {
		m := testModel()
		m.setText(good(t))
		m.setKey(testSecret)
		m.language = i
		m.setClaim(identityPlace, "bob")
		text, why := m.program()
		if why != "" || !strings.Contains(text, "bob") || strings.Contains(text, testSecret) {
			t.Errorf("%s: %q %q", l.Name, why, text)
		}
	}
}

func TestNoProgram(t *testing.T) {
	tests := []struct {
		name, payload, why string
	}{
		{"another JWT", `{"scope":"openid"}`, "This is a JWT that was not made for Twilio. Programs are written for access tokens alone."},
		{"a number that no JavaScript has", `{"iss":"SK1","sub":"AC1","iat":0,"exp":60,"grants":{"identity":"a","later":{"n":12345678901234567890}}}`, "No helper makes such a token: "},
		{"too long", `{"iss":"SK1","sub":"AC1","iat":0,"exp":600000,"grants":{"identity":"a"}}`, "No helper makes such a token: "},
		{"nobody", `{"iss":"SK1","sub":"AC1","iat":0,"exp":60,"grants":{"identity":""}}`, "No helper makes such a token: identity not usable: it is missing."},
	}
	for _, test := range tests {
		m := testModel()
		m.setText(compact(t, `{"alg":"HS256"}`, test.payload))
		if text, why := m.program(); text != "" || !strings.HasPrefix(why, test.why) {
			t.Errorf("%s: %q, want %q", test.name, why, test.why)
		}
	}
}

// What has expired is minted anew, and not in the past.
func TestProgramOfAnExpiredToken(t *testing.T) {
	m := testModel()
	m.setText(expiredToken)
	m.recallLanguage("python")
	text, why := m.program()
	if why != "" || !strings.Contains(text, "VideoGrant") || strings.Contains(text, "1610379747") {
		t.Errorf("%q %s", why, text)
	}
	m.recallLanguage("cobol")
	if got := tokens.Languages()[m.language].Name; got != "python" {
		t.Errorf("a language that there is not has led to %s", got)
	}
}

// On narrow screens the program is not even written before it is asked for.
func TestCodeCard(t *testing.T) {
	d := &desk{model: testModel()}
	d.setText(good(t))
	for _, narrow := range []bool{false, true} {
		html := app.HTMLString(&codeCard{Desk: d, Narrow: narrow})
		if got := strings.Contains(html, "new AccessToken("); got == narrow {
			t.Errorf("narrow %v: the program is there: %v", narrow, got)
		}
	}
}
