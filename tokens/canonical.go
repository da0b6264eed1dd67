package tokens

import (
	"slices"
	"strings"
)

// canonicalPath is a path in the one spelling that Twilio hashes: no dots, no
// empty segments, and every character that RFC 3986 does not leave alone as an
// escape in capitals. An escaped slash becomes a slash, as in the Java helper.
func canonicalPath(path string) string { return respell(cleanPath(path), "/", false) }

// cleanPath takes out what is redundant: a//b, a/./b and a/x/../b are a/b. The
// slash at the end stays.
func cleanPath(path string) string {
	var kept []string
	last := ""
	for segment := range strings.SplitSeq(path, "/") {
		last = segment
		switch segment {
		case "", ".":
		case "..":
			kept = kept[:max(0, len(kept)-1)]
		default:
			kept = append(kept, segment)
		}
	}
	clean := "/" + strings.Join(kept, "/")
	if len(kept) > 0 && (last == "" || last == "." || last == "..") {
		clean += "/"
	}
	return clean
}

// canonicalQuery is a query string in the one spelling that Twilio hashes:
// respelled like the path, a name without a value with its =, sorted by name and
// value together. Twilio's text sorts before it encodes; the Java helper, which
// Twilio names as the one that does all this, sorts afterwards. They differ
// about a few characters such as ~ alone.
func canonicalQuery(query string) string {
	pairs := respellPairs(query, "")
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

// respellPairs is the name=value pairs of a query, each respelled. An empty
// pair says nothing and is left out.
func respellPairs(query, plain string) []string {
	var pairs []string
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		pairs = append(pairs, respell(name, plain, true)+"="+respell(value, plain, true))
	}
	return pairs
}

// respell reads the escapes of s and writes them anew, so that every text has
// one spelling: what RFC 3986 calls unreserved, and the bytes of plain, stand for
// themselves, all else is %XX. In a form a + is a blank. A stray % stands for
// itself.
func respell(s, plain string, form bool) string {
	const digits = "0123456789ABCDEF"
	b := make([]byte, 0, len(s)+len(s)/4)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1:i+3]):
			c = hexDigit(s[i+1])<<4 | hexDigit(s[i+2])
			i += 2
		case c == '+' && form:
			c = ' '
		}
		if isUnreserved(c) || strings.IndexByte(plain, c) >= 0 {
			b = append(b, c)
		} else {
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(b)
}

func hexDigit(c byte) byte {
	if c >= 'A' {
		return c&^0x20 - 'A' + 10
	}
	return c - '0'
}

// isUnreserved is the rule of RFC 3986, section 2.3.
func isUnreserved(c byte) bool { return isBase64URL(c) || c == '.' || c == '~' }
