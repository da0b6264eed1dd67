package cli

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type verifyFlags struct {
	judgeFlags
	secretFlags
	signatureOnly bool
}

// verifyCmd judges the signature and, apart from it, the times.
func (p *program) verifyCmd() *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify [token | -]",
		Short: "Verify the signature of a token with the secret",
		Example: `  mintmark verify eyJ…                              the secret is in .env
  mintmark verify --secret-file secret.txt eyJ…
  mintmark verify --signature-only eyJ…             expired or not`,
		Long: `The signature is judged apart from the claims. Whether Twilio would take the
token is another question, which mintmark check answers.

The secret comes from --secret or --secret-file, else from
TWILIO_API_KEY_SECRET or TWILIO_API_SECRET in the environment or .env, else from
a prompt on a terminal.

Exit codes: 0 the signature matches, and now is within the token's time,
1 there is no secret, 2 the token is malformed, 3 the signature does not match
or cannot be verified with a secret, 4 it matches, but the token has expired or
is not valid yet. --signature-only knows 0, 1, 2 and 3.`,
		RunE: func(cmd *cobra.Command, args []string) error { return p.verify(cmd, args, &f) },
	}
	cmd.Flags().BoolVar(&f.signatureOnly, "signature-only", false, "judge nothing but the signature")
	f.judgeFlags.add(cmd)
	f.secretFlags.add(cmd)
	return cmd
}

func (p *program) verify(cmd *cobra.Command, args []string, f *verifyFlags) error {
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return err
	}
	options, err := p.options(&f.judgeFlags, tokens.Key{})
	if err != nil {
		return err
	}
	text, err := p.readToken(cmd.Context(), args)
	if err != nil {
		return err
	}
	secret, err := p.needSecret(cmd.Context(), &f.secretFlags)
	if err != nil {
		return err
	}
	options.Key = tokens.SecretKey(secret.text)
	v := verificationOf(tokens.Decode(text), options, f.signatureOnly)
	if p.json {
		err = p.printJSON(v)
	} else {
		err = p.print(v.text(p.paint()))
	}
	if err != nil {
		return err
	}
	switch {
	case v.ExitCode == exitMalformed:
		p.hint(fileHint(cmd.Name(), args))
	case v.ExitCode == exitSignature && !secret.given:
		p.hint(p.otherKey(v.token))
	}
	return exit(v.ExitCode)
}

// A verification is what came of it.
type verification struct {
	Signature string           `json:"signature"` // "matches", "wrong", "not verifiable" or "malformed"
	Algorithm string           `json:"algorithm,omitempty"`
	Reason    string           `json:"reason,omitempty"` // why it does not match
	Findings  []tokens.Finding `json:"findings"`         // of form and time
	ExitCode  int              `json:"exit_code"`

	token *tokens.Token
	at    time.Time
	whole bool // not the signature alone
}

// twilioLimits are rules of time that Twilio adds to what a JWT may be.
var twilioLimits = []string{"exp-missing", "exp-far"}

func verificationOf(t *tokens.Token, o tokens.Options, signatureOnly bool) *verification {
	v := &verification{token: t, at: o.At, whole: !signatureOnly, Findings: []tokens.Finding{}}
	v.Algorithm, _ = t.Header.JSON.Get("alg").Text()
	v.judge(tokens.Verify(t, o.Key))
	if signatureOnly {
		return v
	}
	verdict := tokens.Diagnose(t, o)
	for _, f := range verdict.Findings {
		late := f.Severity == tokens.Error && f.Stage == tokens.TimeStage && !slices.Contains(twilioLimits, f.Rule)
		switch {
		case isForm(&f):
			v.ExitCode = exitMalformed
		case late && v.ExitCode == exitOK:
			v.ExitCode = exitTime
		case !late:
			continue
		}
		v.Findings = append(v.Findings, f)
	}
	return v
}

// judge puts what [tokens.Verify] returned into a word and an exit code.
func (v *verification) judge(err error) {
	switch {
	case err == nil:
		v.Signature = "matches"
		return
	case errors.Is(err, tokens.ErrMalformed):
		v.Signature, v.ExitCode = "malformed", exitMalformed
	case errors.Is(err, tokens.ErrSignature) && v.token.Signature.Encoded == "":
		v.Signature, v.ExitCode = "wrong", exitSignature
		v.Reason = "there is none"
		return
	case errors.Is(err, tokens.ErrSignature):
		v.Signature, v.ExitCode = "wrong", exitSignature
		v.Reason = "another secret made it, or the token was changed since"
		return
	default:
		v.Signature, v.ExitCode = "not verifiable", exitSignature
	}
	v.Reason = strings.TrimPrefix(err.Error(), tokens.ErrMalformed.Error()+": ")
}

func (v *verification) text(c paint) []byte {
	var b bytes.Buffer
	if v.Signature == "matches" {
		line(&b, "signature  ", c.good("matches"), " (", printable(v.Algorithm), ")")
	} else {
		line(&b, "signature  ", c.bad(v.Signature), ": ", shorten(v.Reason))
	}
	for _, f := range v.Findings {
		name := "time       "
		if f.Stage == tokens.StructureStage {
			name = "form       "
		}
		line(&b, name, c.bad(f.Rule), ": ", printable(f.Found))
	}
	if v.whole && len(v.Findings) == 0 {
		line(&b, "time       ", c.good(v.remaining()))
	}
	return b.Bytes()
}

func (v *verification) remaining() string {
	end, ok := v.token.Time("exp")
	switch {
	case !ok:
		return "it never expires"
	case end.After(v.at):
		return "it expires " + relative(end, v.at)
	}
	return "it expired " + relative(end, v.at) + ", within the leeway"
}

// otherKey is the hint for a token that names another API key than the one
// whose secret is at hand; "" where they agree or nothing is known.
func (p *program) otherKey(t *tokens.Token) string {
	mine, name := p.env.first(keyNames...)
	issuer, _ := t.Payload.JSON.Get("iss").Text()
	if mine == "" || !strings.HasPrefix(issuer, "SK") || mine == issuer || tokens.CheckSID("SK", mine) != nil {
		return ""
	}
	return "the token names the API key " + shorten(issuer) + "; " + p.env.source(name) + " is " + mine
}
