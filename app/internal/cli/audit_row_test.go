package cli

import (
	"testing"
	"time"

	"mintmark/app/internal/store"
)

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

// Nobody has a name that goes on as the rest of a row would.
func TestWhat(t *testing.T) {
	for identity, want := range map[string]string{
		"guest-1":            `as guest-1, for 10m, rule kiosk`,
		"anna@x.example":     `as anna@x.example, for 10m, rule kiosk`,
		"guest-1, rule boss": `as "guest-1, rule boss", for 10m, rule kiosk`,
		`guest"`:             `as "guest\"", for 10m, rule kiosk`,
		"guest-\u202e 1":     `as "guest-\u202e 1", for 10m, rule kiosk`,
	} {
		e := store.Event{Principal: "service:kiosk", Identity: identity, TTL: 10 * time.Minute, Rule: "kiosk"}
		if got := what(&e); got != want {
			t.Errorf("%q: got %s, want %s", identity, got, want)
		}
	}
}
