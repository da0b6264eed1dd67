package tokens

import "strings"

// FindAll is [Find] and the tokens that lost their end, which are not to pass for
// none: anywhere a whole header and the beginning of a payload, at the start of a
// line the beginning of a header. The text may be a piece of a longer one that
// begins inside a line.
func FindAll(text string, insideLine bool) []Span {
	var all []Span
	end := 0
	for _, s := range append(Find(text), Span{Start: len(text)}) {
		all = append(all, findBroken(text, end, s.Start, insideLine || end > 0)...)
		if s.End > 0 {
			all = append(all, s)
		}
		end = s.End
	}
	return all
}

// findBroken looks for such lines between two tokens; where it begins inside a
// line, the rest of that is passed over. Of lines one below the other with a
// header alone the first stands for all: there may be millions of them, and the
// answer to one is much longer than it.
func findBroken(text string, from, to int, inside bool) (found []Span) {
	bare := false // the line above was a header alone
	for from < to {
		line, _, _ := strings.Cut(text[from:], "\n")
		if from+len(line) > to {
			return append(found, findCut(text, from, to)...) // the token is in this line
		}
		word := ""
		if !inside && beginsLikeHeader(line) {
			word = strings.Fields(line)[0]
		}
		above := bare
		bare = word != "" && !strings.Contains(word, ".")
		if word != "" && (!bare || !above) {
			found = append(found, Span{Start: from, End: from + len(word)})
		}
		found = append(found, findCut(text, from+len(word), from+len(line))...)
		inside = false
		from += len(line) + 1
	}
	return found
}

// findCut looks for tokens that lost their end where there is no whole one.
func findCut(text string, from, to int) (found []Span) {
	const brace = "eyJ" // {" in base64
	for {
		i := strings.Index(text[from:to], brace)
		if i < 0 {
			return found
		}
		from += i
		n := 0
		if from == 0 || !isWordByte(text[from-1]) {
			n = cutLength(text[from:to])
		}
		if n > 0 {
			found = append(found, Span{from, from + n})
		}
		from += max(n, len(brace))
	}
}

// cutLength is how long the token without its end is at the start of s; 0 if there
// is none.
func cutLength(s string) int {
	end := 0
	for end < len(s) && isBase64URL(s[end]) {
		end++
	}
	if end == len(s) || s[end] != '.' || !beginsLikeToken(s[end+1:]) || !namesAlgorithm(s[:end]) {
		return 0
	}
	for end < len(s) && isWordByte(s[end]) {
		end++
	}
	return len(strings.TrimRight(s[:end], "."))
}

// namesAlgorithm tells a header from what else is JSON in base64: session cookies
// are, with dots in them too.
func namesAlgorithm(header string) bool {
	const most = 512 // letters that are looked at
	var room [most]byte
	n, _ := looseB64.Decode(room[:], []byte(header[:min(len(header), most)]))
	return strings.Contains(string(room[:n]), `"alg"`)
}

// minHeader and maxHeader are how many letters of a line are looked at. With
// fewer a header names no algorithm.
const minHeader, maxHeader = 16, 64

// beginsLikeHeader reports whether a line begins as the header of a token does: in
// base64url with an object, which may have white space in front and inside.
func beginsLikeHeader(line string) bool {
	if line == "" || strings.IndexByte("eICD", line[0]) < 0 { // what a brace and white space begin with
		return false
	}
	var room [maxHeader]byte
	n, _ := looseB64.Decode(room[:], []byte(line[:min(len(line), maxHeader)])) // up to what is none of its letters
	if n < looseB64.DecodedLen(minHeader) {
		return false
	}
	const space = " \t\r\n"
	inside, ok := strings.CutPrefix(strings.TrimLeft(string(room[:n]), space), "{")
	inside = strings.TrimLeft(inside, space)
	return ok && (inside == "" || inside[0] == '"')
}
