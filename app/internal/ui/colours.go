package ui

import (
	"errors"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"mintmark/tokens"
)

// mostPieces is how many stretches of one JSON text are coloured: each is an
// element, and a token of nothing but brackets has thousands.
const mostPieces = 1500

// jsonPieces cuts a JSON text into its colours: of the class "k" for a name,
// "t" for a text, "n" for a number, "l" for true, false and null, and "" for
// what is between. Where it stops being JSON is a fault, and so is what stands
// in one of the flaws. It is nil for a text that is too long.
func jsonPieces(text string, flaws []stretch) []piece {
	if len(text) > mostColoured {
		return nil
	}
	stop := len(text) + 1
	var syntax *tokens.SyntaxError
	if _, err := tokens.ParseJSON(text); errors.As(err, &syntax) {
		stop = min(syntax.Offset, len(text))
	}
	var list []piece
	for at := 0; at < len(text); {
		class, n := jsonPiece(text[at:])
		p := piece{class: class, text: text[at : at+n], fault: class != "" && within(flaws, at)}
		list = append(list, faulty(p, stop-at)...)
		at += n
		if len(list) > mostPieces {
			return nil
		}
	}
	if stop == len(text) { // it ends too early: there is nothing to mark but room
		list = append(list, piece{fault: true, text: "\u00a0"})
	}
	return list
}

// A stretch is a part of a text, by the byte.
type stretch struct{ start, end int }

func within(list []stretch, at int) bool {
	return slices.ContainsFunc(list, func(s stretch) bool { return at >= s.start && at < s.end })
}

// flaws are the members of a segment that something is wrong with, in the text
// of its JSON field. Of one that holds others it is the name.
func (m *model) flaws(segment, text string) (list []stretch) {
	var doc *tokens.Value
	for _, f := range m.verdict.Findings[:min(len(m.verdict.Findings), mostRows)] {
		if f.Place.Segment != segment || f.Severity == tokens.NoteSeverity {
			continue
		}
		if doc == nil {
			var err error
			if doc, err = tokens.ParseJSON(text); err != nil {
				return nil
			}
		}
		if at := memberAt(doc, f.Place.Path); at != nil {
			end := at.Value.End
			if at.Value.Is(tokens.ObjectValue) || at.Value.Is(tokens.ArrayValue) {
				end = at.Value.Start
			}
			list = append(list, stretch{at.Start, end})
		}
	}
	return list
}

// faulty is a piece with the character at an offset marked, where that is in it.
func faulty(p piece, at int) []piece {
	if at < 0 || at >= len(p.text) {
		return []piece{p}
	}
	_, n := utf8.DecodeRuneInString(p.text[at:])
	list := appendPiece(nil, piece{class: p.class, text: p.text[:at]})
	list = append(list, piece{class: p.class, fault: true, text: p.text[at : at+n]})
	return appendPiece(list, piece{class: p.class, text: p.text[at+n:]})
}

// jsonPiece is the class and the length of what a text begins with.
func jsonPiece(text string) (class string, n int) {
	switch c := text[0]; {
	case c == '"':
		n = stringLen(text)
		if strings.HasPrefix(strings.TrimLeft(text[n:], " \t\r\n"), ":") {
			return "k", n
		}
		return "t", n
	case c == '-' || c >= '0' && c <= '9':
		return "n", runOf(text, "+-.0123456789eE")
	case c >= 'a' && c <= 'z':
		return "l", runOf(text, "abcdefghijklmnopqrstuvwxyz")
	}
	n = strings.IndexAny(text[1:], `"-0123456789abcdefghijklmnopqrstuvwxyz`) + 1
	if n == 0 {
		n = len(text)
	}
	return "", n
}

// stringLen is how long a string is, with its quotes. One that is not closed
// ends with its line.
func stringLen(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		case '\n':
			return i
		}
	}
	return len(text)
}

// runOf is how many of the first characters are of a set.
func runOf(text, set string) int {
	return len(text) - len(strings.TrimLeft(text, set))
}

// drawPieces is the mirror of a field as HTML: one value to hold against the
// last, where elements would be a thousand. The line break behind the tag is
// not shown; a last one in the text needs something after it to be as high as
// in the field.
func drawPieces(list []piece) string {
	var b strings.Builder
	b.WriteString("<pre class=\"input mono json mirror\" aria-hidden=\"true\">\n")
	for _, p := range list {
		tag := "span"
		if p.fault {
			tag = "mark"
		}
		b.WriteString("<" + tag + ` class="` + p.class + `">` + html.EscapeString(p.text) + "</" + tag + ">")
	}
	b.WriteString("\u200b</pre>")
	return b.String()
}
