package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"mintmark/tokens"
)

// A paint colours text by its meaning, or leaves it as it is.
type paint struct{ on bool }

// paint is that of standard output.
func (p *program) paint() paint { return p.paintFor(p.stdout) }

// paintFor is on where the stream is a terminal that shows colour and nobody
// said no (no-color.org), unless --color decides.
func (p *program) paintFor(stream any) paint {
	switch p.color {
	case "always":
		return paint{on: true}
	case "never":
		return paint{}
	}
	return paint{on: isTerminal(stream) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

func (c paint) code(sgr, s string) string {
	if !c.on || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}

func (c paint) bold(s string) string  { return c.code("1", s) }
func (c paint) faint(s string) string { return c.code("2", s) }
func (c paint) name(s string) string  { return c.code("36", s) }
func (c paint) good(s string) string  { return c.code("32", s) }
func (c paint) bad(s string) string   { return c.code("31", s) }

// screen is white on black, whatever the terminal's colours are.
func (c paint) screen(s string) string { return c.code("97;40", s) }

func (c paint) severity(s tokens.Severity) string {
	sgr := [...]string{tokens.NoteSeverity: "34", tokens.WarningSeverity: "33", tokens.ErrorSeverity: "31"}[s]
	return c.code(sgr, s.String())
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// line writes one line of text made of what is safe already.
func line(w io.Writer, parts ...string) {
	fmt.Fprintln(w, strings.TrimRight(strings.Join(parts, ""), " "))
}
