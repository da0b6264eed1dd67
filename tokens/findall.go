package tokens

import "strings"

// FindAll is [Find] and what stands at the start of lines that begin as a token
// does but hold none: a token that lost its end is not to pass for no token. The
// text may be a piece of a longer one that begins inside a line.
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
			return found // the token is in this line
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
		inside = false
		from += len(line) + 1
	}
	return found
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
