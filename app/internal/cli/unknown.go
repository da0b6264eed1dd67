package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commandsOnly is for a command that takes nothing but the name of a command.
func (p *program) commandsOnly(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if name := "token:" + strings.Join(args, ":"); cmd.Name() == "token" {
		return unknownDropIn(name, strings.Join(args, " "))
	}
	return unknownCommand(cmd, args[0])
}

// unknownDropIn is for a command of the Twilio CLI with blanks in place of the
// colons, or with a slip.
func unknownDropIn(name, typed string) error {
	if near := nearest(name, dropInNames()); len(near) > 0 {
		return usage("did you mean mintmark "+near[0]+"?", "unknown command %q", typed)
	}
	return usage("mintmark help token lists those of the Twilio CLI", "unknown command %q", shorten(typed))
}

// helpForNothing is for --help behind a command that there is none: the help of
// another is no answer to that.
func helpForNothing(root *cobra.Command, args []string) error {
	if !slices.Contains(args, "--help") && !slices.Contains(args, "-h") || args[0] == "help" {
		return nil
	}
	found, rest, err := root.Find(args)
	if err != nil || len(rest) == 0 || strings.HasPrefix(rest[0], "-") || !found.HasSubCommands() || len(found.ValidArgs) > 0 {
		return nil
	}
	return unknownCommand(found, rest[0])
}

// unknownCommand never repeats a token.
func unknownCommand(parent *cobra.Command, name string) error {
	if strings.HasPrefix(name, "token:") {
		return unknownDropIn(name, name)
	}
	switch near := slices.Compact(append(meant(name, parent), nearest(name, commandNames(parent))...)); {
	case strings.Count(name, ".") == 2 || len(name) > 40:
		return usage("mintmark decode TOKEN reads it, mintmark check TOKEN judges it", "no command is named")
	case len(near) > 0:
		return usage("did you mean "+strings.Join(near, " or ")+"?", "unknown command %q", name)
	}
	return usage(parent.CommandPath()+" --help lists the commands", "unknown command %q", name)
}

// suggestedFor notes other words for what a command does.
func suggestedFor(cmd *cobra.Command, words ...string) *cobra.Command {
	cmd.SuggestFor = words
	return cmd
}

// meant is the commands that do what a word says.
func meant(word string, parent *cobra.Command) (names []string) {
	for _, cmd := range parent.Commands() {
		if slices.Contains(cmd.SuggestFor, strings.ToLower(word)) {
			names = append(names, cmd.Name())
		}
	}
	return names
}

func commandNames(parent *cobra.Command) []string {
	var names []string
	for _, cmd := range parent.Commands() {
		if cmd.IsAvailableCommand() {
			names = append(names, cmd.Name())
		}
	}
	return names
}

// otherFlags are what other programs call a flag.
var otherFlags = map[string]string{
	"jwks": "key", "jwk": "key", "pem": "key", "cert": "key", "pubkey": "key", "public-key": "key", "private-key": "key", "keyfile": "key", "key-file": "key", "k": "key",
	"file": "in", "input": "in", "i": "in", "f": "in", "s": "secret-file", "o": "out", "output": "out",
	"issuer": "iss", "audience": "aud", "algorithm": "alg", "expires-in": "ttl", "exp": "ttl", "timezone": "tz",
}

func unknownFlag(cmd *cobra.Command, hyphens, name, see string) error {
	if other := otherFlags[name]; cmd.Flags().Lookup(other) != nil {
		return usage("did you mean --"+other+"?", "unknown flag %s%s", hyphens, name)
	}
	if hyphens == "-" {
		return usage(see, "unknown flag -%s", name)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	near := nearest(name, names)
	switch {
	case slices.Contains(cmd.ValidArgs, name):
		return usage("did you mean "+name+", without hyphens?", "unknown flag --%s", name)
	case len(near) == 0:
		return usage(see, "unknown flag --%s", name)
	}
	return usage("did you mean --"+strings.Join(near, " or --")+"?", "unknown flag --%s", name)
}
