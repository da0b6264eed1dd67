package cli

import (
	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type clientCapabilityFlags struct {
	capabilityFlags
	incoming             []string
	outgoing, clientName string
	params               []string
	events               bool
	filters              []string
	scopes               []string
}

// clientCapabilityCmd makes the tokens of the Voice SDKs before 2.0.
func (p *program) clientCapabilityCmd() *cobra.Command {
	f := &clientCapabilityFlags{}
	cmd := &cobra.Command{
		Use:   "client-capability [flags]",
		Short: "Mint a client capability token, for the Voice SDKs before 2.0",
		Example: `  mintmark mint client-capability --incoming alice
  mintmark mint client-capability --incoming alice --outgoing AP… --client-name alice --param plan=gold
  mintmark mint client-capability --events`,
		Long: `The token says what its holder may do in scopes; at least one is needed. It is
signed with the account's auth token, which comes from --secret or --secret-file,
else from TWILIO_AUTH_TOKEN in the environment or .env, else from a prompt on a
terminal. Current SDKs do not take it: for them mint an access token.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.mintClientCapability(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.incoming, "incoming", nil, "let others call the holder by this `name`; may be repeated")
	flags.StringVar(&f.outgoing, "outgoing", "", "let the holder make calls through this TwiML app, `AP...`")
	flags.StringVar(&f.clientName, "client-name", "", "let them come from this `name`")
	flags.StringArrayVar(&f.params, "param", nil, "hand this `name=value` to the app with each call; may be repeated")
	flags.BoolVar(&f.events, "events", false, "let the holder listen to the events of the account")
	flags.StringArrayVar(&f.filters, "filter", nil, "to those where `name=value`; may be repeated")
	flags.StringArrayVar(&f.scopes, "scope", nil, "a `scope` as it stands in a token, scope:client:…; may be repeated")
	f.add(cmd)
	return cmd
}

func (p *program) mintClientCapability(cmd *cobra.Command, f *clientCapabilityFlags) error {
	if err := p.prepare(cmd, &f.capabilityFlags); err != nil {
		return err
	}
	scopes, err := f.scopesOf()
	if err != nil {
		return err
	}
	c := &tokens.ClientCapability{AccountSID: f.account, Scopes: scopes, TTL: f.ttl.d}
	c.IssuedAt, c.NotBefore = p.times(cmd, &f.capabilityFlags)
	return p.signCapability(cmd, &f.capabilityFlags, c.Sign)
}

// scopesOf is what was asked for, in the order of the flags in the help.
func (f *clientCapabilityFlags) scopesOf() ([]tokens.Scope, error) {
	params, err := parseParams("--param", f.params)
	if err != nil {
		return nil, err
	}
	filters, err := parseParams("--filter", f.filters)
	switch {
	case err != nil:
		return nil, err
	case f.outgoing == "" && (f.clientName != "" || len(params) > 0):
		return nil, usage("it names the TwiML app: --outgoing AP…", "--client-name and --param are about --outgoing, which is missing")
	case !f.events && len(filters) > 0:
		return nil, usage("add --events", "--filter is about --events, which is missing")
	}
	var scopes []tokens.Scope
	for _, name := range f.incoming {
		scopes = append(scopes, &tokens.IncomingScope{ClientName: name})
	}
	if f.outgoing != "" {
		scopes = append(scopes, &tokens.OutgoingScope{ApplicationSID: f.outgoing, ClientName: f.clientName, Params: params})
	}
	if f.events {
		scopes = append(scopes, &tokens.EventScope{Filters: filters})
	}
	for _, text := range f.scopes {
		scopes = append(scopes, tokens.ParseScopes(text)...)
	}
	if len(scopes) == 0 {
		return nil, usage("--incoming alice, --outgoing AP…, --events or --scope", "the token would allow nothing")
	}
	return scopes, nil
}
