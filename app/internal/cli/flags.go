package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mintmark/tokens"
)

// A choice is a flag that takes one of a few words, the first by default.
type choice struct {
	value *string
	of    []string
}

func (c *choice) Set(text string) error {
	i := slices.IndexFunc(c.of, func(word string) bool { return strings.EqualFold(word, text) })
	if i < 0 {
		return fmt.Errorf("want one of %s", strings.Join(c.of, ", "))
	}
	*c.value = c.of[i]
	return nil
}

func (c *choice) String() string {
	if c.value == nil || *c.value == "" {
		return ""
	}
	return *c.value
}

func (c *choice) Type() string { return "when" }

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

// noArguments is for commands that take flags only.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(cmd.CommandPath()+" --help shows what it takes", "%s takes no arguments", cmd.CommandPath())
}

// flagError says what is wrong with a flag in the words of the other errors.
func (p *program) flagError(cmd *cobra.Command, err error) error {
	if !cmd.HasParent() && len(p.args) > 0 && !strings.HasPrefix(p.args[0], "-") {
		return unknownCommand(cmd, p.args[0])
	}
	if cmd.Name() == "token" && cmd.Flags().NArg() > 0 {
		return p.commandsOnly(cmd, cmd.Flags().Args())
	}
	see := cmd.CommandPath() + " --help lists the flags"
	var unknown *pflag.NotExistError
	var needs *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		return unknownFlag(cmd, "--", unknown.GetSpecifiedName(), see)
	case errors.As(err, &unknown):
		return unknownFlag(cmd, "-", unknown.GetSpecifiedName(), see)
	case errors.As(err, &needs) && needs.GetFlag() != nil:
		_, means := pflag.UnquoteUsage(needs.GetFlag())
		return usage(means, "--%s needs a value", needs.GetFlag().Name)
	case errors.As(err, &invalid):
		return invalidFlag(invalid)
	}
	return usage(see, "%w", err)
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

// invalidFlag says which flag has which wrong value.
func invalidFlag(err *pflag.InvalidValueError) error {
	name := "--" + err.GetFlag().Name
	var field *tokens.FieldError
	switch {
	case err.GetValue() == "":
		return emptyFlag(name)
	case errors.As(err, &field):
		return usage("", "%w", underFlag(name, err))
	}
	return usage("", "%s is %q: %w", name, err.GetValue(), err.Unwrap())
}

// underFlag names the flag where the error names a field.
func underFlag(flag string, err error) error {
	var field *tokens.FieldError
	if !errors.As(err, &field) {
		return fmt.Errorf("%s: %w", flag, err)
	}
	return &tokens.FieldError{Path: flag, Want: field.Want, Got: field.Got}
}

// emptyFlag is for --jti "": most often a shell variable that is not set, and
// taking it for no flag would drop without a word what was asked for.
func emptyFlag(name string) error {
	hint := "a shell variable that is not set? give it a value, or leave it out"
	if name == "--identity" {
		hint = "it says who the holder is: --identity alice"
	}
	return usage(hint, "%s is empty", name)
}

// refuseEmpty looks at the flags of every command; those of grants look
// themselves.
func refuseEmpty(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if err == nil && holdsNothing(f.Value) {
			err = emptyFlag("--" + f.Name)
		}
	})
	return err
}

// holdsNothing reports whether a text is empty, or a list or one of its texts.
func holdsNothing(v pflag.Value) bool {
	list, ok := v.(pflag.SliceValue)
	if !ok {
		return v.Type() == "string" && v.String() == ""
	}
	return len(list.GetSlice()) == 0 || slices.Contains(list.GetSlice(), "")
}
