package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type taskRouterFlags struct {
	capabilityFlags
	workspace, channel, name string
	presets                  tokens.TaskRouterPresets
	noDefaults               bool
	policies                 []string // JSON
}

// taskRouterCapabilityCmd makes the tokens of taskrouter.js.
func (p *program) taskRouterCapabilityCmd() *cobra.Command {
	f := &taskRouterFlags{}
	cmd := &cobra.Command{
		Use:   "taskrouter-capability --workspace-sid WS… --channel-sid WK… [flags]",
		Short: "Mint a TaskRouter capability token, for taskrouter.js",
		Example: `  mintmark mint taskrouter-capability --workspace-sid WS… --channel-sid WK… --update-activity
  mintmark mint taskrouter-capability --workspace-sid WS… --channel-sid WQ… --fetch-subresources
  mintmark mint taskrouter-capability --workspace-sid WS… --channel-sid WS… --no-defaults \
      --policy '{"url":"https://taskrouter.twilio.com/v1/Workspaces/WS…","method":"GET","allow":true}'`,
		Long: `The token says what its holder may do in policies. It has those that the channel
needs: to listen on the event bridge and to read itself, and for a worker to read
activities, tasks and its reservations; the flags add more. "mintmark check --may"
asks what a token allows.

It is signed with the account's auth token, which comes from --secret or
--secret-file, else from TWILIO_AUTH_TOKEN in the environment or .env, else from a
prompt on a terminal. twilio-taskrouter.js does not take it: for that mint an
access token with task-router.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.mintTaskRouterCapability(cmd, f) },
	}
	f.add(cmd)
	return cmd
}

func (f *taskRouterFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.workspace, "workspace-sid", "", "the workspace, `WS...` (required)")
	flags.StringVar(&f.channel, "channel-sid", "", "whom it is for: a worker, a task queue or the workspace, `WK...` (required)")
	flags.StringVar(&f.name, "friendly-name", "", "a `name` for the channel (default its SID)")
	for _, preset := range []struct {
		to         *bool
		name, help string
	}{
		{&f.presets.UpdateSelf, "update-self", "may change the channel"},
		{&f.presets.DeleteSelf, "delete-self", "may delete the channel"},
		{&f.presets.FetchSubresources, "fetch-subresources", "may read everything under the channel"},
		{&f.presets.UpdateSubresources, "update-subresources", "may change everything under the channel"},
		{&f.presets.DeleteSubresources, "delete-subresources", "may delete everything under the channel"},
		{&f.presets.UpdateActivity, "update-activity", "a worker may change its activity"},
		{&f.presets.UpdateReservations, "update-reservations", "a worker may change tasks and its reservations"},
	} {
		flags.BoolVar(preset.to, preset.name, false, preset.help)
	}
	flags.StringArrayVar(&f.policies, "policy", nil, "a policy as it stands in a token, `JSON`, or a list of them; may be repeated")
	flags.BoolVar(&f.noDefaults, "no-defaults", false, "leave out what the channel needs")
	f.capabilityFlags.add(cmd)
}

func (p *program) mintTaskRouterCapability(cmd *cobra.Command, f *taskRouterFlags) error {
	if err := p.prepare(cmd, &f.capabilityFlags); err != nil {
		return err
	}
	c, err := f.capability()
	if err != nil {
		return err
	}
	c.IssuedAt, c.NotBefore = p.times(cmd, &f.capabilityFlags)
	return p.signCapability(cmd, &f.capabilityFlags, c.Sign)
}

// capability is what was asked for: the defaults, the presets, the own policies.
func (f *taskRouterFlags) capability() (*tokens.TaskRouterCapability, error) {
	worker := f.presets.UpdateActivity || f.presets.UpdateReservations
	switch {
	case f.workspace == "":
		return nil, usage("--workspace-sid WS…", "--workspace-sid is missing")
	case f.channel == "":
		return nil, usage("--channel-sid takes the SID of a worker, a task queue or the workspace", "--channel-sid is missing")
	case worker && !strings.HasPrefix(f.channel, "WK"):
		return nil, usage("--channel-sid WK…", "--update-activity and --update-reservations are for workers")
	}
	c := &tokens.TaskRouterCapability{AccountSID: f.account, WorkspaceSID: f.workspace, ChannelSID: f.channel, FriendlyName: f.name, TTL: f.ttl.d}
	if !f.noDefaults {
		c.Policies = c.DefaultPolicies()
	}
	c.Policies = append(c.Policies, f.presets.Policies(c)...)
	for _, text := range f.policies {
		more, err := parsePolicies(text)
		if err != nil {
			return nil, err
		}
		c.Policies = append(c.Policies, more...)
	}
	if len(c.Policies) == 0 {
		return nil, usage("leave out --no-defaults, or add --policy", "the token would allow nothing")
	}
	return c, nil
}
