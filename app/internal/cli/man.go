package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// manCmd writes manual pages. It makes them out of the help itself: the package
// that cobra has for it brings a Markdown parser, whose start-up costs every run
// of every command a fifth of its time.
func (p *program) manCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "man folder",
		Short:   "Write the manual pages into a folder",
		Example: "  mintmark man /usr/local/share/man/man1\n  mintmark man . && man ./mintmark-mint.1",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] != "" {
				return nil
			}
			return usage("mintmark man .", "want one folder")
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.manual(cmd.Root(), args[0]) },
	}
}

func (p *program) manual(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write the manual: %w", err)
	}
	date, _, _ := strings.Cut(thisBuild().Time, "T")
	if date == "" {
		date = p.now().UTC().Format(time.DateOnly)
	}
	pages, err := writeManual(root, dir, date)
	switch {
	case err != nil:
		return fmt.Errorf("write the manual: %w", err)
	case p.json:
		return p.printJSON(map[string]any{"folder": dir, "pages": pages})
	}
	p.tell("wrote %d pages to %s", len(pages), dir)
	return nil
}

// writeManual writes a page for the command and for each below it, and returns
// their names.
func writeManual(cmd *cobra.Command, dir, date string) (pages []string, err error) {
	cmd.InitDefaultHelpFlag()
	name := manName(cmd) + ".1"
	if err := os.WriteFile(filepath.Join(dir, name), manPage(cmd, date), 0o644); err != nil {
		return nil, err
	}
	pages = append(pages, name)
	for _, c := range cmd.Commands() {
		if c.Name() == "help" {
			continue
		}
		below, err := writeManual(c, dir, date)
		if err != nil {
			return nil, err
		}
		pages = append(pages, below...)
	}
	return pages, nil
}

// manName is "mintmark-mint".
func manName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// variables is what the environment may hold.
var variables = []struct {
	names []string
	help  string
}{
	{accountNames, "the account, AC..."},
	{keyNames, "the API key, SK..."},
	{secretNames, "its secret, which signs access tokens"},
	{authTokenNames, "the account's auth token, which signs capability tokens"},
	{[]string{"NO_COLOR"}, "set to anything: no color"},
}

func manPage(cmd *cobra.Command, date string) []byte {
	var r roff
	fmt.Fprintf(&r, ".TH %q 1 %q %q \"\"\n", strings.ToUpper(manName(cmd)), date, "mintmark "+thisBuild().Version)
	r.section("NAME")
	line(&r, escaped(manName(cmd)+" - "+strings.ToLower(cmd.Short[:1])+cmd.Short[1:]))
	r.section("SYNOPSIS")
	r.verbatim(useLine(cmd))
	if cmd.Long != "" {
		r.section("DESCRIPTION")
		r.paragraphs(cmd.Long)
	}
	if !cmd.HasParent() {
		r.section("ENVIRONMENT")
		for _, v := range variables {
			line(&r, ".TP\n.B "+escaped(strings.Join(v.names, ", "))+"\n"+escaped(v.help))
		}
		r.section("FILES")
		line(&r, ".TP\n.B .env\n"+escaped("what the environment does not set, read in the working folder unless --env-file names another; a regular file of at most 1 MiB"))
		line(&r, ".TP\n.B "+escaped(defaultDB)+"\n"+escaped("users and audit trail of mintmark serve, unless --db names another"))
	}
	cmd.Flags().SortFlags = false
	r.flags("OPTIONS", cmd.NonInheritedFlags())
	r.flags("OPTIONS OF EVERY COMMAND", cmd.InheritedFlags())
	if cmd.Example != "" {
		r.section("EXAMPLES")
		r.verbatim(cmd.Example)
	}
	r.seeAlso(cmd)
	return r.Bytes()
}

// seeAlso names the command above and those below.
func (r *roff) seeAlso(cmd *cobra.Command) {
	var pages []string
	if cmd.HasParent() {
		pages = append(pages, manName(cmd.Parent()))
	}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "token" {
			pages = append(pages, manName(c))
		}
	}
	if len(pages) == 0 {
		return
	}
	r.section("SEE ALSO")
	for i, page := range pages {
		comma := ","
		if i == len(pages)-1 {
			comma = ""
		}
		line(r, ".BR "+escaped(page)+" (1)"+comma)
	}
}
