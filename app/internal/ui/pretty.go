package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf16"

	"mintmark/tokens"
)

// pretty is what the field for header or payload shows: what is being typed,
// or else the JSON over lines, or bytes that are no JSON as they are.
func (m *model) pretty(segment string) string {
	if d, ok := m.doc.drafts[segment]; ok {
		return d.text
	}
	s := m.segment(segment)
	var b bytes.Buffer
	if hasFault(s, "json") || json.Indent(&b, s.Data, "", "  ") != nil || b.Len() > mostAir*len(s.Data)+1024 {
		return string(s.Data)
	}
	return b.String()
}

// mostAir is how many times its length JSON may take over lines. Where it is
// more, it was written to fill the page.
const mostAir = 2

func hasFault(s *tokens.Segment, rule string) bool {
	return slices.ContainsFunc(s.Faults, func(f tokens.Fault) bool { return f.Rule == rule })
}

func (m *model) segment(name string) *tokens.Segment {
	if name == "header" {
		return &m.doc.token.Header
	}
	return &m.doc.token.Payload
}

// jsonTrouble is what is wrong with the JSON of a segment; "" for nothing.
func (m *model) jsonTrouble(segment string) string {
	if d := m.doc.drafts[segment]; d.err != "" {
		return d.err
	}
	s := m.segment(segment)
	var syntax *tokens.SyntaxError
	if _, err := tokens.ParseJSON(string(s.Data)); errors.As(err, &syntax) && s.Encoded != "" {
		return lineAndColumn(string(s.Data), syntax)
	}
	for _, f := range s.Faults {
		return capital(f.Found) + "."
	}
	return ""
}

// locate is where in the text of the JSON field a place stands, as a browser
// counts: in UTF-16 units. The path leads as far as there are members.
func (m *model) locate(p tokens.Place) (start, end int) {
	text := m.pretty(p.Segment)
	if p.Path == "" {
		return utf16Len(text, p.Start), utf16Len(text, p.End)
	}
	doc, err := tokens.ParseJSON(text)
	if err != nil {
		return 0, 0
	}
	at := memberAt(doc, p.Path)
	if at == nil {
		return 0, 0
	}
	return utf16Len(text, at.Start), utf16Len(text, at.Value.End)
}

// memberAt is the member that a path leads to, as far as there are members;
// nil for none.
func memberAt(doc *tokens.Value, path string) (at *tokens.Member) {
	for _, name := range strings.Split(path, ".") {
		next := lastMember(doc, name)
		if next == nil {
			break
		}
		at, doc = next, &next.Value
	}
	return at
}

func lastMember(v *tokens.Value, name string) *tokens.Member {
	for i := len(v.Members) - 1; i >= 0; i-- {
		if v.Members[i].Name == name {
			return &v.Members[i]
		}
	}
	return nil
}

// utf16Len is how many UTF-16 units the first bytes of a text are.
func utf16Len(text string, bytes int) int {
	n := 0
	for _, r := range text[:min(bytes, len(text))] {
		n += utf16.RuneLen(r)
	}
	return n
}
