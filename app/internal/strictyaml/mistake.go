package strictyaml

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// mostShown is how many mistakes an error tells of.
const mostShown = 20

// A Mistake is one thing that is wrong in a document.
type Mistake struct {
	Line int // from 1; 0 for the document as a whole
	Text string
}

// An Error is everything that is wrong with a document.
type Error struct {
	File     string // its name; "" where that is not known
	Mistakes []Mistake
}

// Error is a line for each mistake: "mintmark.yaml:12: want …".
func (e *Error) Error() string {
	var lines []string
	for i, m := range e.Mistakes {
		if i == mostShown {
			lines = append(lines, fmt.Sprintf("and %d more", len(e.Mistakes)-mostShown))
			break
		}
		lines = append(lines, e.place(m.Line)+m.Text)
	}
	return strings.Join(lines, "\n")
}

func (e *Error) place(line int) string {
	switch {
	case e.File == "" && line == 0:
		return ""
	case e.File == "":
		return fmt.Sprintf("line %d: ", line)
	case line == 0:
		return e.File + ": "
	}
	return fmt.Sprintf("%s:%d: ", e.File, line)
}

// A Doc gathers what is wrong with one document. The zero Doc is ready.
type Doc struct{ mistakes []Mistake }

// Fail notes a mistake at a node; nil is the document as a whole.
func (d *Doc) Fail(n *yaml.Node, format string, args ...any) {
	line := 0
	if n != nil {
		line = n.Line
	}
	d.mistakes = append(d.mistakes, Mistake{line, fmt.Sprintf(format, args...)})
}

// Adopt takes the mistakes that another reader of the same document found.
func (d *Doc) Adopt(n *yaml.Node, err error) {
	var e *Error
	if errors.As(err, &e) {
		d.mistakes = append(d.mistakes, e.Mistakes...)
	} else if err != nil {
		d.Fail(n, "%v", err)
	}
}

// Count is how many mistakes there are so far.
func (d *Doc) Count() int { return len(d.mistakes) }

// Err is nil, or an [*Error] with all mistakes in the order of their lines.
func (d *Doc) Err() error {
	if d.Count() == 0 {
		return nil
	}
	slices.SortStableFunc(d.mistakes, func(a, b Mistake) int { return cmp.Compare(a.Line, b.Line) })
	return &Error{Mistakes: slices.Compact(d.mistakes)}
}
