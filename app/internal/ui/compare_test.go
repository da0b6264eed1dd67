package ui

import (
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

const comparedClaims = `{"iss":"SK1","exp":1795179600,"iat":1795176000,"grants":{"identity":"susan","video":{"room":"daily"}}}`

// compared is a model with two tokens side by side.
func compared(left, right string) *model {
	m := testModel()
	m.setText(left)
	m.setSide(1, right)
	return m
}

func TestLikeness(t *testing.T) {
	one := compact(t, accessHead, comparedClaims)
	signed := strings.LastIndexByte(one, '.') + 1
	other := func(what, by string) string {
		return compact(t, accessHead, strings.ReplaceAll(comparedClaims, what, by))
	}
	tests := []struct{ name, left, right, headline, detail string }{
		{"nothing", "", "", "In what do two tokens differ?", "Nothing leaves this page."},
		{"one", one, "", "The right one is missing", ""},
		{"none", one, "nonsense", "What is on the right is no token", ""},
		{"the same", one, one, "They are the same token, byte for byte", ""},
		{"around it does not count", one, "Bearer " + one + "\n", "They are the same token, byte for byte", ""},
		{"another key", one, one[:signed] + strings.Repeat("A", 43), "They say the same, but were signed differently", "Header and payload are the same"},
		{"no signature", one, one[:signed], "They say the same, but only the left one is signed", ""},
		{"written otherwise", one, other(`,"iat"`, `, "iat"`), "They say the same, but are written differently", "White space"},
		{"a claim", one, other("susan", "bob"), "They differ in 1 claim", ""},
		{"three claims", one, other(`"room":"daily"`, `"a":1,"b":2`), "They differ in 3 claims", ""},
		{"a header", one, compact(t, `{"typ":"JWT","alg":"HS256"}`, `{}`), "They differ in 4 claims and 1 header parameter", ""},
		{"edited", one, other("susan", "bob")[:len(other("susan", "bob"))-43] + one[signed:], "They differ in 1 claim", "Both carry the same signature"},
		{"twice", one, other(`"iss":"SK1"`, `"iss":"SK2","iss":"SK1"`), "Readers differ on whether they say the same", `In the payload "iss" is there twice`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := compared(test.left, test.right).likeness()
			if got.headline != test.headline || !strings.Contains(got.detail, test.detail) {
				t.Errorf("got %q, %q, want %q, %q", got.headline, got.detail, test.headline, test.detail)
			}
		})
	}
}

func TestContrasts(t *testing.T) {
	m := compared(compact(t, accessHead, comparedClaims), compact(t, `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1","twr":"ie1"}`,
		`{"iss":"SK2","exp":1795262400,"iat":1795176000,"grants":{"identity":"susan","video":{"room":"Daily"}}}`))
	sides := m.sides()
	said := map[string]string{}
	for _, row := range m.contrasts(tokens.Compare(sides[0].token, sides[1].token), sides[0].token, sides[1].token) {
		var values []string
		for i, v := range row.values {
			values = append(values, v.before+"["+v.differs+"]"+v.after+row.notes[i])
		}
		said[contrastTitles[row.section]+" "+row.name+row.code] = row.word + " " + row.remark + ": " + strings.Join(values, " / ")
	}
	for place, want := range map[string]string{
		"Header twr":               `added : [] / "ie1"[]`,
		"Header alg":               `same : "HS256"[] / "HS256"[]`,
		"Claims iss":               `changed : "SK[1]" / "SK[2]"`,
		"Grants grants.identity":   `same : "susan"[] / "susan"[]`,
		"Grants grants.video.room": `changed : "[d]aily" / "[D]aily"`,
		"Times Expiresexp":         "changed 23 hours later: 20 Nov 2026, 14:00[]13:00:00 UTC, in 1 hour / 21 Nov 2026, 13:00[]12:00:00 UTC, in 1 day",
		"Times Issuediat":          "same : 20 Nov 2026, 13:00[]12:00:00 UTC, this second / 20 Nov 2026, 13:00[]12:00:00 UTC, this second",
		"Times Good for":           "changed 23 hours longer: 1 hour[] / 1 day[]",
	} {
		if got := said[place]; got != want {
			t.Errorf("%s: got %q, want %q", place, got, want)
		}
	}
	if got := said["Signature Signature"]; !strings.HasPrefix(got, "changed as what is signed differs") {
		t.Errorf("the signature is %q", got)
	}
}

