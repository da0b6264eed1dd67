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
	if isRun(trimmed) {
		if from, ok := tokenIn(trimmed); from == 0 || !ok {
			return // a token, or junk of the same letters
		}
	}
	start, end, more := findRun(trimmed)
	switch joined := withoutSpace(trimmed); {
	case more == 0 && isRun(joined) && looksLikeToken(joined):
		t.Raw = joined
		t.fault("white-space", Place{Segment: "token"}, "there is white space inside it, as if it had been broken over lines")
	case end == 0:
		t.Raw = ""
		t.fault("not-a-token", Place{Segment: "token"}, recognise(trimmed))
	default:
		t.unwrap(trimmed, start, end, more)
	}
}

// unwrap takes the first token out of a text that holds more than it.
func (t *Token) unwrap(text string, start, end, more int) {
	t.Raw = text[start:end]
	t.Offset += start
	if more > 0 {
		t.fault("several", Place{Segment: "token"}, "there is more than one token in the text; this is the first")
	}
	if around := wrapping(text[:start], text[end:]); around != "" {
		t.fault("wrapped", Place{Segment: "token"}, "there is "+around+" around it")
	}
}

// wrapping names what stands around a token.
func wrapping(before, after string) string {
	lead := strings.TrimRight(before, " \t")
	switch {
	case strings.HasSuffix(strings.ToLower(lead), "bearer"):
		return "“Bearer”"
	case strings.HasPrefix(before, "b'") || strings.HasPrefix(before, `b"`):
		return "b'…', the way Python prints bytes,"
	case strings.HasPrefix(before, "{"):
		return "a JSON object"
	case len(before) == 1 && before == after && strings.Contains("\"'`", before):
		return "a pair of quotes"
	case lead == "" && strings.TrimSpace(after) == "":
		return ""
	}
	return "other text"
}

// runBytes are those that may stand in a token, or in one that was encoded
// wrongly.
var runBytes = func() (set [256]bool) {
	for _, c := range []byte(base64URL + ".+/=") {
		set[c] = true
	}
	return set
}()

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

// findRun finds the first stretch that looks like a token, and counts those
// after it.
func findRun(s string) (start, end, more int) {
	for i := 0; i < len(s); i++ {
		n := runEnd(s[i:])
		if from, ok := tokenIn(s[i : i+n]); ok && end == 0 {
			start, end = i+from, i+n
		} else if ok {
			more++
		}
		i += n
	}
	return start, end, more
}

// tokenIn finds the token in a run, at its start or behind access_token= or a
// path.
func tokenIn(run string) (from int, ok bool) {
	if looksLikeToken(run) {
		return 0, true
	}
	from = max(0, strings.Index(run, `eyJ`))
	return from, looksLikeToken(run[from:])
}

// looksLikeToken reports whether a run begins as a JSON object does in
// base64, {" or { and a space or a line break, and has the dots of a token or a
// JWE.
func looksLikeToken(s string) bool {
	if !strings.HasPrefix(s, "ey") && !strings.HasPrefix(s, "ew") {
		return false
	}
	dots := strings.Count(s, ".")
	return dots == 2 || dots == 4
}

func withoutSpace(s string) string {
	return strings.Join(strings.Fields(s), "")
}

// recognise says what a text that is no token looks like.
func recognise(s string) string {
	lower := strings.ToLower(s[:min(len(s), 200)])
	switch {
	case strings.Contains(lower, "<response"):
		return "this is TwiML, the answer to a call, not a token"
	case strings.HasPrefix(lower, "<!doctype html") || strings.HasPrefix(lower, "<html"):
		return "this is an HTML page, perhaps an error page of the server that should answer with a token"
	case strings.HasPrefix(s, "<"):
		return "this is XML, not a token"
	case strings.HasPrefix(s, "{") || strings.HasPrefix(s, "["):
		return "this is JSON without a token in it"
	}
	return "there is no token in this text"
}

// recogniseWord says what a single word that is no token is, "" for none.
func recogniseWord(s string) string {
	switch {
	case NameSID(s) != "":
		return "this is " + NameSID(s) + ", not a token"
	case len(s) == 32 && isLowerHex(s):
		return "this looks like an auth token, which signs requests to Twilio's API; an access token has three parts with dots between"
	}
	return ""
}
