package tokens_test

import (
	"cmp"
	"os"
	"slices"
	"testing"

	"mintmark/tokens"
)

// The gallery is one broken token for each rule, as files: what a person looks
// at to see what a code means. They are judged as of [now].
func TestGallery(t *testing.T) {
	written := map[string]bool{}
	for _, d := range slices.Concat(damages, otherDamages) {
		if written[d.rule] {
			continue
		}
		written[d.rule] = true
		t.Run(d.rule, func(t *testing.T) {
			file, text := "testdata/gallery/"+d.rule+".txt", d.spoil(t)+"\n"
			if *update {
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			got, err := testdata.ReadFile(file)
			if err != nil || string(got) != text {
				t.Fatalf("got %q, %v, want %q", got, err, text)
			}
			v := tokens.Diagnose(tokens.Decode(string(got)), tokens.Options{At: now, Key: tokens.SecretKey(cmp.Or(d.key, secret)), AnyKind: d.base != nil && d.payload != nil || d.base != nil && d.header != nil})
			if !slices.Contains(rulesFound(v), d.rule) {
				t.Errorf("got %v, want %s", rulesFound(v), d.rule)
			}
		})
	}
}
