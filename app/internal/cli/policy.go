package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"mintmark/app/internal/config"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

// policies is what the commands below mintmark policy share.
type policies struct {
	*program
	path string // of the configuration
}

// policyCmd asks the policy without a server, and without its secrets.
func (p *program) policyCmd() *cobra.Command {
	a := &policies{program: p}
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Ask the policy who may get what, and test it",
		Example: `  mintmark policy explain --principal anna --profile room --grant '{"video":{"room":"team-red"}}'
  mintmark policy test cases.yaml`,
		Args: p.commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().StringVar(&a.path, "config", defaultConfig, "configuration `file` with the policy; its secrets need not be there")
	cmd.AddCommand(
		suggestedFor(a.explainCmd(), "why", "ask", "decide", "preview", "show"),
		suggestedFor(a.testCmd(), "check", "verify", "run"),
	)
	return cmd
}

func (a *policies) load() (*config.Config, error) {
	c, err := config.LoadWithoutSecrets(a.path)
	if err != nil {
		return nil, configError(a.path, err)
	}
	return c, nil
}

// explainFlags are who asks, and for what.
type explainFlags struct {
	asker
	says     []string // of claims, name=value
	profile  string
	identity string
	ttl      span
	grants   grantFlags
}

func (a *policies) explainCmd() *cobra.Command {
	f := explainFlags{grants: grantFlags{strict: true}}
	cmd := &cobra.Command{
		Use:   "explain",
		Short: "Say what somebody would get, and by which rule",
		Example: `  mintmark policy explain --principal anna --profile room --grant '{"video":{"room":"team-red"}}'
  mintmark policy explain --principal corp:42 --group staff --ttl 8h
  mintmark policy explain --service-key kiosk --identity guest_1`,
		Long: `Each rule that is looked at has a line, down to the one that decides. A principal
corp:42 is the subject 42 of the issuer corp, service:kiosk is a service key; any
other is a user, who logs in with a password unless --method says basic.

Exit codes: 0 the token would be given, 5 it would be refused.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.explain(cmd.Context(), &f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.name, "principal", "", "who asks: anna, corp:42 or service:kiosk")
	fl.StringVar(&f.serviceKey, "service-key", "", "a service key asks, by its `id`")
	fl.StringVar(&f.method, "method", "", "password, basic, oidc or service_key")
	fl.StringVar(&f.issuer, "issuer", "", "issuer of the ID token, by its `name`")
	fl.StringArrayVar(&f.groups, "group", nil, "a `group` in the ID token; may be repeated")
	fl.StringArrayVar(&f.says, "claim", nil, "another claim of the ID token, `name=value`; may be repeated")
	fl.StringVar(&f.profile, "profile", "", "the profile that is asked for")
	fl.StringVar(&f.identity, "identity", "", "the identity that is asked for")
	fl.Var(&f.ttl, "ttl", "the lifetime that is asked for: 15m, 1h30m, or seconds")
	fl.StringArrayVar(&f.grants.texts, "grant", nil, "the grants that are asked for, as `JSON` or @file: '{\"video\":{\"room\":\"team-red\"}}'")
	return cmd
}

func (a *policies) explain(ctx context.Context, f *explainFlags) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	if err := f.readClaims(); err != nil {
		return err
	}
	who, err := f.principal(c)
	if err != nil {
		return usage("mintmark policy explain --help", "%w", err)
	}
	ask := policy.Request{Profile: f.profile, Identity: f.identity, TTL: f.ttl.d}
	if ask.Grants, err = f.grants.appendTo(ctx, a.program, nil); err != nil {
		return err
	}
	x := explained{who: who, Decision: c.Policy.Decide(who, ask), steps: c.Policy.Explain(who, ask)}
	if err := a.printExplained(&x); err != nil {
		return err
	}
	if !x.Allow {
		return exit(exitRefused)
	}
	return nil
}

// explained is a decision and how it came about.
type explained struct {
	policy.Decision

	who   policy.Principal
	steps []policy.Step
}

// A decisionLine is a decision as JSON, with the names of POST /v1/token:preview.
type decisionLine struct {
	Principal string         `json:"principal"`
	Method    string         `json:"method"`
	Allow     bool           `json:"allow"`
	Rule      string         `json:"rule,omitempty"`
	Profile   string         `json:"profile,omitempty"`
	Identity  string         `json:"identity,omitempty"`
	ExpiresIn int64          `json:"expires_in,omitzero"` // seconds
	Grants    jsontext.Value `json:"grants,omitempty"`
	Field     string         `json:"field,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Steps     []policy.Step  `json:"steps,omitempty"`
}

func (x *explained) line() (decisionLine, error) {
	l := decisionLine{
		Principal: x.who.Name, Method: x.who.Method, Allow: x.Allow, Rule: x.Rule, Profile: x.Profile,
		Identity: x.Identity, ExpiresIn: int64(x.TTL / time.Second), Field: x.Field, Reason: x.Reason, Steps: x.steps,
	}
	if !x.Allow {
		return l, nil
	}
	grants, err := tokens.MarshalGrants("", x.Grants)
	l.Grants = grants
	return l, err
}

func (a *policies) printExplained(x *explained) error {
	l, err := x.line()
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(l)
	}
	var b bytes.Buffer
	c := a.paint()
	for _, s := range x.steps {
		line(&b, stepWords(c, s))
	}
	line(&b, outcomeWords(c, &l))
	if x.Allow {
		line(&b, string(printableJSON(l.Grants)))
	}
	return a.print(b.Bytes())
}

// stepWords is a rule that was looked at: "rule kiosk: not about anna: it is for …".
func stepWords(c paint, s policy.Step) string {
	kind := "rule "
	if s.Deny {
		kind = "deny "
	}
	word := "does not match"
	switch {
	case s.Covers && s.Deny:
		return kind + c.name(printable(s.Rule)) + ": " + c.bad(printable(s.Why))
	case s.Covers:
		word = c.good("allows")
	case s.Matches:
		word = "does not cover it"
	}
	return kind + c.name(printable(s.Rule)) + ": " + word + ": " + printable(s.Why)
}

func outcomeWords(c paint, l *decisionLine) string {
	if !l.Allow {
		return c.bad("refused") + ": " + printable(cmp.Or(l.Field, "principal")+": "+l.Reason)
	}
	ttl := time.Duration(l.ExpiresIn) * time.Second
	return c.good("allowed") + fmt.Sprintf(": %s gets the profile %s as %s, for %v",
		printable(l.Principal), printable(l.Profile), printable(l.Identity), strictyaml.FormatDuration(ttl))
}
