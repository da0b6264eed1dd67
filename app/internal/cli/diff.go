package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type diffFlags struct {
	inputFlags
	ignore []string
	exact  bool
	at     moment
	local  zone
}

// diffCmd says what two tokens have in common and what not.
func (p *program) diffCmd() *cobra.Command {
	f := &diffFlags{}
	cmd := &cobra.Command{
		Use:   "diff [token token | -]",
		Short: "Say in what two tokens differ",
		Example: `  mintmark diff eyJ… eyJ…
  mintmark diff --in node.jwt --in python.jwt
  mintmark diff --ignore jti --ignore iat eyJ… eyJ…`,
		Long: `Both may stand in one text, or each in a file. A line for each difference: - for
what only the first has, + for the second, ~ for what both have but not alike, !
for a member that one has twice: readers differ on which counts, so it is malformed.
Tokens that say the same, but are written differently, are the same: the order of
members, white space and escapes do not count, unless --exact is given. Signatures
differ then, and count only where what they sign is the same to the byte. Neither
is verified.

Exit codes: 0 they say the same, 2 one of them is malformed, 5 they differ.

--json prints {"same", "exact", "signature", "differences", "duplicates", "exit_code"}.`,
		RunE: func(cmd *cobra.Command, args []string) error { return p.diff(cmd, args, f) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.ignore, "ignore", nil, "leave out this `claim`, as jti or grants.identity; may be repeated")
	flags.BoolVar(&f.exact, "exact", false, "the same is only what is the same to the byte")
	f.add(cmd)
	flags.Lookup("in").Usage = "read the tokens from this `file`; may be repeated"
	f.at.local = &f.local
	flags.Var(&f.at, "at", "count times from this `time`: now, -1h, +15m, Unix seconds, 2026-01-31T12:00:00Z")
	f.local.add(cmd)
	return cmd
}

func (p *program) diff(cmd *cobra.Command, args []string, f *diffFlags) error {
	pair, err := p.pair(cmd.Context(), args, &f.inputFlags)
	if err != nil {
		return err
	}
	if err := noToken(pair, args); err != nil {
		return err
	}
	d := compare(pair[0], pair[1], f)
	if p.json {
		err = p.printJSON(d)
	} else {
		err = p.print(d.text(f.at.from(p.now()), f.local.loc, p.paint()))
	}
	if err != nil {
		return err
	}
	return exit(d.ExitCode)
}

// pair is the two tokens, out of two arguments, two files or one text.
func (p *program) pair(ctx context.Context, args []string, in *inputFlags) (pair []*tokens.Token, err error) {
	f, _, err := p.feed(args, in)
	if err != nil {
		return nil, err
	}
	texts, err := interruptible(ctx, func() ([]string, error) { return f.texts(args) })
	if err != nil {
		return nil, err
	}
	for _, text := range texts {
		pair = append(pair, tokens.Decode(text))
	}
	if len(pair) != 2 {
		return nil, usage("mintmark diff TOKEN TOKEN", "want two tokens, got %d", len(pair))
	}
	return pair, nil
}

// noToken is for what cannot be compared: it is no token at all.
func noToken(pair []*tokens.Token, args []string) error {
	for i, name := range []string{"first", "second"} {
		t := pair[i]
		if t.Kind() != tokens.NoKind || t.Header.Value != nil || t.Payload.Value != nil {
			continue
		}
		found := tokens.Diagnose(t, tokens.Options{}).Findings[0].Found
		return &failure{exitMalformed, fmt.Errorf("the %s is no token: %s", name, found), filesHint(args)}
	}
	return nil
}

// filesHint is for those who give the names of files in place of tokens.
func filesHint(args []string) string {
	for _, arg := range args {
		if fileHint("diff", []string{arg}) == "" {
			return ""
		}
	}
	if len(args) != 2 {
		return ""
	}
	return "these are files: mintmark diff --in " + args[0] + " --in " + args[1]
}

// texts is the two arguments as they are, broken or not, or else the tokens
// that are in the input.
func (f *feed) texts(args []string) (texts []string, err error) {
	if len(args) == 2 {
		return args, nil
	}
	for before := 0; len(texts) < 3; {
		p, err := f.next()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		for _, s := range tokens.FindAll(p.text, p.Column > 1) {
			texts = append(texts, p.text[s.Start:s.End])
		}
		switch {
		case p.last && p.File != "" && len(texts) == before:
			return nil, &failure{exitMalformed, fmt.Errorf("there is no token in %s", p.File), ""}
		case p.last:
			before = len(texts)
		}
	}
	return texts, nil
}
