package cli

import (
	"fmt"
	"io"
	"os"
	"time"
)

// A progress is one line on a terminal about work that takes over a second. It
// is in nobody's way where there is no terminal.
type progress struct {
	to    io.Writer // nil where nobody looks
	next  time.Time // when to draw again
	drawn bool
}

const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

func (p *program) progress() *progress {
	g := &progress{next: time.Now().Add(progressAfter)}
	if isTerminal(p.stderr) && os.Getenv("TERM") != "dumb" {
		g.to = p.stderr
	}
	return g
}

// draw shows how far the work is, if it is time to.
func (g *progress) draw(text func() string) {
	now := time.Now()
	if g.to == nil || now.Before(g.next) {
		return
	}
	g.next = now.Add(progressEvery)
	g.drawn = true
	fmt.Fprintf(g.to, "\r\x1b[Kmintmark: %s", text())
}

// clear takes the line away, so that something else can be printed.
func (g *progress) clear() {
	if g.drawn {
		fmt.Fprint(g.to, "\r\x1b[K")
		g.drawn = false
	}
}

// share adds to a text how much of the whole is done, where that is known.
func share(text string, done, whole int64) string {
	if whole <= 0 {
		return text
	}
	return fmt.Sprintf("%s, %d %%", text, min(100, done*100/whole))
}
