package cli

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// printable writes out what a terminal would obey rather than show, or what
// nobody would see: a token may hold escape sequences, marks that turn the
// direction of text, and letters without a shape.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.IndexFunc(s, obeyed) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if obeyed(r) {
			b.WriteString(escapeRune(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// printableJSON does so in valid JSON, which means the same afterwards: such
// characters stand in strings only, but for white space.
func printableJSON(data []byte) []byte {
	if !bytes.ContainsFunc(data, obeyedInJSON) {
		return data
	}
	out := make([]byte, 0, len(data)+len(data)/8)
	for _, r := range string(data) {
		if obeyedInJSON(r) {
			out = append(out, escapeRune(r)...)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

func obeyedInJSON(r rune) bool { return obeyed(r) && !strings.ContainsRune("\t\n\r", r) }

// escapeRune is a character as JSON writes it.
func escapeRune(r rune) string {
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// obeyed reports whether a character is no printable one. Some count as printable
// and show nothing: fillers, the blank of Braille, and variation selectors but for
// the two that choose between text and emoji.
func obeyed(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r < ' ' || r == '\x7f'
	case r == '\ufe0e' || r == '\ufe0f':
		return false
	}
	return !unicode.IsPrint(r) || r == '\u2800' || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
