package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type mintFlags struct {
	secretFlags
	deliveryFlags
	sids
	slots                      []*slot
	grants                     grantFlags
	identity, region, id, code string
	ttl                        span
	at, notBefore              moment
	local                      zone
}

// mintCmd makes access tokens.
func (p *program) mintCmd() *cobra.Command {
	f := &mintFlags{slots: newSlots()}
	var kinds []string
	for _, s := range f.slots {
		kinds = append(kinds, s.kind.Name)
	}
	cmd := &cobra.Command{
		Use:   "mint [kind]... --identity name [flags]",
		Short: "Mint an access token",
		Example: `  mintmark mint video --identity alice --video-room daily
  mintmark mint voice --identity alice --voice-incoming-allow --voice-outgoing-application-sid AP…
  mintmark mint voice video --identity alice --ttl 15m
  mintmark mint --identity alice --grant '{"chat":{"service_sid":"IS…"}}'
  mintmark mint video --identity alice --code python >mint.py`,
		Long: `The kinds are ` + currentKinds(f.slots) + `, and the retired
playback, ip-messaging and rtc, at which Mintmark warns. Several make one token,
and a flag such as --chat-service-sid asks for its kind. The token goes to
standard output, alone on a line.

The credentials come from flags, else from the environment, else from .env:
TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID or TWILIO_API_KEY, and
TWILIO_API_KEY_SECRET or TWILIO_API_SECRET. On a terminal, a missing secret is
asked for.

The older tokens are commands of their own, below.

What Twilio would refuse is not minted. --json prints {"token", "identity",
"jti", "issued_at", "expires_at", "expires_in", "grants"}.

` + codeGuide(),
		ValidArgs: kinds,
		RunE:      func(cmd *cobra.Command, args []string) error { return p.mint(cmd, args, f) },
	}
	f.add(cmd)
	cmd.AddCommand(p.clientCapabilityCmd(), p.taskRouterCapabilityCmd(), p.clientValidationCmd())
	return cmd
}

func (f *mintFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.identity, "identity", "", "who the holder is: a `name` (required)")
	flags.Var(&f.ttl, "ttl", "how long the token lives, up to 24h: 15m, 1h30m, or 3600 for seconds (default 1h)")
	flags.StringVar(&f.region, "region", "", "the `region` of the API key, as ie1; not needed for us1")
	flags.Var(&f.notBefore, "nbf", "let the token be valid only from this `time`: +10m, 2026-01-31T12:00:00Z")
	flags.Var(&f.at, "at", "issue it as of this `time`: -1h, Unix seconds, 2026-01-31T12:00:00Z")
	f.at.local, f.notBefore.local = &f.local, &f.local
	f.local.add(cmd)
	flags.StringVar(&f.id, "jti", "", "its `id`, which no other token may have (default a random one)")
	f.grants.add(flags, "grants as `JSON`, as they stand in a token, or @file; may be repeated")
	flags.StringVar(&f.code, "code", "", codeHelp())
	f.deliveryFlags.add(cmd)
	flags.StringVar(&f.account, "account-sid", "", "the account, `AC...`")
	flags.StringVar(&f.keySID, "key-sid", "", "the API key, `SK...`")
	for _, name := range []string{"account-sid", "key-sid"} {
		_ = flags.SetAnnotation(name, sectionKey, []string{"Credentials"})
	}
	f.secretFlags.add(cmd)
	for _, s := range f.slots {
		s.addFlags(flags)
	}
}

func (p *program) mint(cmd *cobra.Command, args []string, f *mintFlags) error {
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return err
	}
	if err := nameKinds(f.slots, args); err != nil {
		return err
	}
	if f.code != "" {
		return p.mintCode(cmd, f)
	}
	t, err := p.accessToken(cmd, f)
	if err != nil {
		return err
	}
	secret, err := p.needSecret(cmd.Context(), &f.secretFlags)
	if err != nil {
		return err
	}
	text, err := t.Sign(secret.text)
	if err != nil {
		return p.explain(f, err, secret.source)
	}
	if err := secret.signsFor(f.keySID, p.sidSource("key-sid", f.keySID, keyNames)); err != nil {
		return err
	}
	p.warnIfSample(secret)
	p.warnAbout(later(t.IssuedAt, t.NotBefore), text)
	made, err := p.delivery(t, text, f.local.loc)
	if err != nil {
		return err
	}
	return p.deliver(cmd.Context(), &f.deliveryFlags, made)
}

// accessToken is what was asked for, held against what Twilio takes, so that
// nobody is asked for a secret in vain.
func (p *program) accessToken(cmd *cobra.Command, f *mintFlags) (*tokens.AccessToken, error) {
	t, err := p.described(cmd, f)
	if err != nil {
		return nil, err
	}
	if err := p.credentials(&f.sids, demand{key: true, secret: &f.secretFlags}); err != nil {
		return nil, err
	}
	t.AccountSID, t.KeySID, t.ID = f.account, f.keySID, f.id
	if t.ID == "" {
		t.ID = tokens.NewID(t.KeySID)
	}
	return t, p.explain(f, t.Validate(), "")
}

// described is the token without its credentials and its id.
func (p *program) described(cmd *cobra.Command, f *mintFlags) (*tokens.AccessToken, error) {
	grants, err := p.grantsOf(cmd.Context(), f.slots, &f.grants)
	if err != nil {
		return nil, err
	}
	if f.identity == "" {
		return nil, usage("it says who the holder is: --identity alice", "--identity is missing")
	}
	if cmd.Flags().Changed("ttl") && f.ttl.d == 0 {
		return nil, p.explain(f, fmt.Errorf("%w, got 0s", tokens.ErrTTL), "")
	}
	t := &tokens.AccessToken{Identity: f.identity, Region: f.region, TTL: f.ttl.d, Now: p.now(), IssuedAt: f.at.from(p.now()), Grants: grants}
	if cmd.Flags().Changed("nbf") {
		t.NotBefore = f.notBefore.from(t.IssuedAt)
	}
	return t, refuseAhead(p.now(), t.IssuedAt, t.NotBefore, "")
}
