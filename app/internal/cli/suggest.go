package cli

import (
	"slices"
	"strings"

	"mintmark/app/internal/spelling"
)

// nearest is those of names that a person who typed word most likely meant,
// three at most, the nearest first. A name that ends in the word counts too,
// so that room finds video-room.
func nearest(word string, names []string) []string {
	type match struct {
		name     string
		distance int
	}
	var matches []match
	for _, name := range names {
		d := spelling.Distance(strings.ToLower(word), name)
		switch {
		case d <= 1+len(word)/5:
			matches = append(matches, match{name, d})
		case len(word) > 2 && strings.HasSuffix(name, "-"+word):
			matches = append(matches, match{name, len(name)})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return a.distance - b.distance })
	var near []string
	for _, m := range matches[:min(len(matches), 3)] {
		near = append(near, m.name)
	}
	return near
}
