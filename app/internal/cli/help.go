package cli

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// help prints what a command is for: commands worth copying come first, then
// the flags under their headings.
func (p *program) help(cmd *cobra.Command, _ []string) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s.\n", cmd.Short)
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\n%s\n", cmd.Example)
	}
	fmt.Fprintf(&b, "\nUsage:\n  %s\n", useLine(cmd))
	if cmd.Long != "" {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(cmd.Long))
	}
	helpCommands(&b, cmd)
	helpFlags(&b, cmd)
	if p.json {
		_ = p.printJSON(map[string]string{"command": cmd.CommandPath(), "help": b.String()})
		return
	}
	_ = p.print(b.Bytes())
}

func useLine(cmd *cobra.Command) string {
	if cmd.HasAvailableSubCommands() && (!cmd.HasParent() || !cmd.Runnable()) {
		return cmd.CommandPath() + " command [flags]"
	}
	return cmd.UseLine()
}

// helpCommands lists the commands under their groups, those without one last.
func helpCommands(b *bytes.Buffer, cmd *cobra.Command) {
	rest := &cobra.Group{Title: "Commands"}
	if len(cmd.Groups()) > 0 {
		rest.Title = "More"
	}
	width := 0
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			width = max(width, len(c.Name()))
		}
	}
	for _, g := range append(cmd.Groups(), rest) {
		var lines strings.Builder
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() && c.GroupID == g.ID {
				fmt.Fprintf(&lines, "  %-*s  %s\n", width, c.Name(), c.Short)
			}
		}
		if lines.Len() > 0 {
			fmt.Fprintf(b, "\n%s:\n%s", g.Title, lines.String())
		}
	}
}

// sectionKey annotates a flag with the heading that it stands under.
const sectionKey = "section"

func section(f *pflag.Flag) string {
	if s := f.Annotations[sectionKey]; len(s) > 0 {
		return s[0]
	}
	return ""
}

// helpFlags lists the flags section by section, in the order in which the
// command names them; first those without one.
func helpFlags(b *bytes.Buffer, cmd *cobra.Command) {
	headings := []string{""}
	sets := map[string]*pflag.FlagSet{}
	add := func(heading string, f *pflag.Flag) {
		if f.Hidden {
			return
		}
		if sets[heading] == nil {
			sets[heading] = pflag.NewFlagSet(heading, pflag.ContinueOnError)
			sets[heading].SortFlags = false
			if heading != "" {
				headings = append(headings, heading)
			}
		}
		sets[heading].AddFlag(f)
	}
	cmd.Flags().SortFlags = false
	cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) { add(section(f), f) })
	cmd.InheritedFlags().VisitAll(func(f *pflag.Flag) { add("Every command", f) })
	for _, h := range headings {
		if h != "" {
			fmt.Fprintf(b, "\n%s:\n", h)
		} else {
			fmt.Fprintf(b, "\nFlags:\n")
		}
		if sets[h] != nil {
			b.WriteString(sets[h].FlagUsages())
		}
	}
}

// helpCmd is mintmark help [command].
func (p *program) helpCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Show what a command takes",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err == nil && len(rest) > 0 && found.HasSubCommands() {
				err = unknownCommand(found, rest[0])
			}
			if err != nil {
				return err
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}
