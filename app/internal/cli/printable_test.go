package cli

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestPrintable(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "Zoë, 東京", "Zoë, 東京"},
		{"escape", "\x1b[31mred", `\u001b[31mred`},
		{"line break", "a\nb\r", `a\u000ab\u000d`},
		{"C1 control", "\u009b31m", `\u009b31m`},
		{"direction", "\u202egpj", `\u202egpj`},
		{"beyond 16 bits", "\U000e0001", `\udb40\udc01`},
		{"fillers", "\u3164\u115f\u1160\uffa0", `\u3164\u115f\u1160\uffa0`},
		{"tags", "\U000e0061", `\udb40\udc61`},
		{"no width", "a\u200bb\u2060\ufeff", `a\u200bb\u2060\ufeff`},
		{"variation selector", "a\U000e0100", `a\udb40\udd00`},
		{"emoji", "\u2764\ufe0f \U0001f600", "\u2764\ufe0f \U0001f600"},
		{"Braille blank", "\u2800", `\u2800`},
		{"no UTF-8", "a\xffb", "a\ufffdb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := printable(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
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
		for _, r := range string(safe) {
			if obeyedInJSON(r) {
				t.Fatalf("%q is left in %q", r, safe)
			}
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
