package cli

import (
	"fmt"
	"time"

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
		err = p.print(append(tokens.AppendJSON(nil, t, &v), '\n'))
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
			return appendPlaced(b, t, &v, at), o
		}
		return columns(b, at, t, v.Kind, z, c.word(&v)), o
	}
}

// appendPlaced is the token as JSON, with where it is.
func appendPlaced(b []byte, t *tokens.Token, v *tokens.Verdict, at position) []byte {
	b = tokens.AppendJSON(b, t, v)
	return append(appendPosition(b[:len(b)-1], at), "}\n"...)
}

func kindWord(k tokens.TokenKind) string {
	word, _ := k.MarshalText()
	return string(word)
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
		printFindings(&out, c, t, v.Findings, "", local)
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
