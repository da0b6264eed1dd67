package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type clientValidationFlags struct {
	deliveryFlags
	requestFlags
	sids
	keyFile, credential, alg, envFile string
	signed                            []string
	ttl                               span
	at                                moment
	local                             zone
}

// clientValidationCmd makes the tokens that sign one request.
func (p *program) clientValidationCmd() *cobra.Command {
	f := &clientValidationFlags{alg: "RS256"}
	cmd := &cobra.Command{
		Use:   "client-validation --key file --credential-sid CR… --request 'GET https://…' [flags]",
		Short: "Mint a client validation token, which signs one request to the REST API",
		Example: `  mintmark mint client-validation --key private.pem --credential-sid CR… \
      --request 'GET https://api.twilio.com/2010-04-01/Accounts.json' --header "Authorization: Basic $BASIC"`,
		Long: `The token holds for one request: its method, address, headers and body. It goes
into the header Twilio-Client-Validation. It is signed with the private key of
which Twilio has the public half as CR…: RSA, 2048 bits ("mintmark keygen rsa").

The account and the API key come from flags, else from the environment or .env.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.mintClientValidation(cmd, f) },
	}
	flags := cmd.Flags()
	f.requestFlags.add(cmd)
	flags.StringSliceVar(&f.signed, "signed-headers", nil, "the `names` of the headers that it covers (default authorization,host)")
	flags.StringVar(&f.credential, "credential-sid", "", "the public key as Twilio knows it, `CR...` (required)")
	flags.Var(&choice{&f.alg, []string{"RS256", "PS256"}}, "alg", "sign with this `algorithm`: RS256 or PS256")
	flags.Var(&f.ttl, "ttl", "how long the token lives, up to 5m (default 5m)")
	flags.Var(&f.at, "at", "issue it as of this `time`: -1h, Unix seconds, 2026-01-31T12:00:00Z")
	f.at.local = &f.local
	f.local.add(cmd)
	f.deliveryFlags.add(cmd)
	flags.StringVar(&f.keyFile, "key", "", "the private key: a `file` with PEM or a JWK (required)")
	flags.StringVar(&f.account, "account-sid", "", "the account, `AC...`")
	flags.StringVar(&f.keySID, "key-sid", "", "the API key, `SK...`")
	flags.StringVar(&f.envFile, "env-file", dotEnv, "read what the environment does not set from this `file`")
	for _, name := range []string{"key", "account-sid", "key-sid", "env-file"} {
		_ = flags.SetAnnotation(name, sectionKey, []string{"Credentials"})
	}
	return cmd
}

func (p *program) mintClientValidation(cmd *cobra.Command, f *clientValidationFlags) error {
	if err := p.loadEnvFile(cmd.Context(), f.envFile, cmd.Flags().Changed("env-file")); err != nil {
		return err
	}
	request, err := p.request(cmd.Context(), &f.requestFlags)
	switch {
	case err != nil:
		return err
	case request == nil:
		return usage("--request 'GET https://api.twilio.com/…'", "--request is missing")
	case f.keyFile == "":
		return usage("it is the private half of what Twilio has as CR…", "--key is missing")
	}
	if err := refuseAhead(p.now(), f.at.from(p.now()), time.Time{}, "leave out --at: the token holds for one request"); err != nil {
		return err
	}
	if err := p.credentials(&f.sids, demand{key: true}); err != nil {
		return err
	}
	key, err := p.signingKey(cmd.Context(), f.keyFile)
	if err != nil {
		return err
	}
	v := tokens.ClientValidation{
		AccountSID: f.account, KeySID: f.keySID, CredentialSID: f.credential, Alg: f.alg,
		SignedHeaders: f.signed, Request: request, TTL: f.ttl.d, IssuedAt: f.at.from(p.now()),
	}
	text, err := v.Sign(key)
	if err != nil {
		return explainValidation(err)
	}
	return p.deliver(cmd.Context(), &f.deliveryFlags, p.validationDelivery(text, v.Explain(), f.local.loc))
}

// signingKey is the one key of a file, with its private half.
func (p *program) signingKey(ctx context.Context, file string) (tokens.Key, error) {
	keys, err := p.readKeyFile(ctx, file)
	if err != nil {
		return tokens.Key{}, err
	}
	if len(keys) > 1 {
		return tokens.Key{}, usage("give a file with the one to sign with", "--key: there are %d keys in %s", len(keys), file)
	}
	return keys[0], nil
}

func (p *program) validationDelivery(text, words string, local *time.Location) delivery {
	made := p.capabilityDelivery(text, local)
	m := made.json.(mintedCapability)
	m.Allows = []string{words}
	made.json = m
	return made
}

// explainValidation says which flag an error of the library is about.
func explainValidation(err error) error {
	flags := map[string]string{
		"account_sid": "--account-sid", "key_sid": "--key-sid", "credential_sid": "--credential-sid",
		"signed_headers": "--signed-headers", "request": "--request", "method": "--request", "url": "--request", "host": "--request",
	}
	var field *tokens.FieldError
	switch {
	case errors.As(err, &field) && flags[field.Path] != "":
		return usage("it comes from "+flags[field.Path], "%w", withoutValue(field))
	case errors.Is(err, tokens.ErrTTL):
		return usage("--ttl takes up to 5m", "%w", err)
	case errors.Is(err, tokens.ErrNoHeader):
		return usage("--header 'Authorization: Basic …'", "%w", err)
	case errors.Is(err, tokens.ErrKey), errors.Is(err, tokens.ErrAlgorithm), errors.Is(err, tokens.ErrNoKey):
		return usage("mintmark keygen rsa makes one that Twilio takes", "--key: %w", err)
	}
	return err
}
