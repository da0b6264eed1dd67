package ui

import (
	"strconv"
	"strings"
	"time"

	"mintmark/tokens"
)

// tableCSV is rows as a spreadsheet reads them from a file, RFC 4180, with a comma
// or a semicolon between cells. There is no token in it. Excel takes a file
// without a byte order mark for one of an old code page; a first line of "sep=;"
// would be a row to all others, and has Excel overlook the mark.
func tableCSV(rows []entry, separator string) string {
	s := table(rows, separator)
	if strings.ContainsFunc(s, func(r rune) bool { return r > '~' }) {
		return "\ufeff" + s
	}
	return s
}

// tableTSV is rows as every spreadsheet reads them from the clipboard.
func tableTSV(rows []entry) string { return table(rows, "\t") }

func table(rows []entry, separator string) string {
	var b strings.Builder
	b.WriteString(strings.ReplaceAll("line,column,verdict,code,reason,identity,kind,grants,expires\r\n", ",", separator))
	for _, e := range rows {
		expires := ""
		if !e.expires.IsZero() {
			expires = e.expires.UTC().Format(time.RFC3339)
		}
		for i, cell := range []string{strconv.Itoa(e.line), strconv.Itoa(e.column), e.word, e.codeText(), e.title, e.holder, e.kind, e.grants, expires} {
			if i > 0 {
				b.WriteString(separator)
			}
			b.WriteString(csvCell(cell))
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// csvCell is a text in a cell. What a spreadsheet would run as a formula gets an
// apostrophe in front, also where it begins a cell only for one that takes
// another separator than was written, and the quotes for text. Source: OWASP, "CSV
// Injection".
func csvCell(s string) string {
	var b strings.Builder
	first := true
	for _, r := range s {
		if first && strings.ContainsRune("=+-@＝＋－＠\t\r", r) {
			b.WriteByte('\'')
		}
		first = strings.ContainsRune(",;|\t\r\n\"'", r)
		b.WriteRune(r)
	}
	s = b.String()
	if strings.ContainsAny(s, "\",;\t\r\n'") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// ndjson is rows in the form of mintmark decode --json --in.
func (m *model) ndjson(rows []entry) string {
	var b []byte
	own := m.own()
	for _, e := range rows {
		t := tokenAt(m.heap.text, m.heap.spans[e.at])
		v := own.verdictOn(t)
		b = tokens.AppendJSON(b, t, &v)
		b = strconv.AppendInt(append(b[:len(b)-1], `,"position":{"line":`...), int64(e.line), 10)
		b = strconv.AppendInt(append(b, `,"column":`...), int64(e.column), 10)
		b = append(b, "}}\n"...)
	}
	return string(b)
}
