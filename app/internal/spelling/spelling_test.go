package spelling_test

import (
	"testing"

	"mintmark/app/internal/spelling"
)

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "ttl", 3},
		{"ttl", "ttl", 0},
		{"tl", "ttl", 1},
		{"tttl", "ttl", 1},
		{"tth", "ttl", 1},
		{"lsiten", "listen", 1},
		{"ca", "abc", 3}, // a letter that was swapped is not touched again
		{"kitten", "sitting", 3},
	}
	for _, tt := range tests {
		if got := spelling.Distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q to %q: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := spelling.Distance(tt.b, tt.a); got != tt.want {
			t.Errorf("%q to %q: got %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}
