package tokens

import (
	"strings"
	"testing"
)

// A pattern of an attacker's costs no more than its length for each segment of
// the address, however many ** it has.
func TestMatchSteps(t *testing.T) {
	for _, test := range []struct{ name, pattern, path string }{
		{"stars", strings.Repeat("**/", 2000) + "x", "https://event-bridge.twilio.com/v1/wschannels/AC/WK"},
		{"stars between names", strings.Repeat("**/a/", 2000) + "x", strings.Repeat("a/", 2000) + "y"},
		{"a long end", "**/" + strings.Repeat("a/", 1000) + "x", strings.Repeat("a/", 2000) + "y"},
		{"single stars", strings.Repeat("*/", 2000) + "x", strings.Repeat("a/", 2000) + "y"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pattern, path := strings.Split(test.pattern, "/"), strings.Split(test.path, "/")
			steps := 0
			matched := matchSegments(pattern, path, func(p, s string) bool {
				steps++
				return matchSegment(p, s)
			})
			if most := len(pattern) * len(path); matched || steps > most {
				t.Errorf("got %v in %d steps, want no match in %d at most", matched, steps, most)
			}
		})
	}
}

// Of an address that no server takes none of an attacker's patterns is asked.
func TestMatchesNoEndlessAddress(t *testing.T) {
	p := TaskRouterPolicy{URL: "https://taskrouter.twilio.com/**", Method: "GET"}
	fits := "https://taskrouter.twilio.com/" + strings.Repeat("a/", 4000)
	if !p.Matches("GET", fits+"?"+strings.Repeat("q", longestAddress)) {
		t.Error("got no match of 8 kB, want one")
	}
	if p.Matches("GET", fits+strings.Repeat("a/", 4000)) {
		t.Error("got a match of 16 kB, want none")
	}
}
