package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// capabilityFlags are those of every token that is signed with the auth token.
type capabilityFlags struct {
	secretFlags
	deliveryFlags
	sids
	ttl           span
	at, notBefore moment
	local         zone
}

func (f *capabilityFlags) add(cmd *cobra.Command) {
	f.of = authToken
	flags := cmd.Flags()
	flags.Var(&f.ttl, "ttl", "how long the token lives, up to 24h: 15m, 1h30m, or 3600 for seconds (default 1h)")
	flags.Var(&f.notBefore, "nbf", "let the token be valid only from this `time`: +10m, 2026-01-31T12:00:00Z")
	flags.Var(&f.at, "at", "issue it as of this `time`: -1h, Unix seconds, 2026-01-31T12:00:00Z")
	f.at.local, f.notBefore.local = &f.local, &f.local
	f.local.add(cmd)
	f.deliveryFlags.add(cmd)
	flags.StringVar(&f.account, "account-sid", "", "the account, `AC...`")
	_ = flags.SetAnnotation("account-sid", sectionKey, []string{"Credentials"})
	f.secretFlags.add(cmd)
}

// prepare reads the environment and finds the account.
func (p *program) prepare(cmd *cobra.Command, f *capabilityFlags) error {
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return err
	}
	if cmd.Flags().Changed("ttl") && f.ttl.d == 0 {
		return p.explainCapability(f, fmt.Errorf("%w, got 0s", tokens.ErrTTL), "")
	}
	issued, notBefore := p.times(cmd, f)
	if err := refuseAhead(p.now(), issued, notBefore, ""); err != nil {
		return err
	}
	return p.credentials(&f.sids, demand{secret: &f.secretFlags})
}

// times are when the token is issued, and from when it is valid, zero for at
// once.
func (p *program) times(cmd *cobra.Command, f *capabilityFlags) (issued, notBefore time.Time) {
	issued = f.at.from(p.now())
	if cmd.Flags().Changed("nbf") {
		notBefore = f.notBefore.from(issued)
	}
	return issued, notBefore
}

// anyAuthToken has the form of one.
var anyAuthToken = strings.Repeat("0", 32)

// signCapability asks for the auth token once it is sure that everything else
// is right, and delivers the token.
func (p *program) signCapability(cmd *cobra.Command, f *capabilityFlags, sign func(authToken string) (string, error)) error {
	if _, err := sign(anyAuthToken); err != nil {
		return p.explainCapability(f, err, "")
	}
	secret, err := p.needSecret(cmd.Context(), &f.secretFlags)
	if err != nil {
		return err
	}
	text, err := sign(secret.text)
	if err != nil {
		return p.explainCapability(f, err, secret.source)
	}
	if err := secret.signsFor(f.account, p.sidSource("account-sid", f.account, accountNames)); err != nil {
		return err
	}
	issued, notBefore := p.times(cmd, f)
	p.warnAbout(later(issued, notBefore), text)
	return p.deliver(cmd.Context(), &f.deliveryFlags, p.capabilityDelivery(text, f.local.loc))
}

// mintedCapability is the token as JSON.
type mintedCapability struct {
	Token     string    `json:"token"`
	Kind      string    `json:"kind"`
	IssuedAt  time.Time `json:"issued_at"`
	ExpiresAt time.Time `json:"expires_at"`
	ExpiresIn int64     `json:"expires_in"` // seconds
	Allows    []string  `json:"allows"`     // in words
}

func (p *program) capabilityDelivery(text string, local *time.Location) delivery {
	t := tokens.Decode(text)
	kind := t.Kind()
	issued, _ := t.IssuedAt()
	end, _ := t.Time("exp")
	m := mintedCapability{Token: text, Kind: kindWord(kind), IssuedAt: issued.UTC(), ExpiresAt: end.UTC(), ExpiresIn: end.Unix() - issued.Unix()}
	for _, f := range allows(t, kind) {
		m.Allows = append(m.Allows, f.text)
	}
	return delivery{token: text, json: m, word: kind.String() + ": expires " + stamp(end, p.now(), local)}
}

// parseParams reads name=value.
func parseParams(flag string, texts []string) (params []tokens.ScopeParam, err error) {
	for _, text := range texts {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, usage("", "%s is %q: want name=value", flag, shorten(text))
		}
		params = append(params, tokens.ScopeParam{Name: name, Value: value})
	}
	return params, nil
}
