package cli

import (
	"bytes"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// decodeCmd prints what a token says. It verifies nothing, and says so.
func (p *program) decodeCmd() *cobra.Command {
	var judge judgeFlags
	local := zone{loc: time.Local}
	cmd := &cobra.Command{
		Use:   "decode [token | -]",
		Short: "Print what is in a token, without verifying it",
		Example: `  mintmark decode eyJ…
  pbpaste | mintmark decode --tz Europe/Berlin
  mintmark decode --json eyJ… | jq .payload.grants`,
		Long: `The token may have white space, quotes, "Bearer" or JSON around it. What can be
read of a broken one is printed too, and the exit code is 2. An expired token
reads as well as any, with exit code 0; mintmark check judges it.

--json prints {"header", "payload", "signature", "findings", "kind", "verdict"}:
header and payload exactly as they stand in the token, null where unreadable.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.decode(cmd, args, &judge, local.loc)
		},
	}
	judge.add(cmd)
	cmd.Flags().Var(&local, "tz", "show times in this `zone` too: Europe/Berlin")
	cmd.Flags().Lookup("tz").DefValue = ""
	return cmd
}

func (p *program) decode(cmd *cobra.Command, args []string, judge *judgeFlags, local *time.Location) error {
	options, err := p.options(judge, tokens.Key{})
	if err != nil {
		return err
	}
	text, err := p.readToken(cmd.Context(), args)
	if err != nil {
		return err
	}
	t := tokens.Decode(text)
	v := tokens.Diagnose(t, options)
	if p.json {
		err = p.print(decodedJSON(t, &v))
	} else {
		err = p.print(decodedText(t, &v, options.At, local, p.paint()))
	}
	if err != nil || !isMalformed(&v) {
		return err
	}
	p.hint(fileHint(cmd.Name(), args))
	return exit(exitMalformed)
}

// decodedJSON is written by hand: a marshaller would bring header and payload
// into a form of its own.
func decodedJSON(t *tokens.Token, v *tokens.Verdict) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"header":%s,"payload":%s,`, rawJSON(&t.Header), rawJSON(&t.Payload))
	rest, _ := marshal(struct {
		Signature string           `json:"signature"`
		Findings  []tokens.Finding `json:"findings"`
		Kind      string           `json:"kind"`
		Verdict   decodedVerdict   `json:"verdict"`
	}{t.Signature.Encoded, v.Findings, kindWord(v.Kind), decodedVerdict{v.Refused, v.Headline, v.Detail}})
	b.Write(rest[1:])
	b.WriteByte('\n')
	return b.Bytes()
}

type decodedVerdict struct {
	Refused  bool   `json:"refused"`
	Headline string `json:"headline"`
	Detail   string `json:"detail"`
}

func kindWord(k tokens.TokenKind) string {
	word, _ := k.MarshalText()
	return string(word)
}

// rawJSON is the segment as it is written, null where it is no JSON. Bytes that
// are no UTF-8 become U+FFFD, for JSON cannot hold them.
func rawJSON(s *tokens.Segment) []byte {
	if s.JSON == nil || !isJSON(s) {
		return []byte("null")
	}
	return bytes.ToValidUTF8(bytes.TrimSpace(s.Data), []byte("\ufffd"))
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
		printFindings(&out, c, v.Findings)
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
	if s.JSON != nil {
		t.value(s.JSON, 0)
		line(t)
		return
	}
	line(t, printable(string(s.Data[:min(len(s.Data), maxJunk)])))
	if more := len(s.Data) - maxJunk; more > 0 {
		line(t, t.faint(fmt.Sprintf("… and %d bytes more", more)))
	}
}
