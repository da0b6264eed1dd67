package cli

import (
	"context"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type verifyFlags struct {
	judgeFlags
	inputFlags
	keyFlags
	expectFlags
	signatureOnly bool
}

// verifyCmd judges the signature and, apart from it, the times.
func (p *program) verifyCmd() *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify [token | -]",
		Short: "Verify the signature of a token with the key",
		Example: `  mintmark verify eyJ…                              the secret is in .env
  mintmark verify --secret-file secret.txt eyJ…
  mintmark verify --key public.pem --alg RS256 eyJ…
  mintmark verify --key jwks.json --iss https://example.com/ --aud api eyJ…
  mintmark verify --signature-only eyJ…             expired or not`,
		Long: `The signature is judged apart from the claims. Whether Twilio would take the
token is another question, which mintmark check answers.

The key comes from --key, --secret or --secret-file, else from the environment
or .env: TWILIO_API_KEY_SECRET or TWILIO_API_SECRET, for capability tokens
TWILIO_AUTH_TOKEN; else from a prompt on a terminal. Of several keys, those with
the token's kid are tried, or where none has it, all. Keys that the token itself
brings along or points to are never used. Where a secret does not match, usual
slips are tried, such as a line break at its end, and the one that explains the
signature is named.

Exit codes: 0 the signature matches, and now is within the token's time,
1 there is no key, 2 the token is malformed, 3 the signature does not match or
cannot be verified with the key, 4 it matches, but the token has expired or is
not valid yet, 5 its times are no times, or it is not from --iss or not for --aud.
--signature-only knows 0, 1, 2 and 3. A secret with white space or quotes around
it does not match, also where mintmark check only warns: the token is good.

` + manyTokens,
		RunE: func(cmd *cobra.Command, args []string) error { return p.verify(cmd, args, &f) },
	}
	cmd.Flags().BoolVar(&f.signatureOnly, "signature-only", false, "judge nothing but the signature, whatever the payload is")
	f.expectFlags.add(cmd)
	f.inputFlags.add(cmd)
	f.judgeFlags.add(cmd)
	f.keyFlags.add(cmd)
	return cmd
}

func (p *program) verify(cmd *cobra.Command, args []string, f *verifyFlags) error {
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return err
	}
	if f.signatureOnly && (f.issuer != "" || f.audience != "") {
		return usage("leave out --signature-only", "--iss and --aud are about the claims")
	}
	options, err := p.options(&f.judgeFlags)
	if err != nil {
		return err
	}
	ring, err := p.keyring(cmd.Context(), &f.keyFlags)
	if err != nil {
		return err
	}
	in, err := p.input(cmd.Context(), args, &f.inputFlags)
	if err != nil {
		return err
	}
	if in.many != nil {
		return p.verifyMany(cmd.Context(), in, ring, f, options)
	}
	return p.verifyOne(cmd, args, tokens.Decode(in.text), ring, f, options)
}

func (p *program) verifyOne(cmd *cobra.Command, args []string, t *tokens.Token, ring *keyring, f *verifyFlags, o tokens.Options) error {
	if err := p.complete(cmd.Context(), ring, &f.keyFlags, t); err != nil {
		return err
	}
	v := verificationOf(t, ring, f, o)
	if v.Weakness != "" {
		p.warn("%s", v.Weakness)
	}
	var err error
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
	case v.ExitCode == exitSignature && v.Fix != "":
		p.hint(v.Fix)
	case v.ExitCode == exitSignature && len(ring.given) == 0:
		p.hint(p.otherOwner(t, ring))
	}
	return exit(v.ExitCode)
}

// complete sees to it that there is a key for the token: without one nothing is
// verified, and that is never fine. Where no key would help, or one that is there
// for something else explains the signature, it asks for none.
func (p *program) complete(ctx context.Context, ring *keyring, k *keyFlags, t *tokens.Token) error {
	alg, public := wantsPublicKey(t)
	switch {
	case isMalformedForm(t), len(ring.given) > 0:
		return nil
	case public:
		return usage(aPublicKey, "%s is verified with a public key", alg)
	case len(ring.of(t.Kind())) > 0, ring.otherSigner(t) != nil:
		return nil
	}
	return p.askFor(ctx, ring, k, signer(t.Kind()))
}

// askFor finds a secret that is in no place where one was looked for so far.
func (p *program) askFor(ctx context.Context, ring *keyring, k *keyFlags, of credential) error {
	asked := k.secretFlags
	asked.of = of
	found, err := p.needSecret(ctx, &asked)
	if err != nil {
		return err
	}
	return ring.give(found)
}

// verifyMany says in a line of each token whether its signature matches.
func (p *program) verifyMany(ctx context.Context, in *input, ring *keyring, f *verifyFlags, o tokens.Options) error {
	if ring.isEmpty() {
		if alg, ok := in.wantsPublicKey(); ok {
			return usage(aPublicKey, "%s is verified with a public key", alg)
		}
		if err := p.askFor(ctx, ring, &f.keyFlags, apiKeySecret); err != nil {
			return err
		}
	}
	c := p.paint()
	return p.eachToken(ctx, in, func(b []byte, t *tokens.Token, at position) ([]byte, outcome) {
		v := verificationOf(t, ring, f, o)
		outcome := outcome{v.ExitCode, v.Weakness}
		if p.json {
			text, _ := marshal(v)
			return append(appendPosition(append(b, text[:len(text)-1]...), at), "}\n"...), outcome
		}
		return columns(b, at, t, t.Kind(), f.local.loc, v.word(c)), outcome
	})
}
