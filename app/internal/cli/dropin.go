package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// dropInFlags are those of every command of the plugin.
type dropInFlags struct {
	secretFlags
	own                       dropInValues
	ttl                       span
	output, logLevel, profile string
	out                       string
	silent                    bool
}

// tokenCmd lists the plugin's commands, which are for scripts that know them:
// the main help names this command alone.
func (p *program) tokenCmd() *cobra.Command {
	long := `Where a script calls "twilio token:voice", call "mintmark token:voice": commands,
flags and output are the same, and do what the plugin's help says. They take
TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET, or for
token:capability:… TWILIO_AUTH_TOKEN, from the environment or .env.

`
	for _, d := range dropIns {
		long += fmt.Sprintf("  %-25s%s\n", d.name, d.short)
	}
	return &cobra.Command{
		Use:     "token",
		Short:   "List the commands of the Twilio CLI's token plugin, which work here too",
		Long:    long,
		Example: `  mintmark token:voice --identity alice --voice-app-sid AP… --ttl 3600 -o json`,
		Hidden:  true,
		Args:    p.commandsOnly,
		Run:     func(cmd *cobra.Command, _ []string) { _ = cmd.Help() },
	}
}

func (p *program) dropInCmd(d dropIn) *cobra.Command {
	f := &dropInFlags{own: dropInValues{}, output: "columns", logLevel: "info"}
	cmd := &cobra.Command{
		Use:     d.name,
		Short:   d.short,
		Example: "  mintmark " + d.name + " --" + strings.Join(d.required, " … --") + " …",
		Long:    "As in the Twilio CLI; \"mintmark help token\" says more. -o json prints [{\"jwt\":\"…\"}].",
		Hidden:  true,
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.dropIn(cmd, &d, f) },
	}
	flags := cmd.Flags()
	for _, name := range append(d.required, d.optional...) {
		value := new(string)
		f.own[name] = value
		if name == "allow-incoming" {
			*value = "true"
			flags.Var(&choice{value, []string{"true", "false"}}, name, dropInHelp[name].help)
			flags.Lookup(name).DefValue = ""
			continue
		}
		flags.StringVar(value, name, "", dropInHelp[name].help)
	}
	flags.Var(&f.ttl, "ttl", "how long the token lives, in `seconds`, up to 86400 (default 3600)")
	flags.VarP(&choice{&f.output, []string{"columns", "json", "tsv", "none"}}, "cli-output-format", "o", "print in this `format`: columns, json, tsv or none")
	flags.VarP(&choice{&f.logLevel, []string{"debug", "info", "warn", "error", "none"}}, "cli-log-level", "l", "say as much as this `level`: debug, info, warn, error or none")
	flags.StringVar(&f.out, "out", "", outHelp)
	flags.BoolVar(&f.silent, "silent", false, "print nothing and say nothing: -o none -l none")
	flags.StringVarP(&f.profile, "profile", "p", "", "not here: credentials come from the environment")
	flags.Lookup("profile").Hidden = true
	if d.capability != nil {
		f.of = authToken
	}
	f.add(cmd)
	return cmd
}

func (p *program) dropIn(cmd *cobra.Command, d *dropIn, f *dropInFlags) error {
	if err := p.prepareDropIn(cmd, d, f); err != nil {
		return err
	}
	ids := &sids{}
	if err := p.credentials(ids, demand{key: d.grant != nil, secret: &f.secretFlags, twilioCLI: true}); err != nil {
		return err
	}
	issued := p.now()
	sign := func(secret string) (string, error) {
		return d.capability(f.own, dropInLife{ids.account, f.ttl.d, issued})(secret)
	}
	form := anyAuthToken
	if d.grant != nil {
		t := accessDropIn(d, f, ids, issued)
		sign, form = t.Sign, strings.Repeat("x", 32)
	}
	if _, err := sign(form); err != nil {
		return explainDropIn(err, "")
	}
	secret, err := p.needSecret(cmd.Context(), &f.secretFlags)
	if err != nil {
		return err
	}
	text, err := sign(secret.text)
	if err != nil {
		return explainDropIn(err, secret.source)
	}
	if err := p.dropInOwner(d, ids, secret); err != nil {
		return err
	}
	if f.logLevel != "error" && f.logLevel != "none" {
		if d.grant != nil {
			p.warnIfSample(secret)
		}
		p.warnAbout(issued, text)
	}
	return p.printDropIn(text, f)
}

// dropInOwner holds the secret against the SID that it is to sign for.
func (p *program) dropInOwner(d *dropIn, ids *sids, secret foundSecret) error {
	if d.grant != nil {
		return secret.signsFor(ids.keySID, p.sidSource("", ids.keySID, keyNames))
	}
	return secret.signsFor(ids.account, p.sidSource("", ids.account, accountNames))
}

// prepareDropIn reads the environment and asks for what the command needs.
func (p *program) prepareDropIn(cmd *cobra.Command, d *dropIn, f *dropInFlags) error {
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return err
	}
	for _, name := range d.required {
		if f.own.get(name) == "" {
			return usage(cmd.CommandPath()+" --help lists the flags", "--%s is missing", name)
		}
	}
	switch {
	case f.profile != "":
		return usage("export TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET, or TWILIO_AUTH_TOKEN for token:capability", "the profiles of the Twilio CLI are not read")
	case cmd.Flags().Changed("ttl") && f.ttl.d == 0:
		return explainDropIn(fmt.Errorf("%w, got 0s", tokens.ErrTTL), "")
	case f.silent:
		f.output, f.logLevel = "none", "none"
	case p.json:
		f.output = "json"
	}
	return nil
}

// accessDropIn is the token that was asked for. One for Flex, which has no flag
// for an identity in the plugin, is for its worker.
func accessDropIn(d *dropIn, f *dropInFlags, ids *sids, issued time.Time) *tokens.AccessToken {
	t := &tokens.AccessToken{
		AccountSID: ids.account, KeySID: ids.keySID, Identity: f.own.get("identity"),
		TTL: f.ttl.d, IssuedAt: issued, Grants: []tokens.Grant{d.grant(f.own)},
	}
	if t.Identity == "" {
		t.Identity = f.own.get("worker-sid")
	}
	return t
}

func (p *program) printDropIn(text string, f *dropInFlags) error {
	switch f.output {
	case "none":
		return nil
	case "json":
		result, err := marshal([]struct {
			JWT string `json:"jwt"`
		}{{text}})
		if err != nil {
			return err
		}
		return p.write(f.out, append(result, '\n'))
	}
	return p.write(f.out, []byte(text+"\n"))
}
