package tokens

import "strings"

// longestName bounds what is compared: no name that Twilio knows comes near.
const longestName = 40

// likeGrant is the key of the grant that a name was most likely meant for: by
// its key, or by what Mintmark and people call it; "" for none.
func likeGrant(name string) string {
	var known, keys []string
	for _, k := range kinds {
		key := k.New().Key()
		for _, other := range []string{key, k.Name, k.Title, k.Purpose} {
			known, keys = append(known, other), append(keys, key)
		}
	}
	if i := mostAlike(name, known); i >= 0 {
		return keys[i]
	}
	return ""
}

// likeField is the path of the field, in whatever group, that a name was most
// likely meant for; "" for none.
func likeField(name string, fields []node) string {
	var known, paths []string
	for _, f := range leaves(fields) {
		known, paths = append(known, f.name, f.Path), append(paths, f.Path, f.Path)
	}
	if i := mostAlike(name, known); i >= 0 {
		return paths[i]
	}
	return ""
}

// leaves is every field and every group of a grant.
func leaves(fields []node) []node {
	var all []node
	for _, f := range fields {
		all = append(append(all, f), leaves(f.group)...)
	}
	return all
}

// mostAlike is the index of the name in known that is nearest to name: the same
// but for case and punctuation, a slip or two away, or a part of it; -1 for none.
func mostAlike(name string, known []string) int {
	if len(name) > longestName {
		return -1
	}
	bare, best, least := lettersOf(name), -1, longestName
	for i, other := range known {
		other = lettersOf(other)
		if d := slips(bare, other); d < least && 3*d <= len(other) {
			best, least = i, d
		}
	}
	if best >= 0 {
		return best
	}
	for i, other := range known {
		if other = lettersOf(other); len(other) >= 4 && strings.Contains(bare, other) {
			return i
		}
	}
	return -1
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
