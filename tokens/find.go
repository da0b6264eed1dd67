package tokens

import "strings"

// find takes the token out of what was pasted.
func (t *Token) find() {
	trimmed := strings.TrimSpace(t.text)
	t.Offset = strings.Index(t.text, trimmed)
	t.Raw = trimmed
	if trimmed == "" {
		t.fault("empty", Place{Segment: "token"}, "there is nothing in it")
		return
	}
	if tokenLength(trimmed) == len(trimmed) || beginsLikeToken(trimmed) && isRun(trimmed) {
		return
	}
	spans := find(trimmed, 2)
	switch {
	case len(spans) < 2 && t.findSpaced(trimmed, spans):
	case len(spans) > 0:
		t.unwrap(trimmed, spans)
	case t.findCut(trimmed):
	case looksLikeFile(trimmed):
		t.Raw = ""
		t.fault("not-a-token", Place{Segment: "token"}, "this looks like the name of a file, and not like what is in it")
	case isRun(trimmed): // junk of the letters of a token
	default:
		t.Raw = ""
		t.fault("not-a-token", Place{Segment: "token"}, recognise(trimmed))
	}
}

// findSpaced reads a text that would be one token, but for white space; it
// reports whether it is. Line breaks, with the indentation behind them, come
// from a terminal or an e-mail and are taken out. Other white space may stand
// between two things, and is left.
func (t *Token) findSpaced(text string, spans []Span) bool {
	if !beginsLikeToken(text) || len(text) > 2*maxToken || !isRun(withoutSpace(text)) {
		return false
	}
	first := len(spans) == 1 && spans[0].Start == 0
	whole := first && hasWholeSignature(text[:spans[0].End])
	switch joined := joinLines(text); {
	case looksLikeToken(joined) && !whole:
		t.Raw = joined
		t.fault("white-space", Place{Segment: "token"}, "there is white space inside it, as if it had been broken over lines")
	case first:
		t.Raw = text[:spans[0].End]
		t.fault("white-space", Place{Segment: "token"}, "there is white space behind it, and then more text")
	default: // the parts say where
		return looksLikeToken(withoutSpace(text))
	}
	return true
}

// joinLines takes out line breaks and the indentation behind them.
func joinLines(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		lines[i] = strings.TrimLeft(line, " \t")
	}
	return strings.Join(lines, "")
}

// hasWholeSignature reports whether the third part has the length that the
// algorithm of the first asks for.
func hasWholeSignature(token string) bool {
	header, rest, _ := strings.Cut(token, ".")
	want := hmacLength(readHeader(header))
	return want > 0 && len(rest)-strings.LastIndexByte(rest, '.')-1 == want
}

// findCut takes a token that lost its end out of a text without a whole one; it
// reports whether there is one.
func (t *Token) findCut(text string) bool {
	spans := findCut(text, 0, len(text))
	if len(spans) > 0 {
		t.unwrap(text, spans)
	}
	return len(spans) > 0
}

// unwrap takes the first token out of a text that holds more than it.
func (t *Token) unwrap(text string, spans []Span) {
	start, end := spans[0].Start, spans[0].End
	t.Raw = text[start:end]
	t.Offset += start
	if len(spans) > 1 {
		t.fault("several", Place{Segment: "token"}, "there is more than one token in the text; this is the first")
		return
	}
	before, after := text[:start], text[end:]
	if quotes := quoting(before, after); quotes != "" {
		t.fault("quoted", Place{Segment: "token"}, "there is "+quotes+", and an SDK that is given that too refuses it")
	} else if around := wrapping(before, after); around != "" {
		t.fault("wrapped", Place{Segment: "token"}, "there is "+around+" around it")
	}
}

// quoting names what is not shown as a wrapping, but passed on as if it were of
// the token: quotes, and \n and \r as two characters; "" for anything else.
func quoting(before, after string) string {
	const marks = "\"'`\\"
	bytes := strings.HasPrefix(before, "b'") || strings.HasPrefix(before, `b"`)
	lead := before
	if bytes {
		lead = before[1:]
	}
	tail := strings.NewReplacer(`\n`, "", `\r`, "").Replace(after)
	switch {
	case strings.Trim(lead, marks) != "" || strings.Trim(tail, marks) != "":
		return ""
	case bytes:
		return "b'…' around it, the way Python prints bytes"
	case before != "" && after != "":
		return "a pair of quotes around it"
	}
	return quote(before+after) + " beside it"
}

