package policy

import "strings"

// A glob is a pattern in which * stands for any text, none included, and
// everything else for itself. To match takes time in proportion to the text.
type glob struct {
	text       string
	stars      bool
	head, tail string   // before the first star, after the last
	inner      []string // between stars
}

func newGlob(pattern string) *glob {
	parts := strings.Split(pattern, "*")
	last := len(parts) - 1
	if last == 0 {
		return &glob{text: pattern}
	}
	return &glob{pattern, true, parts[0], parts[last], parts[1:last]}
}

func (g *glob) matches(s string) bool {
	if !g.stars {
		return s == g.text
	}
	s, ok := strings.CutPrefix(s, g.head)
	if !ok {
		return false
	}
	if s, ok = strings.CutSuffix(s, g.tail); !ok {
		return false
	}
	for _, part := range g.inner {
		_, after, found := strings.Cut(s, part) // the first place leaves most to the others
		if !found {
			return false
		}
		s = after
	}
	return true
}
