package cli

import (
	"cmp"
	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type checkFlags struct {
	judgeFlags
	inputFlags
	keyFlags
	requestFlags
	list, signed bool
	kind         string
	may          []string
}

// checkCmd gives the verdict.
func (p *program) checkCmd() *cobra.Command {
	f := checkFlags{kind: "access"}
	cmd := &cobra.Command{
		Use:   "check [token | -]",
		Short: "Say whether Twilio will take a token, and why not",
		Example: `  mintmark check eyJ…
  curl -s localhost:3000/token | mintmark check
  mintmark check --at -1h eyJ…               would it have been fine an hour ago?
  mintmark check --in server.log             every token in a file, a line for each
  mintmark check --kind any eyJ…             a capability token, by its own rules
  mintmark check --may 'POST https://taskrouter.twilio.com/v1/Workspaces/WS…' eyJ…
  mintmark check --list                      everything that is looked at`,
		Long: `The verdict comes first, with what to do, then one finding a line:

  error exp-past 20104 exp: it expired 2021-01-11 16:42:27 UTC, 5 years ago
  error sub 20103 sub: its subject is a placeholder, ACxxxx…xxxx
    fix: Set sub to the SID of the live account: AC and 32 hex digits.

that is severity, rule, the code that Twilio most likely answers, place, what was
found; below it what to do, unless the verdict has said so. With --in there is a
line for each token instead.

The signature is checked with --key, --secret or --secret-file, or with what the
environment or .env holds for the API key, or for a capability token the account,
that the token names; else the last line says that it was not, and with
--require-signature the exit code is 3. Where the secret given here has white
space or quotes around it, and would match without, that is a warning: the token
is good. To mintmark verify such a secret is wrong, with exit code 3.

--may asks whether a TaskRouter capability token lets its holder make a request,
and by which of its policies. --request asks whether a client validation token was
made for a request. Where the answer is no, the exit code is 5.

Exit codes, by the worst error: 0 none, though there may be warnings, 2 the token
is malformed, 3 its signature is wrong, 5 Twilio would refuse it for a reason that
a new token of the same kind would not mend, 4 it has expired or is not valid yet.

` + manyTokens,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.list {
				return p.listRules(args)
			}
			return p.check(cmd, args, &f)
		},
	}
	cmd.Flags().BoolVar(&f.list, "list", false, "list the rules: id, severity, codes, title")
	cmd.Flags().Var(&choice{&f.kind, []string{"access", "any"}}, "kind", "take this `kind` of token: access only, or any, judged by its own rules")
	cmd.Flags().BoolVar(&f.signed, "require-signature", false, "a signature that was not checked is as bad as a wrong one")
	cmd.Flags().StringArrayVar(&f.may, "may", nil, "may its holder make this `request`: 'GET https://taskrouter.twilio.com/…'; may be repeated")
	f.requestFlags.add(cmd)
	f.inputFlags.add(cmd)
	f.judgeFlags.add(cmd)
	f.keyFlags.add(cmd)
	return cmd
}

// A checker is what one run judges tokens by.
type checker struct {
	*program
	*checkFlags
	options tokens.Options
	ring    *keyring
	asked   questions
}

func (p *program) checker(cmd *cobra.Command, f *checkFlags) (c *checker, err error) {
	c = &checker{program: p, checkFlags: f}
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return nil, err
	}
	if c.options, err = p.options(&f.judgeFlags); err != nil {
		return nil, err
	}
	if c.asked, err = p.questions(cmd.Context(), f); err != nil {
		return nil, err
	}
	c.options.AnyKind = f.kind == "any" || c.asked.any()
	if c.ring, err = p.keyring(cmd.Context(), &f.keyFlags); err == nil {
		p.warnIfSample(c.ring.secretFor(tokens.AccessKind))
	}
	return c, err
}

func (p *program) check(cmd *cobra.Command, args []string, f *checkFlags) error {
	c, err := p.checker(cmd, f)
	if err != nil {
		return err
	}
	in, err := p.input(cmd.Context(), args, &f.inputFlags)
	switch {
	case err != nil:
		return err
	case in.many != nil && c.asked.any():
		return usage("give one", "--may and --request ask about one token, and there are several")
	case in.many != nil:
		return p.eachToken(cmd.Context(), in, c.row())
	}
	t := tokens.Decode(in.text)
	if len(f.inputFlags.files) > 0 && !c.asked.any() {
		row, o := c.row()(nil, t, in.position(t))
		return p.deliverRow(row, o)
	}
	code, err := c.one(t, in.position(t))
	if err == nil && code == exitMalformed {
		p.hint(fileHint(cmd.Name(), args))
	}
	return cmp.Or(err, exit(code))
}

// one prints all that there is to say about a token.
func (c *checker) one(t *tokens.Token, at position) (code int, err error) {
	v := c.checked(t, c.ring, c.options, c.signed)
	if err := v.ask(t, c.asked); err != nil {
		return 0, err
	}
	if v.weakness != "" {
		c.warn("%s", v.weakness)
	}
	if c.json {
		return v.ExitCode, c.print(append(appendChecked(nil, v, at), '\n'))
	}
	return v.ExitCode, c.print(v.text(t, c.local.loc, c.paint()))
}

// row is for one token among many.
func (c *checker) row() sayer {
	paint := c.paint()
	return func(b []byte, t *tokens.Token, at position) ([]byte, outcome) {
		v := c.checked(t, c.ring, c.options, c.signed)
		o := outcome{v.ExitCode, v.weakness}
		if c.json {
			return append(appendChecked(b, v, at), '\n'), o
		}
		return columns(b, at, t, v.Kind, c.local.loc, v.word(paint)), o
	}
}

// appendChecked is the verdict as JSON, with the place of its token.
func appendChecked(b []byte, v *checked, at position) []byte {
	text, _ := marshal(v)
	return append(appendPosition(append(b, text[:len(text)-1]...), at), '}')
}
