package cli

import (
	"github.com/spf13/cobra"

	"mintmark/app/internal/deploy"
)

// deployCmd prints what it takes to run the server.
func (p *program) deployCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "deploy",
		Short: "Print what runs the server: a guide, a systemd unit, manifests, a Dockerfile",
		Example: `  mintmark deploy systemd >/etc/systemd/system/mintmark.service
  mintmark deploy dockerfile >Dockerfile
  mintmark deploy kubernetes >manifests.yaml   what to edit is marked EDIT
  mintmark deploy guide                        all of it, step by step`,
		Long: `Each file begins with how to use it.`,
		Args: p.commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		suggestedFor(p.printedCmd("guide", "Print how to come from a first try to production", deploy.Guide), "help", "docs", "production", "readme"),
		p.printedCmd("systemd", "Print a systemd unit", deploy.Systemd),
		suggestedFor(p.printedCmd("kubernetes", "Print Kubernetes manifests", deploy.Kubernetes), "k8s", "helm", "kubectl"),
		suggestedFor(p.printedCmd("dockerfile", "Print a Dockerfile", deploy.Dockerfile), "docker", "container", "podman"),
	)
	return cmd
}

// printedCmd is a command that prints a file.
func (p *program) printedCmd(name, short, text string) *cobra.Command {
	return &cobra.Command{
		Use:   name,
		Short: short,
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			if p.json {
				return p.printJSON(map[string]string{"file": text})
			}
			return p.print([]byte(text))
		},
	}
}
