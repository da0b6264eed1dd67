package ui

import (
	"sort"
	"strings"
	"unicode"

	"mintmark/tokens"
)

// A piece is a stretch of the token field in one colour: of the class "h",
// "p" or "s" for a segment, "" for what is none.
type piece struct {
	class string
	fault bool // it is what is wrong
	text  string
}

// pieces cuts the text of the token field into its colours. White space that
// was taken out of the token for reading stays in the piece it stands in.
func (m *model) pieces() []piece {
	t := m.doc.token
	cuts := []int{0, len(t.Raw)}
	for _, s := range []tokens.Segment{t.Header, t.Payload, t.Signature} {
		if s.Encoded != "" {
			cuts = append(cuts, s.Start, s.Start+len(s.Encoded))
		}
	}
	faults := m.faults()
	for _, f := range faults {
		cuts = append(cuts, f.Start, f.End)
	}
	sort.Ints(cuts)
	return m.cut(cuts, faults)
}

// faults is where in the token something is wrong, where that is narrower
// than all of it.
func (m *model) faults() []tokens.Place {
	var places []tokens.Place
	for _, f := range m.verdict.Findings {
		p := f.Place
		if p.Segment == "token" && p.Start < p.End && p.End <= len(m.doc.token.Raw) && (p.Start > 0 || p.End < len(m.doc.token.Raw)) {
			places = append(places, p)
		}
	}
	return places
}

func (m *model) cut(cuts []int, faults []tokens.Place) []piece {
	t, text := m.doc.token, m.doc.text
	at := textOffsets(text, t, cuts)
	list := appendPiece(nil, piece{text: text[:at[0]]})
	for i := range len(cuts) - 1 {
		from := cuts[i]
		list = appendPiece(list, piece{class: classAt(t, from), fault: isFault(faults, from), text: text[at[i]:at[i+1]]})
	}
	return appendPiece(list, piece{text: text[at[len(at)-1]:]})
}

func appendPiece(list []piece, p piece) []piece {
	if p.text == "" {
		return list
	}
	return append(list, p)
}

func classAt(t *tokens.Token, at int) string {
	for _, s := range []tokens.Segment{t.Header, t.Payload, t.Signature} {
		if at >= s.Start && at < s.Start+len(s.Encoded) {
			return s.Name[:1]
		}
	}
	return ""
}

func isFault(faults []tokens.Place, at int) bool {
	for _, f := range faults {
		if at >= f.Start && at < f.End {
			return true
		}
	}
	return false
}

// textOffsets is where offsets into the token, in rising order, stand in the
// text around it.
func textOffsets(text string, t *tokens.Token, cuts []int) []int {
	at := make([]int, len(cuts))
	if strings.HasPrefix(text[t.Offset:], t.Raw) {
		for i, c := range cuts {
			at[i] = t.Offset + c
		}
		return at
	}
	i, raw := 0, 0
	for offset, r := range text[t.Offset:] {
		if unicode.IsSpace(r) {
			continue
		}
		for i < len(cuts) && cuts[i] <= raw {
			at[i] = t.Offset + offset
			i++
		}
		raw += len(string(r))
	}
	for ; i < len(cuts); i++ {
		at[i] = len(text)
	}
	return at
}
