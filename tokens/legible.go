package tokens

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// legible writes out, as JSON escapes, what a screen would obey or leave blank
// rather than show: controls, marks that turn the direction of text, letters
// without a form. A token may be made to look like another one.
func legible(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\ufffd")
	var b strings.Builder
	for _, r := range s {
		switch {
		case !isHidden(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// isPlain is true for what is printable ASCII, as nearly everything is.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// isHidden is true for what does not print, and for letters that print nothing:
// the fillers of Hangul and the blank of Braille among them.
func isHidden(r rune) bool {
	return !unicode.IsPrint(r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || r == '\u2800'
}

// maxPath is how much of a path is shown. The paths of what Twilio knows are
// shorter by far.
const maxPath = 200

// showPath joins the names of a path for a [Place], each clipped and legible.
func showPath(names ...string) string {
	if len(names) == 1 {
		return legible(clip(names[0]))
	}
	var b strings.Builder
	for i, name := range names {
		if b.Len() > maxPath {
			b.WriteString("…")
			break
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(legible(clip(name)))
	}
	return b.String()
}
