package tokens_test

import (
	"os"
	"slices"
	"testing"

	"mintmark/tokens"
	"mintmark/tokens/gallery"
)

// The gallery is two tokens for each rule, as files: a broken one, for a person
// who wants to see what a code means, and one that is just not.
func TestGallery(t *testing.T) {
	written := map[string]bool{}
	for i, s := range slices.Concat(samples, otherSamples) {
		if written[s.rule] {
			continue
		}
		written[s.rule] = true
		anyKind := i >= len(samples)
		t.Run(s.rule, func(t *testing.T) {
			fires := s.judgeText(inGallery(t, "broken", s.rule, s.apply(t)), anyKind)
			if got := rulesFound(fires); !slices.Equal(got, []string{s.rule}) {
				t.Errorf("got %v, want %s", got, s.rule)
			}
			spares := s.near.judgeText(inGallery(t, "near", s.rule, s.near.apply(t)), anyKind)
			if got := rulesFound(spares); slices.Contains(got, s.rule) {
				t.Errorf("got %v, want all but %s", got, s.rule)
			}
		})
	}
	if got, want := len(written), len(tokens.Rules()); got != want {
		t.Errorf("got tokens for %d rules, want %d", got, want)
	}
}

// inGallery is what the gallery holds for the rule, which must be that token.
func inGallery(t *testing.T, folder, rule, token string) string {
	t.Helper()
	if *update {
		if err := os.WriteFile("gallery/"+folder+"/"+rule+".txt", []byte(token+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return token
	}
	read := gallery.Broken
	if folder == "near" {
		read = gallery.Near
	}
	got := read(rule)
	if got != token {
		t.Errorf("%s of %s: got %q, want %q", folder, rule, got, token)
	}
	return got
}
