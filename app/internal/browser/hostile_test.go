package browser

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"mintmark/tokens"
)

// unsigned joins a header and a payload under a signature of zeros.
func unsigned(payload string) string {
	return tokens.Assemble([]byte(`{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`), []byte(payload), make([]byte, 32))
}

// members is the inside of an object with n members.
func members(n int, format string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(list, ",")
}

// Tokens that are made to have more rows than a page can draw are judged like
// any other, and the page goes on.
func TestHostileTokens(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	b := Start(t)
	tests := []struct{ name, text string }{
		{"grants", unsigned(`{"exp":1,"grants":{"identity":"a",` + members(10_000, `"%x":{}`) + `}}`)},
		{"duplicates", unsigned(`{` + strings.Repeat(`"b":1,`, 10_000) + `"exp":1,"grants":{}}`)},
		{"nested duplicates", unsigned(strings.Repeat(`{"a":1,"a":`, 3000) + "1" + strings.Repeat("}", 3000))},
		{"objects in objects", unsigned(`{"exp":1,"x":` + strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9001))},
		{"objects without an end", unsigned(strings.Repeat(`{"a":`, 9000))},
		{"arrays in arrays", unsigned(`{"exp":1,"x":` + strings.Repeat("[", 9900) + strings.Repeat("]", 9900) + "}")},
		{"objects in place of names", unsigned(strings.Repeat("{", 9900))},
		{"params in depth", unsigned(`{"exp":1,"grants":{"voice":{"outgoing":{"params":` + strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000) + `}}}}`)},
		{"numbers", unsigned(`{"exp":1,"x":[` + strings.Repeat("1,", 100_000) + "1]}")},
		{"claims", tokens.Assemble([]byte(`{"alg":"HS256"}`), []byte(`{"exp":1,`+members(20_000, `"c%d":1`)+`}`), make([]byte, 32))},
		{"fields", unsigned(`{"exp":1,"grants":{"identity":"a","video":{` + members(20_000, `"f%d":1`) + `}}}`)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := b.open(t, server.URL)
			p.Paste("#token", test.text)
			p.Wait(headline + ` !== ""`)
			for _, tab := range []string{"#says-1", "#says-2", "#says-3", "#says-0"} {
				press(p, tab)
				p.Wait(`document.querySelector("` + tab + `").getAttribute("aria-selected") === "true"`)
			}
			if got, most := Eval[int](p, `document.querySelectorAll("*").length`), 6000; got > most {
				t.Errorf("%d elements are drawn, want at most %d", got, most)
			}
			said := Eval[string](p, headline)
			Eval[bool](p, `(document.getElementById("token").select(), true)`)
			p.Paste("#token", mint(t))
			p.Wait(contains(headline, "Nothing speaks against this token"))
			p.Type("#token", "x")
			p.Wait(headline + ` !== ` + strconv.Quote(said) + ` && !` + contains(headline, "Nothing speaks"))
			noComplaints(t, p)
		})
	}
}
