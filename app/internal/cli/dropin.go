package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// A dropIn is one command of the Twilio CLI's token plugin. Name, flags and
// output are the plugin's. What its help says it does, also where the plugin
// does something else.
type dropIn struct {
	name, short string
	required    []string // flags
	optional    []string
	grant       func(v dropInValues) tokens.Grant                      // of an access token
	capability  func(v dropInValues, life dropInLife) capabilitySigner // of the others
}

// dropInValues are the values of the flags, by name.
type dropInValues map[string]*string

func (v dropInValues) get(name string) string {
	if v[name] == nil {
		return ""
	}
	return *v[name]
}

// dropInLife is what every token says of itself.
type dropInLife struct {
	account string
	ttl     time.Duration
	issued  time.Time
}

type capabilitySigner func(authToken string) (string, error)

var dropIns = []dropIn{
	{
		name: "token:voice", short: "Mint an access token for calls",
		required: []string{"identity", "voice-app-sid"}, optional: []string{"allow-incoming", "push-credential-sid"},
		grant: func(v dropInValues) tokens.Grant {
			return &tokens.Voice{
				Incoming:          tokens.Incoming{Allow: v.get("allow-incoming") == "true"},
				Outgoing:          tokens.Outgoing{ApplicationSID: v.get("voice-app-sid")},
				PushCredentialSID: v.get("push-credential-sid"),
			}
		},
	},
	{
		name: "token:video", short: "Mint an access token for video rooms",
		required: []string{"identity"}, optional: []string{"room-name"},
		grant: func(v dropInValues) tokens.Grant { return &tokens.Video{Room: v.get("room-name")} },
	},
	{
		name: "token:chat", short: "Mint an access token for Conversations",
		required: []string{"identity", "chat-service-sid"},
		grant:    func(v dropInValues) tokens.Grant { return &tokens.Chat{ServiceSID: v.get("chat-service-sid")} },
	},
	{
		name: "token:sync", short: "Mint an access token for Sync",
		required: []string{"identity", "sync-service-sid"},
		grant:    func(v dropInValues) tokens.Grant { return &tokens.Sync{ServiceSID: v.get("sync-service-sid")} },
	},
	{
		name: "token:flex", short: "Mint an access token for a worker of Flex",
		required: []string{"worker-sid", "workspace-sid"}, optional: []string{"identity"},
		grant: func(v dropInValues) tokens.Grant {
			return &tokens.TaskRouter{WorkspaceSID: v.get("workspace-sid"), WorkerSID: v.get("worker-sid"), Role: "worker"}
		},
	},
	{
		name: "token:capability:client", short: "Mint a client capability token",
		required: []string{"identity", "voice-app-sid"}, optional: []string{"allow-incoming"},
		capability: clientDropIn,
	},
	{
		name: "token:capability:worker", short: "Mint a TaskRouter capability token for a worker",
		required:   []string{"worker-sid", "workspace-sid"},
		capability: workerDropIn,
	},
}

// clientDropIn lets calls come from the identity too: without that it would
// not be in a token that takes no calls.
func clientDropIn(v dropInValues, life dropInLife) capabilitySigner {
	c := tokens.ClientCapability{AccountSID: life.account, TTL: life.ttl, IssuedAt: life.issued}
	c.Scopes = append(c.Scopes, &tokens.OutgoingScope{ApplicationSID: v.get("voice-app-sid"), ClientName: v.get("identity")})
	if v.get("allow-incoming") == "true" {
		c.Scopes = append(c.Scopes, &tokens.IncomingScope{ClientName: v.get("identity")})
	}
	return c.Sign
}

// workerDropIn has the ten policies that the plugin lists. It signs two.
func workerDropIn(v dropInValues, life dropInLife) capabilitySigner {
	if err := tokens.CheckSID("WK", v.get("worker-sid")); err != nil {
		return func(string) (string, error) { return "", underFlag("--worker-sid", err) }
	}
	c := tokens.TaskRouterCapability{
		AccountSID: life.account, WorkspaceSID: v.get("workspace-sid"), ChannelSID: v.get("worker-sid"), TTL: life.ttl, IssuedAt: life.issued,
	}
	workspace := "https://taskrouter.twilio.com/v1/Workspaces/" + c.WorkspaceSID
	c.Policies = append(c.DefaultPolicies(),
		tokens.Policy{URL: workspace, Method: "GET"},
		tokens.Policy{URL: workspace + "/**", Method: "GET"},
		tokens.Policy{URL: workspace + "/Activities", Method: "POST"},
		tokens.Policy{URL: workspace + "/Workers/" + c.ChannelSID + "/Reservations/**", Method: "POST"},
	)
	return c.Sign
}

// dropInHelp is the plugin's help, and the field of a token that a flag fills.
var dropInHelp = map[string]struct{ help, field string }{
	"identity":            {"who the holder is: a `name`", "identity"},
	"voice-app-sid":       {"the TwiML app for outgoing calls, `AP...`", "voice.outgoing.application_sid appSid"},
	"allow-incoming":      {"allow incoming calls, `true|false` (default true)", ""},
	"push-credential-sid": {"the push credential for incoming calls, `CR...`", "voice.push_credential_sid"},
	"room-name":           {"the `room` that the token opens (default every one)", "video.room"},
	"chat-service-sid":    {"the Conversations service, `IS...`", "chat.service_sid"},
	"sync-service-sid":    {"the Sync service, `IS...`", "data_sync.service_sid"},
	"worker-sid":          {"the worker, `WK...`", "task_router.worker_sid channel"},
	"workspace-sid":       {"the workspace, `WS...`", "task_router.workspace_sid workspace_sid"},
}

// dropInFlags are those of every command of the plugin.
type dropInFlags struct {
	secretFlags
	own                       dropInValues
	ttl                       span
	output, logLevel, profile string
	silent                    bool
}

// tokenCmd lists the plugin's commands, which are for scripts that know them:
// the main help is silent about them.
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
	if err := p.credentials(ids, d.grant != nil); err != nil {
		return usage("put it in .env, or export it", "%w", err)
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
	if f.logLevel != "error" && f.logLevel != "none" {
		p.warnAbout(issued, text)
	}
	return p.printDropIn(text, f)
}

// prepareDropIn reads the environment and asks for what the command needs.
func (p *program) prepareDropIn(cmd *cobra.Command, d *dropIn, f *dropInFlags) error {
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return err
	}
	if err := refuseEmpty(cmd); err != nil {
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
		return p.printJSON([]struct {
			JWT string `json:"jwt"`
		}{{text}})
	}
	return p.print([]byte(text + "\n"))
}

// explainDropIn says which flag or name an error of the library is about.
func explainDropIn(err error, secretSource string) error {
	var field *tokens.FieldError
	switch {
	case errors.Is(err, tokens.ErrTTL):
		return usage("--ttl takes seconds, up to 86400", "%w", err)
	case errors.Is(err, tokens.ErrIdentity):
		return usage("another --identity will do", "%w", err)
	case errors.Is(err, tokens.ErrSecret):
		return usage("it comes from "+secretSource, "%w", err)
	case !errors.As(err, &field):
		return err
	case field.Path == "clientName":
		return usage("it comes from --identity", "%w", err)
	case field.Path == "account_sid" || field.Path == "key_sid":
		return usage("it comes from the environment", "%w", withoutValue(field))
	}
	for name, flag := range dropInHelp {
		if strings.Contains(" "+flag.field+" ", " "+field.Path+" ") {
			return usage("it comes from --"+name, "%w", err)
		}
	}
	return err
}
