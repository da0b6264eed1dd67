package ui

import (
	"strconv"
	"strings"
	"testing"

	"mintmark/tokens"
)

func claimNamed(t *testing.T, m *model, segment, name string) claim {
	t.Helper()
	list, _ := m.claims(segment, mostRows)
	for _, c := range list {
		if c.name() == name {
			return c
		}
	}
	t.Fatalf("there is no %s in the %s", name, segment)
	return claim{}
}

func TestClaimsAreEdited(t *testing.T) {
	const payload = `{"exp":1795200000,"n":12345678901234567890,"s":"a","on":true,"x.y":{"z":"1"},"grants":{"video":{"room":"daily"}}}`
	tests := []struct{ segment, name, text, want string }{
		{"payload", "exp", "1795200001", `"exp":1795200001`},
		{"payload", "n", " 12345678901234567891 ", `"n":12345678901234567891,`},
		{"payload", "s", `b"`, `"s":"b\""`},
		{"payload", "s", "12", `"s":"12"`},
		{"payload", "on", "false", `"on":false`},
		{"payload", "x.y.z", "2", `"x.y":{"z":"2"}`},
		{"payload", "grants.video.room", "weekly", `"grants":{"video":{"room":"weekly"}}`},
		{"header", "kid", "k2", `"kid":"k2"`},
	}
	for _, test := range tests {
		t.Run(test.name+" to "+test.text, func(t *testing.T) {
			m := testModel()
			m.setText(compact(t, `{"alg":"HS256","kid":"k1"}`, payload))
			m.setKey(testSecret)
			m.setClaimIn(claimNamed(t, m, test.segment, test.name), test.text)
			if got := string(m.segment(test.segment).Data); !strings.Contains(got, test.want) {
				t.Errorf("%s: want %s in it", got, test.want)
			}
			if m.doc.origin != signed {
				t.Error("it is not signed again")
			}
			m.undo()
			if got := payloadOf(m); got != payload {
				t.Errorf("after undo %s, want %s", got, payload)
			}
		})
	}
}

// What is no number stays in its field, and the token as it was.
func TestClaimStaysANumber(t *testing.T) {
	for _, text := range []string{"", "soon", `"1"`, "1 2", "01", "[1]"} {
		m := testModel()
		m.setText(compact(t, accessHead, `{"exp":1}`))
		before, c := m.doc.text, claimNamed(t, m, "payload", "exp")
		m.setClaimIn(c, text)
		if r := m.claimRemark(c); m.doc.text != before || m.claimShown(c) != text || r.tone != badTone || !strings.Contains(r.text, "Wanted: a number.") {
			t.Errorf("%q: the field shows %q and says %+v", text, m.claimShown(c), r)
		}
		m.setClaimIn(c, "2")
		if r := m.claimRemark(c); payloadOf(m) != `{"exp":2}` || r.tone == badTone && strings.Contains(r.text, "Wanted") {
			t.Errorf("%q, mended: %s, %+v", text, payloadOf(m), r)
		}
	}
}

func TestMeansOfClaims(t *testing.T) {
	tests := []struct {
		value string
		want  means
	}{
		{`"a"`, areaMeans}, {`""`, areaMeans}, {`"a\nb"`, areaMeans}, {`1.5e3`, lineMeans}, {`true`, switchMeans}, {`false`, switchMeans},
		{`null`, noMeans}, {`{}`, noMeans}, {`[1]`, noMeans}, {`"a\rb"`, noMeans}, {`"a\u202eb"`, noMeans},
		{`"` + strings.Repeat("a", mostChars+1) + `"`, noMeans},
	}
	for _, test := range tests {
		v, err := tokens.ParseJSON(test.value)
		if err != nil {
			t.Fatal(err)
		}
		if got := testModel().means(claim{path: []string{"a"}, value: v}); got != test.want {
			t.Errorf("%.20s: %v, want %v", test.value, got, test.want)
		}
	}
}

