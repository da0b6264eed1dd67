package cli

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPrintable(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"plain", "Zoë, 東京", "Zoë, 東京"},
		{"escape", "\x1b[31mred\n", `\u001b[31mred\u000a`},
		{"emoji", "\u2764\ufe0f", "\u2764\ufe0f"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := printable(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// Nothing that a terminal obeys is left, and the JSON still says the same.
func TestPrintableJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "value")
		data, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		safe := printableJSON(data)
		bare := strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(string(safe))
		if printable(bare) != bare {
			t.Fatalf("got %q, want nothing hidden left in it", safe)
		}
		var got, want map[string]string
		if err := json.Unmarshal(safe, &got); err != nil {
			t.Fatal(err)
		}
		_ = json.Unmarshal(data, &want)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}
