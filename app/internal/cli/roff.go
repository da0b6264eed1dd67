package cli

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"
)

// A roff is a manual page under way.
type roff struct{ bytes.Buffer }

func (r *roff) section(name string) { line(r, ".SH "+name) }

// verbatim keeps line breaks and blanks.
func (r *roff) verbatim(text string) {
	line(r, ".nf")
	for l := range strings.Lines(text) {
		line(r, escaped(strings.TrimSuffix(l, "\n")))
	}
	line(r, ".fi")
}

// paragraphs fills lines, but for paragraphs with an indented line, which are
// lists and samples.
func (r *roff) paragraphs(text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			line(r, ".PP")
		}
		if strings.Contains("\n"+paragraph, "\n ") {
			r.verbatim(paragraph)
			continue
		}
		for l := range strings.Lines(paragraph) {
			line(r, escaped(strings.TrimSuffix(l, "\n")))
		}
	}
}

func (r *roff) flags(heading string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	r.section(heading)
	flags.SortFlags = false
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, help := pflag.UnquoteUsage(f)
		name := `\fB` + escaped("--"+f.Name) + `\fP`
		if f.Shorthand != "" {
			name = `\fB` + escaped("-"+f.Shorthand) + `\fP, ` + name
		}
		line(r, ".TP")
		if value != "" {
			name += ` \fI` + escaped(value) + `\fP`
		}
		line(r, name)
		line(r, escaped(help))
	})
}

// escaped keeps roff from taking text for orders, and names the characters that
// not every roff reads.
func escaped(text string) string {
	var b strings.Builder
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		b.WriteString(`\&`)
	}
	for _, r := range text {
		switch {
		case r == '\\':
			b.WriteString(`\e`)
		case r == '-':
			b.WriteString(`\-`)
		case r >= utf8.RuneSelf:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
