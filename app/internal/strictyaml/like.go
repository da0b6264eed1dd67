package strictyaml

import "strings"

// Like is the name that was most likely meant, "" for none: the same but for
// case and signs, or a slip or two away.
func Like(name string, names []string) string {
	const longest = 64
	best, least := "", 0
	typed := letters(name)
	if len(typed) > longest || typed == "" {
		return ""
	}
	for _, n := range names {
		known := letters(n)
		d := distance(typed, known)
		if len(known) > longest || d > max(1, len(known)/3) {
			continue
		}
		if best == "" || d < least {
			best, least = n, d
		}
	}
	return best
}

// letters leaves out what people write this way and that.
func letters(name string) string {
	return strings.NewReplacer("_", "", "-", "", ".", "", " ", "").Replace(strings.ToLower(name))
}

// distance counts the letters to put in, take out, replace or swap with their
// neighbour to make b of a (optimal string alignment).
func distance(a, b string) int {
	last, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
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
		last, row = row, next
	}
	return row[len(b)]
}
