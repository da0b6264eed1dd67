package store_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

// C07: mm_<id>_<43 base62>.
func TestServiceKey(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range []string{"a", "kiosk", "kiosk-7", "0", strings.Repeat("x", 64)} {
		text, hash, err := store.NewServiceKey(id)
		if err != nil {
			t.Fatal(err)
		}
		key := text.Reveal()
		if !regexp.MustCompile(`^mm_`+id+`_[0-9A-Za-z]{43}$`).MatchString(key) || seen[key] {
			t.Errorf("got key %q", key)
		}
		seen[key] = true
		gotID, got, err := store.ParseServiceKey(text)
		if gotID != id || !got.Equal(hash) || err != nil {
			t.Errorf("got %q, %x, %v, want %q, %x", gotID, got, err, id, hash)
		}
		other := secret.Text(key[:len(key)-1] + string(rune('a'+(key[len(key)-1]-'a'+1)%26)))
		if _, got, err := store.ParseServiceKey(other); got.Equal(hash) {
			t.Errorf("another key has the same hash, %v", err)
		}
	}
}

// Each digit comes as often as the others.
func TestServiceKeyIsRandom(t *testing.T) {
	const keys = 2000
	counts := map[rune]int{}
	for range keys {
		text, _, err := store.NewServiceKey("a")
		if err != nil {
			t.Fatal(err)
		}
		for _, digit := range strings.TrimPrefix(text.Reveal(), "mm_a_") {
			counts[digit]++
		}
	}
	const want = keys * 43 / 62.0 // ±6 standard deviations
	for digit, n := range counts {
		if float64(n) < want*0.84 || float64(n) > want*1.16 {
			t.Errorf("digit %c came %d times, want about %.0f", digit, n, want)
		}
	}
	if len(counts) != 62 {
		t.Errorf("got %d digits, want 62", len(counts))
	}
}

func TestServiceKeyRefuses(t *testing.T) {
	for _, id := range []string{"", "A", "a_b", "-a", "a-", "a b", "ä", strings.Repeat("x", 65)} {
		if _, _, err := store.NewServiceKey(id); !errors.Is(err, store.ErrKeyID) {
			t.Errorf("id %q: got %v, want ErrKeyID", id, err)
		}
	}
	digits := strings.Repeat("x", 43)
	for _, text := range []string{"", "mm_", "mm__" + digits, "mm_a_" + digits[1:], "mm_a_" + digits + "x", "mm_a_" + digits[1:] + "-",
		"MM_a_" + digits, "mm_A_" + digits, "mm_a_b_" + digits, " mm_a_" + digits, "mm_a_" + digits + "\n", "mm_a_" + digits[2:] + "é"} {
		if _, _, err := store.ParseServiceKey(secret.Text(text)); !errors.Is(err, store.ErrKeyText) || len(text) > 10 && strings.Contains(fmt.Sprint(err), text) {
			t.Errorf("%q: got %v, want ErrKeyText", text, err)
		}
	}
}
