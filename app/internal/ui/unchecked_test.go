package ui

import (
	"strings"
	"testing"

	"mintmark/tokens"
)

// What could not be checked is said in words, and is no fault.
func TestUnchecked(t *testing.T) {
	validation := tokens.Assemble([]byte(`{"alg":"RS256","cty":"twilio-pkrv;v=1","kid":"CR21c17013f3face8fdc4e4623b0a9d2c1"}`), []byte(`{"hrh":"host","rqh":"0"}`), make([]byte, 256))
	for _, test := range []struct {
		name   string
		do     func(m *model)
		titles string
		why    string // begins the first
	}{
		{"no key", func(m *model) { m.setText(good(t)) },
			"The signature, What only Twilio knows", "That takes the secret of the API key. Type it under Key"},
		{"right key", func(m *model) { m.setText(good(t)); m.setKey(testSecret) },
			"What only Twilio knows", "Whether the account is active"},
		{"wrong key", func(m *model) { m.setText(good(t)); m.setKey(wrongSecret) },
			"What only Twilio knows", "Whether the account is active"},
		{"a key for other algorithms", func(m *model) {
			m.setText(tokens.Assemble([]byte(`{"alg":"ES256"}`), []byte(`{"sub":"1","exp":1900000000}`), make([]byte, 64)))
			m.setKey(testSecret)
		}, "The signature", "A secret cannot sign or check this token: its header asks for “ES256”."},
		{"no signature", func(m *model) {
			m.setText(strings.TrimRight(good(t), "-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		},
			"The signature, What only Twilio knows", "It cannot be checked: there is no signature: the third part is empty."},
		{"no signature, and a key", func(m *model) {
			m.setText(strings.TrimRight(good(t), "-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
			m.setKey(testSecret)
		}, "The signature, What only Twilio knows", "The signature cannot be checked: there is no signature: the third part is empty."},
		{"not Twilio's", func(m *model) { m.setText(compact(t, `{"alg":"HS256"}`, `{"sub":"1","exp":1900000000}`)) },
			"The signature", "That takes the key of whoever signed it."},
		{"client validation", func(m *model) { m.setText(validation) },
			"The signature, What only Twilio knows", "That takes the key of whoever signed it."},
		{"capability", func(m *model) { m.applyOlder(olderPresets[0]); m.forget() },
			"The signature, What only Twilio knows", "That takes the auth token of the account. Type it under Key"},
		{"broken", func(m *model) { m.setText("eyJ.x") }, "", ""},
		{"nothing", func(*model) {}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			test.do(m)
			var titles []string
			for _, o := range m.unchecked() {
				titles = append(titles, o.title)
			}
			if got := strings.Join(titles, ", "); got != test.titles {
				t.Fatalf("got %q, want %q", got, test.titles)
			}
			if titles != nil && !strings.HasPrefix(m.unchecked()[0].why, test.why) {
				t.Errorf("got %q, want %q", m.unchecked()[0].why, test.why)
			}
		})
	}
}

func TestUncheckedIsNoFault(t *testing.T) {
	w, draw := mount(t)
	html := draw(func(d *desk) { d.setText(good(t)) })
	for _, want := range []string{`class="dot open"`, "not checked", "What only Twilio knows", " fine · 2 not checked", "all of the "} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the screen", want)
		}
	}
	if strings.Contains(html, `class="dot bad"`) {
		t.Error("what is not checked looks like a fault")
	}
	if !strings.Contains(w.desk.report(), "not checked: The signature\n  That takes the secret") {
		t.Error("the report does not say what is not checked")
	}
}
