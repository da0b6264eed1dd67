package cli

import (
	"slices"
	"strings"
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
		d := distance(strings.ToLower(word), name)
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

// distance counts the letters to put in, take out, replace or swap with their
// neighbour to make b of a (optimal string alignment).
func distance(a, b string) int {
	var last, row, next []int
	for j := range len(b) + 1 {
		row = append(row, j)
	}
	last, next = make([]int, len(row)), make([]int, len(row))
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			change := row[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			next[j] = min(change, row[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], last[j-2]+1)
			}
		}
		last, row, next = row, next, last
	}
	return row[len(b)]
}
