package ui

import (
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

func TestAnswer(t *testing.T) {
	tests := []struct {
		name     string
		do       func(t *testing.T, m *model)
		tone     tone
		coin     coin
		headline string // it contains that
		step     string // what to do next
		chip     string
	}{
		{"good, no key", func(t *testing.T, m *model) { m.setText(good(t)) },
			okTone, questionCoin, "as far as can be seen without the secret", "Copy token", "signature not checked"},
		{"good", func(t *testing.T, m *model) { m.setText(good(t)); m.setKey(testSecret) },
			okTone, tickCoin, "Nothing speaks against this token", "Copy token", "signature matches"},
		{"wrong key", func(t *testing.T, m *model) { m.setText(good(t)); m.setKey(wrongSecret) },
			badTone, crossCoin, "This secret did not sign the token", "Sign it with this secret", "signature wrong"},
		{"untrimmed key", func(t *testing.T, m *model) { m.setText(good(t)); m.setKey(testSecret + " ") },
			warnTone, questionCoin, "the secret given here has white space around it", "Copy token", "signature matches, nearly"},
		{"signed with another key", func(t *testing.T, m *model) { m.setText(good(t)); m.setKey(wrongSecret); m.resign() },
			okTone, tickCoin, "Fresh from the mint", "Copy token", "signed here"},
		{"signed with half a secret", func(t *testing.T, m *model) { m.setText(good(t)); m.setKey(testSecret[:9]); m.resign() },
			warnTone, questionCoin, "not with an API key secret", "Copy token", "signed here"},
		{"good, with a warning", func(t *testing.T, m *model) { m.setText(good(t)); m.setRegion("us"); m.setKey(testSecret) },
			warnTone, questionCoin, "Twilio will most likely take this token, but", "Copy token", "signed here"},
		{"a region without Video", func(t *testing.T, m *model) { m.setText(good(t)); m.setRegion("ie1"); m.setKey(testSecret) },
			badTone, crossCoin, "it has a video grant, and its region is ie1", "Mend it in the form", "signed here"},
		{"a warning, no key", func(t *testing.T, m *model) {
			m.setText(compact(t, accessHead, strings.Replace(payloadOfText(good(t)), `"exp"`, `"exp":1,"exp"`, 1)))
		},
			warnTone, questionCoin, "Twilio will most likely take this token, but", "Copy token", "signature not checked"},
		{"example", func(_ *testing.T, m *model) { m.openGood() },
			warnTone, questionCoin, "Twilio will refuse what is made up in it", "Copy token", "signed here"},
		{"edited without a key", func(t *testing.T, m *model) { m.setText(good(t)); m.setTTL(time.Hour); m.setClaim(identityPlace, "x") },
			badTone, crossCoin, "it was edited, and not signed again", "Type the secret", "edited, not signed"},
		{"expired", func(_ *testing.T, m *model) { m.setText(expiredToken) },
			badTone, clockCoin, "it expired 5 years ago", "Mint one like it", "signature not checked"},
		{"expired once, judged as of then", func(_ *testing.T, m *model) { m.setText(expiredToken); m.setAsOf("2021-01-11T17:00") },
			okTone, questionCoin, "Nothing speaks against", "Copy token", "signature not checked"},
		{"minted again", func(_ *testing.T, m *model) { m.setText(expiredToken); m.mintLikeIt() },
			warnTone, questionCoin, "Not signed yet", "Type the secret", "not signed yet"},
		{"no token", func(_ *testing.T, m *model) { m.setText("<Response/>") },
			noneTone, questionCoin, "This is TwiML", "Start afresh", "signature not checked"},
		{"swapped", func(t *testing.T, m *model) {
			m.setText(good(t))
			m.setClaim(keyPlace, "AC15c1737bf14064d2278d616face3f17f")
		},
			badTone, crossCoin, "its issuer is an account SID", "Type the secret", "edited, not signed"},
		{"preset", func(_ *testing.T, m *model) { m.applyPreset(presetNamed("video")) },
			warnTone, questionCoin, "Twilio will refuse what is made up in it", "Copy token", "signed here"},
		{"not Twilio's", func(t *testing.T, m *model) { m.setText(compact(t, `{"alg":"HS256"}`, `{"sub":"1","exp":1900000000}`)) },
			badTone, crossCoin, "a JWT that was not made for Twilio", "Start afresh", "signature not checked"},
		{"no grants", func(t *testing.T, m *model) { m.setText(good(t)); m.setKey(testSecret); m.setGrant("video", false) },
			badTone, crossCoin, "it opens no product", "Mend it in the form", "signed here"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			test.do(t, m)
			a := m.answer()
			if a.tone != test.tone || a.coin != test.coin || !strings.Contains(a.headline, test.headline) || a.detail == "" {
				t.Errorf("answer %+v", a)
			}
			if got := m.steps()[0].title; got != test.step {
				t.Errorf("next step %q, want %q", got, test.step)
			}
			if got := m.signature().chip; got != test.chip {
				t.Errorf("chip %q, want %q", got, test.chip)
			}
		})
	}
}

