package cli

import "testing"

// Whoever fails to log in, or names an identity, chooses what stands in a cell.
func TestInert(t *testing.T) {
	for cell, want := range map[string]string{
		"anna":         "anna",
		"a=b-c":        "a=b-c",
		"=cmd()":       "'=cmd()",
		" =cmd()":      " '=cmd()",
		"\u00a0@cmd()": "\u00a0'@cmd()",
		"a;=cmd()":     "a;'=cmd()",
		"a, -1+1":      "a, '-1+1",
		"two words":    "two words",
		"one + two":    "one + two",
	} {
		if got := inert(cell); got != want {
			t.Errorf("%q: got %q, want %q", cell, got, want)
		}
	}
}
