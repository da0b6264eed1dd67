package tokens_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"mintmark/tokens"
)

// TestFindAll: a line that begins with a header is found, however that is
// written, and nothing else is.
func TestFindAll(t *testing.T) {
	encoded := func(header string) string { return base64.RawURLEncoding.EncodeToString([]byte(header)) }
	for name, test := range map[string]struct {
		text string
		want int
	}{
		"header alone":             {encoded(`{"alg":"HS256"}`), 1},
		"header and payload":       {encoded(`{"alg":"HS256"}`) + ".e30 and more", 1},
		"cut in the header":        {encoded(`{"alg":"HS256"}`)[:17], 1},
		"two lines":                {strings.Repeat(encoded(`{"alg":"HS256"}`)+".e30\r\n", 2), 2},
		"headers alone":            {strings.Repeat(encoded(`{"alg":"HS256"}`)+"\r\n", 3), 1},
		"headers alone, apart":     {strings.Repeat(encoded(`{"alg":"HS256"}`)+"\n\n", 3), 3},
		"behind a token":           {docsVideo + " \n" + encoded(`{"alg":"HS256"}`) + "\n" + docsVideo, 3},
		"space inside":             {encoded(`{ "alg":"HS256"}`), 1},
		"line break inside":        {encoded("{\n  \"alg\":\"HS256\"}"), 1},
		"CR and line break inside": {encoded("{\r\n\"alg\":\"HS256\"}"), 1},
		"space in front":           {encoded(` {"alg":"HS256"}`), 1},
		"two spaces in front":      {encoded(`  {"alg":"HS256"}`), 1},
		"tab in front":             {encoded("\t{\"alg\":\"HS256\"}"), 1},
		"line break in front":      {encoded("\n{\"alg\":\"HS256\"}"), 1},
		"CR in front":              {encoded("\r\n{\"alg\":\"HS256\"}"), 1},
		"cut inside a line":        {"x token=" + docsVideo[:300] + " rest", 1},
		"cut in the second letter": {"x token=" + encoded(`{"alg":"HS256"}`) + ".ey", 1},
		"cut beside a whole one":   {"a=" + docsVideo[:300] + " b=" + docsVideo + " c=" + docsVideo[:300] + "…", 3},
		"cut in two lines":         {strings.Repeat("x token="+docsVideo[:300]+"\n", 2), 2},
		"cut behind a bare header": {encoded(`{"alg":"HS256"}`) + " token=" + docsVideo[:300], 2},
		"cut with dots":            {"the token " + docsVideo[:300] + "...", 1},
		"no header":                {"session=" + encoded(`{"user":"anna"}`) + "." + encoded(`{"more":1}`), 0},
		"no payload":               {"session=" + encoded(`{"alg":"HS256"}`) + ".ZxYabc", 0},
		"inside a word":            {"x" + docsVideo[:300], 0},
		"inside a line":            {"token " + encoded(`{"alg":"HS256"}`), 0},
		"too short for a header":   {"eyJ\neyJhbGciOiJ9\n", 0},
		"a list":                   {encoded(`["alg","HS256","RS256"]`), 0},
		"words":                    {"eyewitness-report-of-2024\nINFO_request_handled_by_nobody\nCRITICAL_SECTION_ENTERED", 0},
	} {
		t.Run(name, func(t *testing.T) {
			found := tokens.FindAll(test.text, false)
			if got := len(found); got != test.want {
				t.Errorf("got %d in %q, want %d", got, test.text, test.want)
			}
		})
	}
	text := "x token=" + docsVideo[:300] + "... and more"
	if got := tokens.FindAll(text, true); len(got) != 1 || text[got[0].Start:got[0].End] != docsVideo[:300] {
		t.Errorf("got %v, want the token up to where it was cut", got)
	}
	if got := tokens.Decode(text); got.Raw != docsVideo[:300] || got.Offset != 8 {
		t.Errorf("decoded %q at %d, want the token up to where it was cut", got.Raw, got.Offset)
	}
	if found := tokens.FindAll(encoded(`{"alg":"HS256"}`), true); len(found) > 0 {
		t.Errorf("the rest of a line is found: %v", found)
	}
}

func BenchmarkFindAll(b *testing.B) {
	log := strings.Repeat("2026-11-20T10:00:00Z GET /eyes?x=e.e.e 200 token="+docsVideo+" ok\n", 1000)
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		if got := len(tokens.FindAll(log, false)); got != 1000 {
			b.Fatalf("got %d, want 1000", got)
		}
	}
}
