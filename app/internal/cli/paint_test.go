package cli

import "testing"

func TestPrintable(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "Zoë, 東京", "Zoë, 東京"},
		{"escape", "\x1b[31mred", `\u001b[31mred`},
		{"line break", "a\nb\r", `a\u000ab\u000d`},
		{"C1 control", "\u009b31m", `\u009b31m`},
		{"direction", "\u202egpj", `\u202egpj`},
		{"beyond 16 bits", "\U000e0001", `\udb40\udc01`},
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
