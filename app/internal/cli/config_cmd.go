package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"mintmark/app/internal/config"
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
	var envFile string
	var blind bool
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Say whether the server would take a configuration",
		Example: `  mintmark config check
  mintmark config check --no-secrets etc/mintmark.yaml`,
		Long: `It reads mintmark.yaml unless you name another file, with the secrets that it
refers to, and says of each mistake where it is. It reaches no database and no
issuer: mintmark doctor does.`,
		Args: atMostOne("a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := cmp.Or(append(args, defaultConfig)...)
			if blind {
				_, err := config.LoadWithoutSecrets(path)
				return p.sayRight(path, configError(path, err))
			}
			if err := p.loadEnvFile(cmd.Context(), envFile, cmd.Flags().Changed("env-file")); err != nil {
				return err
			}
			_, err := p.loadConfig(path)
			return p.sayRight(path, err)
		},
	}
	cmd.Flags().StringVar(&envFile, "env-file", dotEnv, "read what the environment does not set from this `file`")
	cmd.Flags().BoolVar(&blind, "no-secrets", false, "look at the file alone, where its secrets are not")
	return cmd
}

func (p *program) sayRight(path string, err error) error {
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(map[string]any{"config": path, "ok": true})
	}
	return p.print(fmt.Appendf(nil, "%s is in order\n", printable(path)))
}
