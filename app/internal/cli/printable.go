package cli

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"mintmark/tokens"
)

// printable writes out what a terminal would obey rather than show, or what
// nobody would see.
func printable(s string) string { return tokens.Legible(s, "") }

// printableJSON does so in JSON, which means the same afterwards: such characters
// stand in strings only, but for white space.
func printableJSON(data []byte) []byte {
	if isPlain(data) {
		return data
	}
	return []byte(tokens.Legible(string(data), whiteSpace))
}

// isPlain is true for printable ASCII and white space, as nearly everything is: that
// needs no copy.
func isPlain(data []byte) bool {
	for _, b := range data {
		if (b < ' ' || b > '~') && strings.IndexByte(whiteSpace, b) < 0 {
			return false
		}
	}
	return true
}

// whiteSpace is what may stand between the parts of JSON, but for the blank.
const whiteSpace = "\t\n\r"

// obeyed reports whether a character on its own is none that shows.
func obeyed(r rune) bool { return printable(string(r)) != string(r) }

// quoteJSON is a string as JSON. Bytes that are no UTF-8 become U+FFFD.
func quoteJSON(s string) []byte {
	quoted, _ := jsontext.AppendQuote(nil, s) // the error tells of such bytes
	return printableJSON(quoted)
}
