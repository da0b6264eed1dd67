package cli

import (
	"strconv"
	"time"

	"mintmark/tokens"
)

// columns appends the line of one token among many: where it is, what it is,
// whose, until when, and a word about it, with tabs between. A hyphen stands for
// what is not there.
func columns(b []byte, at position, t *tokens.Token, kind tokens.TokenKind, z *time.Location, word string) []byte {
	until := ""
	if end, ok := t.Time("exp"); ok {
		until = end.In(z).Format(time.RFC3339)
	}
	for i, text := range []string{printable(at.String()), kindWord(kind), shorten(t.Holder()), until, word} {
		if i > 0 {
			b = append(b, '\t')
		}
		if text == "" {
			text = "-"
		}
		b = append(b, text...)
	}
	return append(b, '\n')
}

// word is the verdict in one: the first error or warning, or that all is good.
func (c paint) word(v *tokens.Verdict) string {
	if len(v.Findings) == 0 || v.Findings[0].Severity == tokens.NoteSeverity {
		return c.good("good")
	}
	f := &v.Findings[0]
	return c.severity(f.Severity) + " " + f.Rule + " " + firstCode(f.Codes) + " " + printable(f.Found)
}

// appendPosition adds to an object where its token is.
func appendPosition(b []byte, at position) []byte {
	b = append(b, `,"position":{`...)
	if at.File != "" {
		b = append(append(b, `"file":`...), quoteJSON(at.File)...)
	}
	if at.Line == 0 {
		return append(b, '}')
	}
	if at.File != "" {
		b = append(b, ',')
	}
	b = strconv.AppendInt(append(b, `"line":`...), int64(at.Line), 10)
	b = strconv.AppendInt(append(b, `,"column":`...), int64(at.Column), 10)
	return append(b, '}')
}

// manyTokens is what the help of a command says of several tokens.
const manyTokens = `Tokens are found in any text. Where there are several, each gets a line:
position, kind, holder, end and verdict with tabs between, or with --json an
object with its "position". A line that begins as a token does and holds none
counts as a broken one, lines one below the other without a dot as one together,
and so does a file without any among several. The exit code is that of the worst
token, in the order 2, 3, 5, 4, 0.`
