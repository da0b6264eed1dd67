package ui

import (
	"strings"
	"testing"
	"unicode/utf16"

	"mintmark/tokens"
)

func TestRemarkOn(t *testing.T) {
	tests := []struct {
		name, payload string
		place, sid    string
		want          string
	}{
		{"fine", `{"sub":"AC15c1737bf14064d2278d616face3f17f"}`, "sub", "AC", ""},
		{"another SID", `{"iss":"AC15c1737bf14064d2278d616face3f17f"}`, "iss", "SK", "This is an account SID. An API key SID starts with SK."},
		{"too short", `{"iss":"SK15c1737b"}`, "iss", "SK", "An API key SID has 34 characters; this has 10 characters."},
		{"not hex", `{"sub":"ACg5c1737bf14064d2278d616face3f17f"}`, "sub", "AC", "After AC come digits and the letters a to f."},
		{"placeholder", `{"sub":"ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}`, "sub", "AC", "This is a placeholder."},
		{"something else", `{"sub":"me"}`, "sub", "AC", "An account SID starts with AC."},
		{"missing", `{"grants":{}}`, "sub", "AC", "Needed here: an account SID. It starts with AC."},
		{"empty", `{"sub":""}`, "sub", "AC", "Needed here: an account SID. It starts with AC."},
		{"needed field", `{"grants":{"chat":{}}}`, "grants.chat.service_sid", "IS", "Needed here: a Chat or Sync service SID. It starts with IS."},
		{"wrong field", `{"grants":{"chat":{"service_sid":"SK15c1737bf14064d2278d616face3f17f"}}}`, "grants.chat.service_sid", "IS", "This is an API key SID. A Chat or Sync service SID starts with IS."},
		{"wrong type", `{"grants":{"video":{"room":7}}}`, "grants.video.room", "", "The video.room is the number 7, not a text."},
		{"identity", `{"grants":{"identity":"a b","voice":{"incoming":{"allow":true}}}}`, identityPlace, "", "The identity has a character that Voice refuses"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			m.setText(compact(t, accessHead, test.payload))
			got := m.remarkOn(test.place, test.sid, "", "")
			if !strings.HasPrefix(got.text, test.want) || test.want == "" && got.text != "" {
				t.Errorf("%q, want %q", got.text, test.want)
			}
			if test.want != "" && got.tone == "" {
				t.Error("it is shown as a hint")
			}
		})
	}
}

func TestDefaultServiceIsFine(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead, `{"grants":{"data_sync":{"service_sid":"default"}}}`))
	if got := m.remarkOn("grants.data_sync.service_sid", "IS", "default", ""); got.text != "" {
		t.Errorf("%q", got.text)
	}
}

func TestEveryFieldHasALabel(t *testing.T) {
	for _, k := range tokens.Kinds() {
		for _, f := range tokens.Fields(k.New()) {
			if label, _ := labelOf(f); label == "" || label[:1] != strings.ToUpper(label[:1]) {
				t.Errorf("%s.%s: %q", k.Name, f.Path, label)
			}
		}
	}
}

func TestPieces(t *testing.T) {
	broken := strings.Replace(expiredToken, "6VCg", "6V+g", 1)
	lines := expiredToken[:50] + "\n" + expiredToken[50:200] + "\r\n  " + expiredToken[200:]
	tests := []struct {
		name, text string
		classes    string // in order, "-" for none, upper case where it is a fault
	}{
		{"bare", expiredToken, "h-p-s"},
		{"wrapped", "Bearer " + expiredToken + "\n", "-h-p-s-"},
		{"over lines", lines, "h-p-s"},
		{"two parts", expiredToken[:strings.LastIndexByte(expiredToken, '.')], "h-p"},
		{"a wrong character", broken, "h-p-sSs"},
		{"a word", "héllo", "-"},
		{"nothing", "", ""},
		{"dots", "..", "-"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			m.setText(test.text)
			var text, classes strings.Builder
			for _, p := range m.pieces() {
				text.WriteString(p.text)
				class := p.class
				if class == "" {
					class = "-"
				}
				if p.fault {
					class = strings.ToUpper(class)
				}
				if c := classes.String(); class != "-" || !strings.HasSuffix(c, "-") {
					classes.WriteString(class)
				}
			}
			if text.String() != test.text {
				t.Errorf("the pieces are %q, want %q", text.String(), test.text)
			}
			if classes.String() != test.classes {
				t.Errorf("classes %q, want %q", classes.String(), test.classes)
			}
		})
	}
}

func FuzzPieces(f *testing.F) {
	for _, seed := range []string{expiredToken, "Bearer " + expiredToken + " and more", "a.b.c", " e y J . é\u00a0.x", "\xff.\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := testModel()
		m.setText(text)
		var whole strings.Builder
		for _, p := range m.pieces() {
			whole.WriteString(p.text)
		}
		if whole.String() != text {
			t.Errorf("the pieces of %q are %q", text, whole.String())
		}
	})
}

func TestLocate(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead, `{"😀":"é","exp":1,"grants":{"video":{"room":"a"}}}`))
	tests := []struct{ path, want string }{
		{"exp", `"exp": 1`},
		{"grants.video.room", `"room": "a"`},
		{"grants.video.missing", "\"video\": {\n      \"room\": \"a\"\n    }"},
		{"nbf", ""},
	}
	for _, test := range tests {
		start, end := m.locate(tokens.Place{Segment: "payload", Path: test.path})
		if got := utf16Cut(m.pretty("payload"), start, end); got != test.want {
			t.Errorf("%s: %q, want %q", test.path, got, test.want)
		}
	}
}

// utf16Cut cuts a text as a browser does.
func utf16Cut(text string, start, end int) string {
	return string(utf16.Decode(utf16.Encode([]rune(text))[start:end]))
}
