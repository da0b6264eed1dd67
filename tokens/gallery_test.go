package tokens_test

import (
	"os"
	"slices"
	"testing"

	"mintmark/tokens"
	"mintmark/tokens/gallery"
)

// The gallery is two tokens for each rule, in files: a broken one, for a person
// who wants to see what a code means, and one that is just not.
func TestGallery(t *testing.T) {
	written := map[string]bool{}
	var broken, near []byte
	for i, s := range slices.Concat(samples, otherSamples) {
		if written[s.rule] {
			continue
		}
		written[s.rule] = true
		anyKind := i >= len(samples)
		t.Run(s.rule, func(t *testing.T) {
			breaks, spares := s.apply(t), s.near.apply(t)
			broken = append(broken, "-- "+s.rule+" --\n"+breaks+"\n"...)
			near = append(near, "-- "+s.rule+" --\n"+spares+"\n"...)
			if got := gallery.Broken(s.rule); got != breaks && !*update {
				t.Errorf("broken: got %q, want %q", got, breaks)
			}
			if got := gallery.Near(s.rule); got != spares && !*update {
				t.Errorf("near: got %q, want %q", got, spares)
			}
			if got := rulesFound(s.judgeText(breaks, anyKind)); !slices.Equal(got, []string{s.rule}) {
				t.Errorf("got %v, want %s", got, s.rule)
			}
			if got := rulesFound(s.near.judgeText(spares, anyKind)); slices.Contains(got, s.rule) {
				t.Errorf("got %v, want all but %s", got, s.rule)
			}
		})
	}
	if got, want := len(written), len(tokens.Rules()); got != want {
		t.Errorf("got tokens for %d rules, want %d", got, want)
	}
	if *update {
		write(t, "gallery/broken.txt", broken)
		write(t, "gallery/near.txt", near)
	}
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}
