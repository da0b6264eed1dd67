package tokens

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Legible writes out, as JSON escapes, what a screen would obey or leave blank
// rather than show: controls, marks that turn the direction of text, letters and
// selectors without a form. A token may be made to look like another one.
//
// The characters of keep stay: with "\t\n\r" a JSON document remains one and
// says the same. Bytes that are not UTF-8 become U+FFFD.
func Legible(s, keep string) string {
	if isPlain(s, keep) || !hides(s, keep) {
		return s
	}
	b := make([]byte, 0, len(s)+len(s)/8)
	before := rune(0)
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		if isHidden(r, before) && !strings.ContainsRune(keep, r) {
			b = escapeUTF16(b, r)
		} else {
			b = utf8.AppendRune(b, r)
		}
		before = r
	}
	return string(b)
}

// legible is [Legible] on one line.
func legible(s string) string { return Legible(s, "") }

// isPlain is true for what is printable ASCII or kept, as nearly everything is.
func isPlain(s, keep string) bool {
	for i := range len(s) {
		if (s[i] < ' ' || s[i] > '~') && strings.IndexByte(keep, s[i]) < 0 {
			return false
		}
	}
	return true
}

// hides reports whether there is anything to write out.
func hides(s, keep string) bool {
	before := rune(0)
	for _, r := range s {
		if r == utf8.RuneError || isHidden(r, before) && !strings.ContainsRune(keep, r) {
			return true
		}
		before = r
	}
	return false
}

// blanks show nothing, though Unicode counts them as letters and symbols: of
// Braille, of music, of Khitan and of Egyptian hieroglyphs.
const blanks = "\u2800\U0001d159\U00016fe4\U00013441\U00013442"

// isHidden is true for what does not print, and for what prints nothing: the
// fillers of Hangul and variation selectors among them. Of these the two that
// choose between text and emoji do something behind a symbol, and only there.
func isHidden(r, before rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r < ' ' || r == '\x7f'
	case r == '\ufe0e' || r == '\ufe0f':
		return !unicode.IsSymbol(before)
	}
	return !unicode.IsPrint(r) || strings.ContainsRune(blanks, r) ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// maxPath is how much of a path is shown. The paths of what Twilio knows are
// shorter by far.
const maxPath = 200

// showPath joins the names of a path for a [Place], each clipped and legible.
func showPath(names ...string) string {
	if len(names) == 1 {
		return legible(clip(names[0]))
	}
	if path := joinShort(names); path != "" {
		return path
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

// joinShort is the path where it is short and plain, as nearly all are; else "".
func joinShort(names []string) string {
	const most = 80
	length := len(names) - 1
	for _, name := range names {
		if length += len(name); length > most || !isPlain(name, "") {
			return ""
		}
	}
	return strings.Join(names, ".")
}
