package cli

import (
	"strings"
	"testing"
)

func TestProgress(t *testing.T) {
	var got strings.Builder
	g := &progress{to: &got}
	g.draw(func() string { return share("7 tokens", 1, 2) })
	g.draw(func() string { t.Error("drawn again at once"); return "" })
	g.clear()
	g.clear()
	if want := "\r\x1b[Kmintmark: 7 tokens, 50 %\r\x1b[K"; got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
}
