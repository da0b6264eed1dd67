package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mintmark/tokens"
)

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

// invalidFlag says which flag has which wrong value.
func invalidFlag(err *pflag.InvalidValueError) error {
	name := "--" + err.GetFlag().Name
	var field *tokens.FieldError
	var number *strconv.NumError
	switch {
	case err.GetValue() == "":
		return emptyFlag(name)
	case errors.As(err, &number):
		return usage("", "%s is %q: want a number", name, err.GetValue())
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
