package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"mintmark/app/internal/config"
	"mintmark/tokens"
)

// configCmd is about the configuration of the server.
func (p *program) configCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Begin a configuration of the server, and check it",
		Example: `  mintmark config example >mintmark.yaml
  mintmark config check`,
		Args: p.commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		suggestedFor(p.printedCmd("example", "Print a configuration to begin with", config.Example), "init", "new", "template", "sample", "print"),
		suggestedFor(p.configCheckCmd(), "validate", "test", "lint", "verify"),
	)
	return cmd
}

func (p *program) configCheckCmd() *cobra.Command {
	var named, envFile string
	var blind bool
	cmd := &cobra.Command{
		Use:   "check [FILE | --config FILE]",
		Short: "Say whether the server would take a configuration",
		Example: `  mintmark config check
  mintmark config check --no-secrets etc/mintmark.yaml`,
		Long: `It reads mintmark.yaml unless you name another file, with the secrets that it
refers to, and says of each mistake where it is. It reaches no database and no
issuer: mintmark doctor does.`,
		Args: atMostOne("a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if named != "" && len(args) > 0 {
				return usage("leave one of them out", "--config and %s are both there", args[0])
			}
			path := cmp.Or(append(args, named, defaultConfig)...)
			if blind {
				c, err := config.LoadWithoutSecrets(path)
				return p.sayRight(path, c, configError(path, err))
			}
			if err := p.loadEnvFile(cmd.Context(), envFile, cmd.Flags().Changed("env-file")); err != nil {
				return err
			}
			c, err := p.loadConfig(path)
			return p.sayRight(path, c, err)
		},
	}
	cmd.Flags().StringVar(&named, "config", "", "the same as FILE")
	cmd.Flags().StringVar(&envFile, "env-file", dotEnv, "read what the environment does not set from this `file`")
	cmd.Flags().BoolVar(&blind, "no-secrets", false, "look at the file alone, where its secrets are not")
	return cmd
}

func (p *program) sayRight(path string, c *config.Config, err error) error {
	if err != nil {
		return err
	}
	p.warnAboutPolicy(path, c)
	if p.json {
		return p.printJSON(map[string]any{"config": path, "ok": true})
	}
	return p.print(fmt.Appendf(nil, "%s is in order\n", printable(path)))
}

// A ruleFault is what is no mistake in a rule, and hardly meant.
type ruleFault struct{ found, advice string }

// warnAboutPolicy says so too of what speaks against a token of a profile, where there
// is a key to make one with.
func (p *program) warnAboutPolicy(path string, c *config.Config) {
	for _, f := range append(ruleFaults(c), p.profileFaults(c)...) {
		p.warn("%s: %s", path, f.found)
		p.hint(f.advice)
	}
}

func (p *program) profileFaults(c *config.Config) (all []ruleFault) {
	if len(c.Twilio.Keys) == 0 || c.Twilio.Keys[0].Secret == "" {
		return nil
	}
	samples := c.Policy.Samples()
	for i := range samples {
		v, err := judge(c, &samples[i], p.now())
		if err != nil {
			continue // the server says so, and does not start
		}
		for _, f := range v.Findings {
			if f.Severity == tokens.ErrorSeverity || f.Severity == tokens.WarningSeverity {
				all = append(all, ruleFault{"a token of the profile " + samples[i].Profile + ": " + f.Found, f.Fix})
			}
		}
	}
	return all
}

func ruleFaults(c *config.Config) []ruleFault {
	if !c.Policy.Gives() {
		return []ruleFault{{"no rule gives anything: every token is refused", "mintmark config example shows some"}}
	}
	return append(deadRules(c), misfits(c)...)
}

// deadRules are about nobody, or name somebody who is nobody, for nobody can log in
// so.
func deadRules(c *config.Config) (all []ruleFault) {
	var off []string
	if !c.Password {
		off = append(off, byPassword, byBasic)
		for _, n := range c.Policy.Users() {
			all = append(all, ruleFault{"the rule " + n.Rule + " names " + n.Names + ", and auth lets nobody log in with a password",
				"somebody with an ID token is named by the issuer too, as in corp:anna"})
		}
	}
	if len(c.OIDC) == 0 {
		off = append(off, byIDToken)
	}
	for _, id := range c.Policy.Bound(off...) {
		all = append(all, ruleFault{"the rule " + id + " is about nobody: auth lets nobody log in by its method",
			"name another method in its match, or let users log in by this one under auth"})
	}
	return all
}

// renames is what to do about names that a product refuses, by where a rule has
// them from.
var renames = map[string]string{
	"principal": `give the rule an identity: { from: claim, claim: NAME } of an ID token, or { from: request, match: "guest_*" }`,
	"claim":     "take another claim for the identity, or other profiles",
	"request":   `let the identity match letters, digits and underscores, such as "guest_*", or take other profiles`,
}

// misfits give nothing, to some or to all whom they are about: no token may have
// their names.
func misfits(c *config.Config) (all []ruleFault) {
	for _, m := range c.Policy.Misfits() {
		all = append(all, ruleFault{"the rule " + m.Rule + " never gives " + m.Profile + " to " + m.Names + ": the identity " + m.Why, renames[m.From]})
	}
	return all
}
