package tokens_test

import (
	"testing"

	"mintmark/tokens"
)

func TestLegible(t *testing.T) {
	for _, test := range []struct{ name, text, keep, want string }{
		{"letters of every kind", "Zoë, 東京", "", "Zoë, 東京"},
		{"escape", "\x1b[31mred\x7f", "", `\u001b[31mred\u007f`},
		{"line breaks", "a\nb\r", "", `a\u000ab\u000d`},
		{"line breaks that stay", "{\n\t\"a\x00\": \"\u200b\"}\r\n", "\t\n\r", "{\n\t\"a\\u0000\": \"\\u200b\"}\r\n"},
		{"C1 control", "\u009b31m", "", `\u009b31m`},
		{"direction", "\u202egpj", "", `\u202egpj`},
		{"fillers", "\u3164\u115f\u1160\uffa0", "", `\u3164\u115f\u1160\uffa0`},
		{"tags", "\U000e0061", "", `\udb40\udc61`},
		{"no width", "a\u200bb\u2060\ufeff\u034f", "", `a\u200bb\u2060\ufeff\u034f`},
		{"blanks of scripts", "\u2800\U0001d159\U00016fe4", "", `\u2800\ud834\udd59\ud81b\udfe4`},
		{"variation selectors", "a\ufe00\U000e0100\u180b", "", `a\ufe00\udb40\udd00\u180b`},
		{"emoji selector behind a letter", "alice\ufe0f\ufe0e", "", `alice\ufe0f\ufe0e`},
		{"emoji", "\u2764\ufe0f \U0001f600", "", "\u2764\ufe0f \U0001f600"},
		{"no UTF-8", "a\xff\xfeb", "", "a\ufffdb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := tokens.Legible(test.text, test.keep); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// Two names that look alike are told apart where a person reads them.
func TestInvisibleInPrograms(t *testing.T) {
	a := good()
	a.Identity = "alice\U000e0100\ufe0f"
	for _, l := range tokens.Languages() {
		if got := mustCode(t, l.Name, a); tokens.Legible(got, "\n\t") != got {
			t.Errorf("%s: got something invisible in %q", l.Name, got)
		}
	}
}
