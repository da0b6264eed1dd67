package oidc

import (
	"encoding/base64"
	"strings"
	"testing"
)

// What nobody has signed costs little to refuse, however much is wrong with it.
func TestRefusingIsCheap(t *testing.T) {
	e := base64.RawURLEncoding.EncodeToString
	for name, payload := range map[string]string{
		"duplicates": `{"a":0` + strings.Repeat(`,"a":0`, 1900) + `}`,
		"list":       `{"a":[0` + strings.Repeat(`,0`, 5700) + `]}`,
		"lists":      `{"a":[[]` + strings.Repeat(`,[]`, 3800) + `]}`,
	} {
		text := e([]byte(`{"alg":"RS256","kid":"x"}`)) + "." + e([]byte(payload)) + "." + e(make([]byte, 256))
		if len(text) > MaxToken {
			t.Fatalf("%s: %d bytes", name, len(text))
		}
		const most = 100
		allocated := testing.AllocsPerRun(10, func() {
			if _, err := read(text); err == nil {
				t.Errorf("%s: read", name)
			}
		})
		if allocated > most {
			t.Errorf("%s: got %v allocations, want at most %d", name, allocated, most)
		}
	}
}
