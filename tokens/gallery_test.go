package tokens_test

import (
	"os"
	"slices"
	"testing"
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
			fires := s.judgeText(inGallery(t, s.rule+".txt", s.apply(t)), anyKind)
			if got := rulesFound(fires); !slices.Equal(got, []string{s.rule}) {
				t.Errorf("got %v, want %s", got, s.rule)
			}
			spares := s.near.judgeText(inGallery(t, s.rule+".near.txt", s.near.apply(t)), anyKind)
			if got := rulesFound(spares); slices.Contains(got, s.rule) {
				t.Errorf("got %v, want all but %s", got, s.rule)
			}
		})
	}
	files, err := testdata.ReadDir("testdata/gallery")
	if err != nil || len(files) != 2*len(written)+1 && !*update {
		t.Errorf("got %d files, %v, want two for each of %d rules and a README.md", len(files), err, len(written))
	}
}

// inGallery is what the file holds, which must be that token.
func inGallery(t *testing.T, name, token string) string {
	t.Helper()
	name, token = "testdata/gallery/"+name, token+"\n"
	if *update {
		if err := os.WriteFile(name, []byte(token), 0o644); err != nil {
			t.Fatal(err)
		}
		return token
	}
	got, err := testdata.ReadFile(name)
	if err != nil || string(got) != token {
		t.Errorf("%s: got %q, %v, want %q", name, got, err, token)
	}
	return string(got)
}
