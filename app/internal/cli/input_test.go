package cli

import (
	"strings"
	"testing"
)

// TestSingleHoldsLittle: of tokens that lost their ends no more is held than one
// can have that was broken over lines.
func TestSingleHoldsLittle(t *testing.T) {
	const line = "eyJhbGciOiJIUzI1NiJ9.e30\n"
	f := feedOf(strings.NewReader(strings.Repeat(line, 4*maxFolded/len(line))))
	if _, single, err := f.single(); single || err != nil {
		t.Fatalf("got single %v, %v, want many tokens", single, err)
	}
	held := 0
	for _, p := range f.back {
		held += len(p.text)
	}
	if most := maxFolded + 2*pieceSize; held > most {
		t.Errorf("got %d bytes held, want %d at most", held, most)
	}
}