func payloadOfText(text string) string { return string(tokens.Decode(text).Payload.Data) }

func TestExpiredSaysWhenItWasGood(t *testing.T) {
	m := testModel()
	m.setText(expiredToken)
	want := "It was good for 1 hour, until 11 Jan 2021, 17:42 in your zone. Nothing else is wrong with what can be checked without the secret."
	if got := m.answer().detail; got != want {
		t.Errorf("detail %q, want %q", got, want)
	}
}

func TestSecretDoubt(t *testing.T) {
	tests := []struct{ key, want string }{
		{"", ""},
		{testSecret, ""},
		{testSecret[:31], "31 characters"},
		{testSecret + "\n", "white space"},
		{"SK21c17013f3face8fdc4e4623b0a9d2c1", "an API key SID"},
		{"0123456789abcdef0123456789abcdef", "auth token"},
	}
	for _, test := range tests {
		m := testModel()
		m.setText(good(t))
		m.setKey(test.key)
		if got := m.secretDoubt(); !strings.Contains(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%d characters: %q, want %q", len(test.key), got, test.want)
		}
	}
	m := testModel()
	short, _ := tokens.Encode([]byte(accessHead), []byte(`{}`), tokens.SecretKey("short"))
	m.setText(short)
	m.setKey("short")
	if got := m.secretDoubt(); got != "" {
		t.Errorf("%q of a secret that fits", got)
	}
}

func TestReportHoldsNoToken(t *testing.T) {
	m := testModel()
	m.setText(expiredToken)
	m.setKey(testSecret)
	report := m.report()
	for _, secret := range append(strings.Split(expiredToken, "."), testSecret) {
		if strings.Contains(report, secret) {
			t.Errorf("the report holds %s", secret)
		}
	}
	for _, want := range []string{"it expired 5 years ago", "20104", "as of 2026-11-20 12:00:00 UTC", "signature wrong"} {
		if !strings.Contains(report, want) {
			t.Errorf("the report does not hold %q:\n%s", want, report)
		}
	}
}

func TestWordLists(t *testing.T) {
	for want, words := range map[string][]string{"a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := list(words); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A key that cannot tell says so, and why.
func TestSignatureUnchecked(t *testing.T) {
	for _, test := range []struct{ name, header, want string }{
		{"another algorithm", `{"alg":"RS256"}`, "A secret cannot sign or check this token: its header asks for “RS256”."},
		{"an extension", `{"alg":"HS256","crit":["exp"]}`, "The signature cannot be checked: its header demands an extension that Mintmark does not implement: crit [\"exp\"]."},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			m.setText(tokens.Assemble([]byte(test.header), []byte(`{"sub":"1","exp":1900000000}`), make([]byte, 32)))
			m.setKey(testSecret)
			if got := m.signature().sayings; !strings.HasPrefix(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