func TestClaimsInWords(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead, `{"iss":"SK21c17013f3face8fdc4e4623b0a9d2c1","exp":`+strconv.FormatInt(noon.Unix()+3600, 10)+`,"nbf":253402300800,"iat":-1,"n":5,`+
		`"grants":{"voice":{"outgoing":{"application_sid":"AP21c17013f3face8fdc4e4623b0a9d2c1"}}}}`))
	for name, want := range map[string]string{
		"iss": "API key.", "exp": "20 Nov 2026, 14:00, in 1 hour.", "nbf": "That is no time in seconds.", "iat": "That is no time in seconds.",
		"n": "", "grants": "", "grants.voice.outgoing.application_sid": "TwiML app.",
	} {
		if got := m.inWords(claimNamed(t, m, "payload", name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A field is not taken away from under what is typed into it.
func TestClaimKeepsItsField(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead, `{"a":"b"}`))
	for _, text := range []string{strings.Repeat("a", mostChars+1), "a\u202e", ""} {
		m.setClaimIn(claimNamed(t, m, "payload", "a"), text)
		if got := m.means(claimNamed(t, m, "payload", "a")); got != areaMeans {
			t.Errorf("%.9q: %v", text, got)
		}
	}
}

// The first of two members with one name is shown, but an edit reaches the last.
func TestClaimThatIsThereAgain(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead, `{"exp":1,"exp":2}`))
	list, _ := m.claims("payload", mostRows)
	if len(list) != 2 || m.means(list[0]) != noMeans || m.means(list[1]) != lineMeans || !strings.Contains(m.claimRemark(list[0]).text, "again") {
		t.Errorf("%+v", list)
	}
}

func TestDictionary(t *testing.T) {
	for _, words := range []string{headerWords, claimWords} {
		for _, line := range strings.Split(strings.Trim(words, "\n"), "\n") {
			name, meaning, _ := strings.Cut(line, "\t")
			if name == "" || !strings.HasSuffix(meaning, ".") || lookUp(words, name) != meaning {
				t.Errorf("%q says %q, want %q", name, lookUp(words, name), meaning)
			}
		}
	}
	for _, k := range tokens.Kinds() {
		for _, f := range tokens.Fields(k.New()) {
			path := append([]string{"grants", k.New().Key()}, strings.Split(f.Path, ".")...)
			if got := meaningOf("payload", path); !strings.HasPrefix(got, capital(f.Help)) {
				t.Errorf("%v: %q, want %q", path, got, f.Help)
			}
		}
	}
	for _, test := range []struct{ segment, path, want string }{
		{"header", "alg", "How it is signed"}, {"payload", "alg", ""}, {"payload", "sub", "Who it is about"}, {"payload", "mine", ""},
		{"payload", "grants.video", "Video: join rooms."}, {"payload", "grants.later", ""}, {"payload", "grants.identity", "Who holds"},
		{"payload", "grants.voice.incoming", "Calls to the holder."}, {"payload", "x.exp", ""}, {"payload", "", ""}, {"payload", "sub\tWho", ""},
	} {
		got := meaningOf(test.segment, strings.Split(test.path, "."))
		if !strings.HasPrefix(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%s %q: %q, want %q", test.segment, test.path, got, test.want)
		}
	}
}

func TestTable(t *testing.T) {
	_, draw := mount(t)
	html := draw(func(d *desk) { d.setText(good(t)); d.setView(tableView) })
	for _, want := range []string{"<caption>", "How it is signed", "API key.", "grants.video.", "Room name or SID", `id="payload-claim-0"`, "20 Nov 2026, 14:00, in 1 hour."} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not in the table", want)
		}
	}
	html = draw(func(d *desk) {
		d.setText(compact(t, accessHead, `{"a":[1,"`+strings.Repeat("x", 9000)+`"],"b":{},"c":{"d":1,"e":2},"f":null}`))
	})
	for _, want := range []string{"2 members", "<code class=\"raw\">null", "xxx…"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not in the table", want)
		}
	}
	if html = draw(func(d *desk) { d.setText("a.b.c") }); !strings.Contains(html, "There is no claim in it that could be read.") {
		t.Error("an empty table does not say so")
	}
}

func TestViewIsRemembered(t *testing.T) {
	d := &desk{model: testModel()}
	for v, name := range viewNames {
		if d.recallView(name); d.view != v {
			t.Errorf("%s: view %d, want %d", name, d.view, v)
		}
	}
	d.setView(wordsView)
	if d.recallView("form"); d.view != wordsView {
		t.Errorf("view %d, want the words", d.view)
	}
}
