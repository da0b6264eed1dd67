package cli

import (
	"bytes"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type checkFlags struct {
	judgeFlags
	secretFlags
	list bool
}

// checkCmd gives the verdict.
func (p *program) checkCmd() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [token | -]",
		Short: "Say whether Twilio will take a token, and why not",
		Example: `  mintmark check eyJ…
  curl -s localhost:3000/token | mintmark check
  mintmark check --at -1h eyJ…               would it have been fine an hour ago?
  mintmark check --list                      everything that is looked at`,
		Long: `The verdict comes first, then one finding a line:

  error exp-past 20104 exp: it expired 5 years ago

that is severity, rule, the code that Twilio most likely answers, place, what was
found. The signature is checked where --secret or --secret-file gives the secret,
or the environment or .env holds it for the API key that the token names; else
the last line says that it was not.

Exit codes, by the first error: 0 none, though there may be warnings, 2 the token
is malformed, 3 its signature is wrong, 4 it has expired or is not valid yet,
5 Twilio would refuse it for another reason.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.list {
				return p.listRules(args)
			}
			return p.check(cmd, args, &f)
		},
	}
	cmd.Flags().BoolVar(&f.list, "list", false, "list the rules: id, severity, codes, title")
	f.judgeFlags.add(cmd)
	f.secretFlags.add(cmd)
	return cmd
}

func (p *program) check(cmd *cobra.Command, args []string, f *checkFlags) error {
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return err
	}
	text, err := p.readToken(cmd.Context(), args)
	if err != nil {
		return err
	}
	t := tokens.Decode(text)
	key, unchecked, err := p.keyFor(cmd, t, &f.secretFlags)
	if err != nil {
		return err
	}
	options, err := p.options(&f.judgeFlags, key)
	if err != nil {
		return err
	}
	v := tokens.Diagnose(t, options)
	if p.json {
		err = p.printJSON(checkedOf(v, unchecked))
	} else {
		err = p.print(checkedText(&v, unchecked, p.paint()))
	}
	if err != nil {
		return err
	}
	if codeFor(v.Lead()) == exitMalformed {
		p.hint(fileHint(cmd.Name(), args))
	}
	return exit(codeFor(v.Lead()))
}

// keyFor is the key to check a token with, or why there is none: one out of
// the environment is for the tokens of its own API key only.
func (p *program) keyFor(cmd *cobra.Command, t *tokens.Token, f *secretFlags) (key tokens.Key, unchecked string, err error) {
	secret, err := p.secret(cmd.Context(), f, false)
	switch other := p.otherKey(t); {
	case err != nil:
		return tokens.Key{}, "", err
	case t.Kind() == tokens.NoKind:
		return tokens.Key{}, "the form is broken", nil
	case secret.text == "":
		return tokens.Key{}, "set " + secretNames[0] + ", or pass --secret-file", nil
	case !secret.given && other != "":
		return tokens.Key{}, other, nil
	case !secret.given && t.Kind() != tokens.AccessKind:
		return tokens.Key{}, secret.source + " signs access tokens", nil
	}
	return tokens.SecretKey(secret.text), "a secret does not make its algorithm", nil
}

// A checked token is [tokens.Verdict] as JSON.
type checked struct {
	tokens.Verdict
	Unchecked string `json:"unchecked,omitempty"` // why the signature was not checked
	ExitCode  int    `json:"exit_code"`
}

func checkedOf(v tokens.Verdict, unchecked string) checked {
	if v.Signature != tokens.SignatureUnchecked {
		unchecked = ""
	}
	return checked{v, unchecked, codeFor(v.Lead())}
}

func checkedText(v *tokens.Verdict, unchecked string, c paint) []byte {
	var b bytes.Buffer
	headline := c.bad
	if !v.Refused {
		headline = c.good
	}
	line(&b, headline(printable(v.Headline)))
	line(&b, printable(v.Detail))
	if len(v.Findings) > 0 {
		line(&b)
		printFindings(&b, c, v.Findings)
	}
	line(&b)
	if v.Signature == tokens.SignatureUnchecked {
		line(&b, "signature not checked: ", printable(unchecked))
	} else {
		line(&b, "signature ", v.Signature.String())
	}
	return b.Bytes()
}

// listRules prints the table that [tokens.Diagnose] works by.
func (p *program) listRules(args []string) error {
	if len(args) > 0 {
		return usage("leave out one of them", "--list takes no token")
	}
	rules := tokens.Rules()
	if !p.json {
		var b bytes.Buffer
		printRules(&b, rules)
		return p.print(b.Bytes())
	}
	type rule struct {
		ID       string          `json:"id"`
		Stage    string          `json:"stage"`
		Severity tokens.Severity `json:"severity"`
		Codes    []int           `json:"codes,omitempty"`
		Title    string          `json:"title"`
		Why      string          `json:"why"`
		Fix      string          `json:"fix"`
	}
	out := make([]rule, 0, len(rules))
	for _, r := range rules {
		out = append(out, rule{r.ID, r.Stage.String(), r.Severity, r.Codes, r.Title, r.Why, r.Fix})
	}
	return p.printJSON(out)
}
