package policy

import "strings"

// A glob is a pattern in which * stands for any text, none included, and
// everything else for itself. To match takes time in proportion to the text.
type glob struct {
	text  string
	parts []string // between the stars
}

func newGlob(pattern string) *glob { return &glob{pattern, strings.Split(pattern, "*")} }

func (g *glob) matches(s string) bool {
	last := len(g.parts) - 1
	if last == 0 {
		return s == g.text
	}
	s, ok := strings.CutPrefix(s, g.parts[0])
	if !ok {
		return false
	}
	if s, ok = strings.CutSuffix(s, g.parts[last]); !ok {
		return false
	}
	for _, part := range g.parts[1:last] {
		_, after, found := strings.Cut(s, part) // the first place leaves most to the others
		if !found {
			return false
		}
		s = after
	}
	return true
}
