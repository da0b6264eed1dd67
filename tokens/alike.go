package tokens

import (
	"strings"
	"sync"
)

// longestName bounds what is compared: no name that Twilio knows comes near.
const longestName = 40

// An alias is a name that somebody may have meant, and what to write for it.
type alias struct{ letters, meant string }

// likeGrant is the key of the grant that a name was most likely meant for: by
// its key, or by what Mintmark and people call it; "" for none.
func likeGrant(name string) string { return mostAlike(name, grantAliases()) }

var grantAliases = sync.OnceValue(func() (all []alias) {
	for _, k := range kinds {
		key := k.New().Key()
		for _, name := range []string{key, k.Name, k.Title, k.Purpose} {
			all = append(all, alias{lettersOf(name), key})
		}
	}
	return all
})

// likeField is the path of the field of a grant, in whatever group, that a name
// was most likely meant for; "" for none.
func likeField(grant, name string) string { return mostAlike(name, fieldAliases()[grant]) }

// fieldAliases is every field of every grant, by its name and by its path.
var fieldAliases = sync.OnceValue(func() map[string][]alias {
	all := make(map[string][]alias, len(kinds))
	for _, k := range kinds {
		g := k.New()
		all[g.Key()] = appendAliases(nil, nodesFor(g))
	}
	return all
})

func appendAliases(all []alias, fields []node) []alias {
	for _, f := range fields {
		all = append(all, alias{lettersOf(f.name), f.Path}, alias{lettersOf(f.Path), f.Path})
		all = appendAliases(all, f.group)
	}
	return all
}

// mostAlike is what was meant by the alias that is nearest to a name: the same
// but for case and punctuation, a slip or two away, or a part of it; "" for none.
func mostAlike(name string, known []alias) string {
	if len(name) > longestName {
		return ""
	}
	letters, best, least := lettersOf(name), "", longestName
	for _, a := range known {
		apart := max(len(letters)-len(a.letters), len(a.letters)-len(letters))
		if apart >= least || 3*apart > len(a.letters) {
			continue
		}
		if d := slips(letters, a.letters); d < least && 3*d <= len(a.letters) {
			best, least = a.meant, d
		}
	}
	if best != "" {
		return best
	}
	for _, a := range known {
		if len(a.letters) >= 4 && strings.Contains(letters, a.letters) {
			return a.meant
		}
	}
	return ""
}

var punctuation = strings.NewReplacer("_", "", "-", "", ".", "", " ", "")

// lettersOf takes out what people write differently: serviceSid, Service_SID and
// service-sid are one.
func lettersOf(name string) string { return punctuation.Replace(strings.ToLower(name)) }

// slips is how many letters must be added, left out, changed or swapped with
// their neighbour to make b of a.
func slips(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
