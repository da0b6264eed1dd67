package cli

import (
	"bytes"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type decodeFlags struct {
	judgeFlags
	inputFlags
	part decodePart
}

// decodeCmd prints what a token says. It verifies nothing, and says so.
func (p *program) decodeCmd() *cobra.Command {
	var f decodeFlags
	cmd := &cobra.Command{
		Use:   "decode [token | -]",
		Short: "Print what is in a token, without verifying it",
		Example: `  mintmark decode eyJ…
  pbpaste | mintmark decode --tz Europe/Berlin
  mintmark decode --payload eyJ… | jq .grants
  mintmark decode --json eyJ… | jq .findings
  mintmark decode --in server.log            every token in a file, a line for each`,
		Long: `The token may have white space, quotes, "Bearer" or JSON around it. What can be
read of a broken one is printed too, and the exit code is 2. An expired token
reads as well as any, with exit code 0; mintmark check judges it.

--json prints {"header", "payload", "signature", "findings", "kind", "verdict"}:
header and payload as they stand in the token, numbers to the last digit, on one
line; null where unreadable. What a terminal would obey is written as \u0000.
--payload and --header print that part alone in the same way, and judge nothing.

` + manyTokens,
		RunE: func(cmd *cobra.Command, args []string) error { return p.decode(cmd, args, &f) },
	}
	f.inputFlags.add(cmd)
	f.judgeFlags.add(cmd)
	f.part.add(cmd)
	return cmd
}

func (p *program) decode(cmd *cobra.Command, args []string, f *decodeFlags) error {
	options, err := p.options(&f.judgeFlags)
	if err != nil {
		return err
	}
	in, err := p.input(cmd.Context(), args, &f.inputFlags)
	if err != nil {
		return err
	}
	say := p.decodeRow(options, f.local.loc)
	if f.part.alone() {
		say = f.part.row
	}
	if in.many != nil {
		return p.eachToken(cmd.Context(), in, say)
	}
	t := tokens.Decode(in.text)
	if f.part.alone() {
		return p.deliverRow(f.part.row(nil, t, position{}))
	}
	v := tokens.Diagnose(t, options)
	if p.json {
		err = p.print(append(appendDecoded(nil, t, &v), "}\n"...))
	} else {
		err = p.print(decodedText(t, &v, options.At, f.local.loc, p.paint()))
	}
	if err != nil || !isMalformed(&v) {
		return err
	}
	p.hint(fileHint(cmd.Name(), args))
	return exit(exitMalformed)
}

// decodeRow is for one token among many.
func (p *program) decodeRow(options tokens.Options, z *time.Location) sayer {
	c := p.paint()
	return func(b []byte, t *tokens.Token, at position) ([]byte, outcome) {
		v := tokens.Diagnose(t, options)
		var o outcome
		if isMalformed(&v) {
			o.code = exitMalformed
		}
		if p.json {
			return append(appendPosition(appendDecoded(b, t, &v), at), "}\n"...), o
		}
		return columns(b, at, t, v.Kind, z, c.word(&v)), o
	}
}

// appendDecoded writes the token as JSON, but for the last brace. It is written
// by hand: a marshaller would bring header and payload into a form of its own.
func appendDecoded(b []byte, t *tokens.Token, v *tokens.Verdict) []byte {
	b = append(append(b, `{"header":`...), rawJSON(&t.Header)...)
	b = append(append(b, `,"payload":`...), rawJSON(&t.Payload)...)
	b = appendQuote(append(b, `,"signature":`...), t.Signature.Encoded)
	b = appendFindings(append(b, `,"findings":`...), v.Findings)
	b = append(append(b, `,"kind":"`...), kindWord(v.Kind)...)
	b = strconv.AppendBool(append(b, `","verdict":{"refused":`...), v.Refused)
	b = appendQuote(append(b, `,"headline":`...), v.Headline)
	b = appendQuote(append(b, `,"detail":`...), v.Detail)
	return append(b, '}')
}

func kindWord(k tokens.TokenKind) string {
	word, _ := k.MarshalText()
	return string(word)
}

// rawJSON is the segment as it is written, on one line, null where it is no
// JSON. Bytes that are no UTF-8 become U+FFFD, for JSON cannot hold them.
func rawJSON(s *tokens.Segment) []byte {
	if s.Value == nil || !isJSON(s) {
		return []byte("null")
	}
	data := bytes.TrimSpace(s.Data)
	if !utf8.Valid(data) {
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	if bytes.ContainsAny(data, "\n\r") { // only between values
		data = bytes.Map(func(r rune) rune {
			if r == '\n' || r == '\r' {
				return ' '
			}
			return r
		}, data)
	}
	return printableJSON(data)
}

func isJSON(s *tokens.Segment) bool {
	for _, f := range s.Faults {
		if f.Rule == "json" {
			return false
		}
	}
	return true
}

// decodedText is the answer first, then the token as it is written, then what
// it says in words, then what there is to say about it.
func decodedText(t *tokens.Token, v *tokens.Verdict, now time.Time, local *time.Location, c paint) []byte {
	out := tree{paint: c}
	headline := out.bad
	if !v.Refused {
		headline = out.good
	}
	line(&out, headline(printable(v.Headline)))
	out.segment(&t.Header)
	out.segment(&t.Payload)
	if v.Kind != tokens.NoKind {
		out.facts(factsOf(t, v, now, local))
	}
	if len(v.Findings) > 0 {
		line(&out, "\n", out.bold("findings"))
		printFindings(&out, c, t, v.Findings, local)
	}
	return out.Bytes()
}

// maxJunk is how much is shown of a segment that is no JSON.
const maxJunk = 1000

// segment writes header or payload, as much of it as could be read.
func (t *tree) segment(s *tokens.Segment) {
	if len(s.Data) == 0 {
		return
	}
	line(t, "\n", t.bold(s.Name))
	if s.Value != nil {
		t.value(s.Value, 0)
		line(t)
		return
	}
	line(t, printable(string(s.Data[:min(len(s.Data), maxJunk)])))
	if more := len(s.Data) - maxJunk; more > 0 {
		line(t, t.faint(fmt.Sprintf("… and %d bytes more", more)))
	}
}
