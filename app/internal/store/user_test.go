package store_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mintmark/app/internal/store"
)

// C04: the name is folded once, for everybody.
func TestParseName(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "anna", "anna"},
		{"case", "AnNa", "anna"},
		{"full width", "ａｎｎａ", "anna"},
		{"composed", "e\u0301mile", "émile"},
		{"e-mail", "Anna@Example.com", "anna@example.com"},
		{"digits and signs", "kiosk-7_b.c+d", "kiosk-7_b.c+d"},
		{"other script", "Ольга", "ольга"},
		{"longest", strings.Repeat("x", 256), strings.Repeat("x", 256)},
		{"too long", strings.Repeat("x", 257), ""},
		{"longer when folded", strings.Repeat("Ⱥ", 128), ""}, // ⱥ takes a byte more
		{"empty", "", ""},
		{"space", "anna b", ""},
		{"space around", " anna", ""},
		{"line break", "anna\n", ""},
		{"zero", "anna\x00", ""},
		{"not UTF-8", "anna\xff", ""},
		{"zero width", "an\u200bna", ""},
		{"right to left mark", "\u202eanna", ""},
		{"emoji", "anna🙂", ""},
		{"colon", "service:kiosk", ""},
		{"full width colon", "corp：anna", ""},
		{"service key", "mm_kiosk_" + strings.Repeat("Q7", 21) + "x", ""},
		{"not quite a service key", "mm_kiosk_x", "mm_kiosk_x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := store.ParseName(tt.in)
			if string(got) != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if (err == nil) != (tt.want != "") || err != nil && !errors.Is(err, store.ErrName) {
				t.Errorf("got error %v", err)
			}
		})
	}
}

func TestParseNameTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once, err := store.ParseName(rapid.String().Draw(t, "name"))
		if err != nil {
			t.Skip("no name")
		}
		if twice, err := store.ParseName(string(once)); twice != once || err != nil {
			t.Errorf("%q folds to %q, %v", once, twice, err)
		}
	})
}
