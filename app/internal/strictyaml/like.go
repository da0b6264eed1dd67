package strictyaml

import (
	"strings"

	"mintmark/app/internal/spelling"
)

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
		d := spelling.Distance(typed, known)
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
