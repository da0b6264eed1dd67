package cli

import "github.com/spf13/cobra"

// noArguments is for commands that take flags only.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(cmd.CommandPath()+" --help shows what it takes", "%s takes no arguments", cmd.CommandPath())
}

// atMostOne is for commands with one argument that may be left out.
func atMostOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usage("put it in quotes", "%s takes %s as one argument, got %d", cmd.CommandPath(), what, len(args))
		}
		return nil
	}
}