func TestSetApart(t *testing.T) {
	long := strings.Repeat("x", 100)
	tests := []struct {
		name, a, b  string
		left, right apart
	}{
		{"the same", "ab", "ab", apart{"ab", "", ""}, apart{"ab", "", ""}},
		{"a letter", "abcd", "abXd", apart{"ab", "c", "d"}, apart{"ab", "X", "d"}},
		{"more", "abc", "abcabc", apart{"abc", "", ""}, apart{"abc", "abc", ""}},
		{"little in common", "abcdef", "axxxxx", apart{"abcdef", "", ""}, apart{"axxxxx", "", ""}},
		{"letters of two bytes", "aéb", "aèb", apart{"a", "é", "b"}, apart{"a", "è", "b"}},
		{"long", long + "1" + long, long + "2" + long, apart{"…" + long[:30], "1", long[:30] + "…"}, apart{"…" + long[:30], "2", long[:30] + "…"}},
		{"not there", "", "ab", apart{}, apart{"ab", "", ""}},
	}
	for _, test := range tests {
		if left, right := setApart(test.a, test.b); left != test.left || right != test.right {
			t.Errorf("%s: got %q and %q, want %q and %q", test.name, left, right, test.left, test.right)
		}
	}
}

func TestSides(t *testing.T) {
	one := good(t)
	m := compared(one, expiredToken)
	if got := m.sides()[0].token.Raw; got != one {
		t.Errorf("on the left is %.20s…, want the workbench's", got)
	}
	m.setText(expiredToken)
	if got := m.sides()[0].token.Raw; got != expiredToken {
		t.Errorf("on the left is %.20s…, want what the workbench has now", got)
	}
	m.setSide(0, one)
	m.swap()
	if s := m.sides(); s[0].token.Raw != expiredToken || s[1].token.Raw != one {
		t.Error("swapped they are not on the other side")
	}
	m.setSide(0, "")
	m.setSide(1, "")
	m.setSide(1, "a "+expiredToken+"\nb "+one)
	if s := m.sides(); s[0].text != expiredToken || s[1].text != one {
		t.Error("two in one text do not fill both sides")
	}
	m.setSide(1, strings.Repeat("a log\n", 5000)+expiredToken)
	if got := m.sides()[1].text; got != expiredToken {
		t.Errorf("of a long text %d bytes are kept, want the token", len(got))
	}
}

func TestCompareScreen(t *testing.T) {
	_, draw := mount(t)
	html := draw(func(d *desk) { d.setText(severalTokens(t)); d.goTo(compareScreen) })
	if !strings.Contains(html, "The right one is missing") {
		t.Error("the workbench's token is not on the left")
	}
	html = draw(func(d *desk) { d.setSide(1, expiredToken) })
	if strings.Contains(html, "grants.identity") {
		t.Error("what both say is on the screen")
	}
	for _, want := range []string{"They differ in ", "good</span>", "expired</span>", "changed</span>", "not there", `aria-label="Swap left and right"`} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the screen", want)
		}
	}
	if html = draw(func(d *desk) { d.comparing.all = true }); !strings.Contains(html, "grants.identity") || !strings.Contains(html, `colspan="2"`) {
		t.Error("what both say is not on the screen")
	}
	html = draw(func(d *desk) { d.setSide(1, compact(t, accessHead, `{`+members(250, `"c%d":1`)+`}`)) })
	if !strings.Contains(html, "Show 100 more") {
		t.Error("all rows are drawn")
	}
	html = draw(func(d *desk) {
		d.setText(good(t) + "\n" + expiredToken)
		d.compareFound()
	})
	if !strings.Contains(html, "They differ in ") {
		t.Error("the two tokens of a text are not held against each other")
	}
}

// The words on tokens that stand beside the one in hand go with the time.
func TestTickTurnsWords(t *testing.T) {
	now := noon
	m := newModel(func() time.Time { return now }, func(time.Time) *time.Location { return time.UTC })
	m.setText(expiredToken + "\n" + good(t))
	m.setSide(1, good(t))
	now = noon.Add(time.Minute)
	if m.tick() {
		t.Error("something has changed after a minute")
	}
	now = noon.Add(time.Hour)
	if !m.tick() || !strings.HasSuffix(m.picks()[1], "expired") || m.brief(m.sides()[1].token).word != "expired" {
		t.Errorf("an hour later it says %q", m.picks()[1])
	}
	if m.tick() {
		t.Error("it changes once more")
	}
}

func TestNamesOfBothSides(t *testing.T) {
	m := compared(good(t), compact(t, accessHead, `{"grants":{"identity":"bobby"}}`))
	found := false
	for _, name := range m.names() {
		found = found || name == "bobby"
	}
	if !found {
		t.Error("who the right one is for is not hidden")
	}
	m.share.masked = true
	s := m.sides()
	for _, row := range m.contrasts(tokens.Compare(s[0].token, s[1].token), s[0].token, s[1].token) {
		for _, v := range row.values {
			if v.differs+v.after != "" || row.section == signatureSection && v.before != "hidden" {
				t.Errorf("%s shows %q", row.code, v)
			}
		}
	}
}
