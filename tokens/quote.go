package tokens

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quote is s as a JSON string. Bytes that are no UTF-8 become U+FFFD.
func quote(s string) string { return string(appendQuote(nil, s)) }

// appendText is appendQuote for what must be UTF-8. Nearly every text in a token
// is plain, and looked at once.
func appendText(b []byte, s string) ([]byte, error) {
	for i := range len(s) {
		if plainBytes[s[i]] {
			continue
		}
		if !utf8.ValidString(s[i:]) {
			return nil, errors.New("invalid UTF-8")
		}
		return appendQuote(b, s), nil
	}
	return append(append(append(b, '"'), s...), '"'), nil
}

// appendQuote appends s as a JSON string, in which no more is escaped than must
// be.
func appendQuote(b []byte, s string) []byte {
	b = append(b, '"')
	for s != "" {
		n := 0
		for n < len(s) && plainBytes[s[n]] {
			n++
		}
		b = append(b, s[:n]...)
		if s = s[n:]; s != "" {
			r, n := utf8.DecodeRuneInString(s)
			b = appendRune(b, r)
			s = s[n:]
		}
	}
	return append(b, '"')
}

// escaped are the characters with an escape of their own, and escapes its letter.
const escaped, escapes = "\b\f\n\r\t\"\\", `bfnrt"\`

func appendRune(b []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	if i := strings.IndexRune(escaped, r); i >= 0 {
		return append(b, '\\', escapes[i])
	}
	if r < ' ' {
		return append(b, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
	}
	return utf8.AppendRune(b, r)
}

// unquote is what a JSON string says. Bytes that are no UTF-8, and halves of a
// surrogate pair, become U+FFFD.
func unquote(raw string) string {
	s := raw[1 : len(raw)-1]
	b := make([]byte, 0, len(s))
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if r == '\\' {
			r, n = readEscape(s)
		}
		b = utf8.AppendRune(b, r)
		s = s[n:]
	}
	return string(b)
}

// readEscape is the character that the escape at the start of s stands for, and how
// long that is: half of a surrogate pair where the other half is missing.
func readEscape(s string) (r rune, n int) {
	if s[1] != 'u' {
		if i := strings.IndexByte(escapes, s[1]); i >= 0 {
			return rune(escaped[i]), 2
		}
		return rune(s[1]), 2
	}
	r = hexRune(s[2:6])
	if utf16.IsSurrogate(r) && strings.HasPrefix(s[6:], `\u`) {
		if pair := utf16.DecodeRune(r, hexRune(s[8:12])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return r, 6
}

func hexRune(digits string) rune {
	n, _ := strconv.ParseUint(digits, 16, 16)
	return rune(n)
}

// isUnicode reports whether a JSON document is UTF-8, and its escapes are whole
// characters.
func isUnicode(doc string) bool {
	if !utf8.ValidString(doc) {
		return false
	}
	for {
		i := strings.IndexByte(doc, '\\')
		if i < 0 {
			return true
		}
		r, n := readEscape(doc[i:])
		if utf16.IsSurrogate(r) {
			return false
		}
		doc = doc[i+n:]
	}
}
