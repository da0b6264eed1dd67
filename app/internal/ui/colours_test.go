package ui

import (
	"strings"
	"testing"
)

func TestJSONPieces(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "mark:\u00a0"},
		{"object", `{"a" : "b:","n":-1.5e3,"t":true,"z":null}`, `{ k:"a"  :  t:"b:" , k:"n" : n:-1.5e3 , k:"t" : l:true , k:"z" : l:null }`},
		{"escaped quote", `["a\"b",""]`, `[ t:"a\"b" , t:"" ]`},
		{"ends early", `{"a":1`, `{ k:"a" : n:1 mark:` + "\u00a0"},
		{"open string", "{\"a\n\":1}", "mark"},
		{"comma too many", `[1,]`, `[ n:1 mark:, ]`},
		{"strange character", `[1é]`, `[ n:1 mark:é ]`},
		{"in a word", `[trub]`, `mark`},
		{"no UTF-8", "[\xff]", "mark:\xff"},
		{"a backslash at the end", `"\`, "t:"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var said []string
			all := ""
			for _, p := range jsonPieces(test.text, nil) {
				class := p.class
				if p.fault {
					class = "mark"
				}
				if class != "" {
					class += ":"
				}
				said, all = append(said, class+p.text), all+p.text
			}
			if got := strings.Join(said, " "); !strings.Contains(got, test.want) {
				t.Errorf("%s\nwant %s", got, test.want)
			}
			if strings.TrimSuffix(all, "\u00a0") != test.text {
				t.Errorf("the pieces are %q, want all of %q", all, test.text)
			}
		})
	}
}

// What is wrong with a claim is marked where it stands: the whole of it, or the
// name of what holds others.
func TestFlawsAreMarked(t *testing.T) {
	m := testModel()
	m.setText(compact(t, accessHead,
		`{"jti":"a","iss":"AC15c1737bf14064d2278d616face3f17f","sub":"SK21c17013f3face8fdc4e4623b0a9d2c1","exp":4102444800,"grants":{"identity":"a","voice":{"outgoing":{}}}}`))
	var marked []string
	text := m.pretty("payload")
	for _, p := range jsonPieces(text, m.flaws("payload", text)) {
		if p.fault {
			marked = append(marked, p.text)
		}
	}
	want := `"iss" "AC15c1737bf14064d2278d616face3f17f"`
	if got := strings.Join(marked, " "); !strings.HasPrefix(got, want) {
		t.Errorf("marked %s, want %s", got, want)
	}
	m.setJSON("payload", "{")
	if got := m.flaws("payload", m.pretty("payload")); got != nil {
		t.Errorf("in a broken text %v is marked", got)
	}
}

func TestLongJSONHasNoColours(t *testing.T) {
	for _, text := range []string{"[" + strings.Repeat("1,", mostPieces) + "1]", `"` + strings.Repeat("a", mostColoured) + `"`} {
		if got := jsonPieces(text, nil); got != nil {
			t.Errorf("%d pieces of %d bytes", len(got), len(text))
		}
	}
}

// What a token says is text on the page, never a part of it.
func TestColoursAreEscaped(t *testing.T) {
	html := drawPieces(jsonPieces(`{"</pre><img src=x>":"&<b>"}`, nil))
	if strings.Contains(html, "<img") || strings.Contains(html, "<b>") || !strings.Contains(html, "&amp;&lt;b&gt;") {
		t.Error(html)
	}
}
