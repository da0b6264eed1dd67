package tokens_test

import (
	"strings"
	"testing"

	"mintmark/tokens"
)

func TestFind(t *testing.T) {
	jwe := "eyJhbGciOiJkaXIifQ..AAAA.BBBB.CCCC"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "eye of newt, ey.e.s, https://example.com/keys/ewe", []string{"ey.e.s"}},
		{"bare", docsVideo, []string{docsVideo}},
		{"two lines", docsVideo + "\r\n" + docsChat + "\n", []string{docsVideo, docsChat}},
		{"a sentence", "Use " + docsVideo + ". Then " + docsChat + "!", []string{docsVideo, docsChat}},
		{"a query", "/x?a=" + docsVideo + "&b=" + docsChat, []string{docsVideo, docsChat}},
		{"a cookie", "Cookie: s=1; token=" + docsVideo + "; b=2", []string{docsVideo}},
		{"a path", "/auth/" + docsVideo + "/x", []string{docsVideo}},
		{"HAR", `{"value":"Bearer ` + docsVideo + `"},{"text":"{\"token\":\"` + docsChat + `\"}"}`, []string{docsVideo, docsChat}},
		{"XML", "<token>" + docsVideo + "</token>", []string{docsVideo}},
		{"no signature", `"eyJhbGciOiJub25lIn0.e30."`, []string{"eyJhbGciOiJub25lIn0.e30."}},
		{"padded", `"eyJhbGciOiJIUzI1NiJ9==.e30=.AAA="`, []string{"eyJhbGciOiJIUzI1NiJ9==.e30=.AAA="}},
		{"encrypted", "x " + jwe + " y", []string{jwe}},
		{"in the middle of a word", "x" + docsVideo, nil},
		{"white space in front of the header", spaced(" ") + "," + spaced("\t") + "," + spaced("\n") + "," + spaced("\r\n") + "," + spaced("  ") + "," + spaced(strings.Repeat(" ", 400)) + " " + docsVideo,
			[]string{spaced(" "), spaced("\t"), spaced("\n"), spaced("\r\n"), spaced("  "), spaced(strings.Repeat(" ", 400)), docsVideo}},
		{"words with the same beginnings", "IH.a.b ICBx.a.b Cn.x.y DQ.1.2 Icon.theme.dark Cns.a Cnsa.b.c ICBs", []string{"Cnsa.b.c"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, s := range tokens.Find(test.text) {
				got = append(got, test.text[s.Start:s.End])
			}
			if strings.Join(got, " ") != strings.Join(test.want, " ") {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// spaced is a token whose header begins with white space.
func spaced(space string) string { return b64(space+`{"alg":"HS256"}`) + ".e30.AAAA" }

// Of two tokens neither is hidden by how its header begins.
func TestDecodeSeesSpacedTokens(t *testing.T) {
	for _, space := range []string{" ", "\t", "\n", "\r\n", "  "} {
		for _, text := range []string{spaced(space) + " " + docsVideo, docsVideo + " " + spaced(space)} {
			if faults := tokens.Decode(text).Faults; len(faults) == 0 {
				t.Errorf("%q: got no fault, want several or white-space", space)
			}
		}
		if got := tokens.Decode("Bearer " + spaced(space)); got.Raw != spaced(space) {
			t.Errorf("%q: got %q, want %q", space, got.Raw, spaced(space))
		}
	}
}

func BenchmarkFind(b *testing.B) {
	log := strings.Repeat("2026-11-20T10:00:00Z GET /eyes?x=e.e.e 200 token="+docsVideo+" ok\n", 1000)
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		if got := len(tokens.Find(log)); got != 1000 {
			b.Fatalf("got %d, want 1000", got)
		}
	}
}