// wrapping names what stands around a token.
func wrapping(before, after string) string {
	lead := strings.TrimRight(before, " \t")
	switch {
	case strings.HasSuffix(strings.ToLower(lead), "bearer"):
		return "“Bearer”"
	case strings.HasPrefix(before, "{"):
		return "a JSON object"
	case lead == "" && strings.TrimSpace(after) == "":
		return ""
	}
	return "other text"
}

// base64Bytes are those of base64url; runBytes are those that may stand in a
// token, or in one that was encoded wrongly.
var base64Bytes, runBytes = setOf(base64URL), setOf(base64URL + ".+/=")

func setOf(chars string) (set [256]bool) {
	for _, c := range []byte(chars) {
		set[c] = true
	}
	return set
}

// runEnd is the length of the run that s begins with.
func runEnd(s string) int {
	for i := range len(s) {
		if !runBytes[s[i]] {
			return i
		}
	}
	return len(s)
}

func isRun(s string) bool { return runEnd(s) == len(s) }

// A Span is where something stands in a text, in bytes.
type Span struct{ Start, End int }

// Find returns where the tokens stand in a text of any size: a log, a HAR file,
// a curl line, a cookie, JSON. What it returns begins as a token does and has
// the dots of one; [Decode] says what it is worth.
func Find(text string) []Span { return find(text, len(text)) }

// find is [Find] for that many tokens at most.
func find(text string, most int) []Span {
	var found []Span
	for i := 0; i < len(text) && len(found) < most; {
		if !firstBytes[text[i]] {
			i++
			continue
		}
		n := 0
		if i == 0 || !isWordByte(text[i-1]) {
			n = tokenLength(text[i:])
		}
		if n > 0 {
			found = append(found, Span{i, i + n})
		}
		i += max(n, 1)
	}
	return found
}

// isWordByte reports whether a token cannot begin behind c: it would be in the
// middle of another word, or of another token.
func isWordByte(c byte) bool { return isBase64URL(c) || c == '.' }

// firstBytes are those that base64 has for a brace and for white space.
var firstBytes = setOf("eICD")

// beginsLikeToken reports whether s begins as a JSON object does in base64: {"
// or { and a space or a line break, or white space and then a brace.
func beginsLikeToken(s string) bool {
	if strings.HasPrefix(s, "ey") || strings.HasPrefix(s, "ew") {
		return true
	}
	return s != "" && firstBytes[s[0]] && beginsWithSpace(s)
}

// beginsWithSpace reports whether a text is JSON's white space in base64, and then
// the brace of an object.
func beginsWithSpace(s string) bool {
	for at := 0; at+4 <= len(s); at += 4 {
		var three [3]byte
		if n, err := looseB64.Decode(three[:], []byte(s[at:at+4])); err != nil || n != 3 {
			return false
		}
		if rest := strings.TrimLeft(string(three[:]), " \t\r\n"); rest != "" {
			return rest[0] == '{'
		}
	}
	return false
}

// tokenLength is how long the token at the start of s is; 0 if there is none. A
// token has three parts, or five if it is encrypted.
func tokenLength(s string) int {
	if !beginsLikeToken(s) {
		return 0
	}
	end, dots := 0, 0
	ends := [maxSegments]int{} // where each part ends
	for {
		for end < len(s) && base64Bytes[s[end]] {
			end++
		}
		end += padding(s[end:])
		ends[dots] = end
		if end == len(s) || s[end] != '.' || dots == maxSegments-1 {
			break
		}
		end++
		dots++
	}
	switch {
	case dots == 4 && ends[4] > ends[3]+1:
		return ends[4]
	case dots == 2, dots == 3 && ends[3] == ends[2]+1: // and the full stop of a sentence
		return ends[2]
	}
	return 0
}

// padding is how much = stands at the start of s, in front of a dot or the end
// of a token: where a token is followed by more text it belongs to that.
func padding(s string) int {
	n := len(s) - len(strings.TrimLeft(s, "="))
	if n > 2 || n < len(s) && isBase64URL(s[n]) {
		return 0
	}
	return n
}

// looksLikeToken reports whether a text as a whole is meant to be a token,
// even if it was encoded wrongly.
func looksLikeToken(s string) bool {
	if !beginsLikeToken(s) || !isRun(s) {
		return false
	}
	dots := strings.Count(s, ".")
	return dots == 2 || dots == 4
}

func withoutSpace(s string) string {
	return strings.Join(strings.Fields(s), "")
}
