package cli

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
	"mintmark/app/internal/strictyaml"
)

func (a *audit) pruneCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "prune",
		Short: "Remove old rows",
		Example: `  mintmark audit prune --before 90d
  mintmark audit prune --before 2026-01-01`,
		Long: `Rows of tokens that had not expired by then stay, and so does the latest row. That
it was done is a row too. The server goes on meanwhile. The database does not get
smaller: what becomes free is used again.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("before") {
				return usage(cmd.CommandPath()+" --before 90d", "say with --before how old")
			}
			return a.prune(cmd.Context())
		},
	}
	cmd.Flags().Var(&a.before, "before", "older than that, 90d, or from before a `time`, 2026-01-01")
	return cmd
}

// A pruned is what was removed, as JSON.
type pruned struct {
	Before  time.Time `json:"before"`
	Removed int       `json:"removed"`
}

func (a *audit) prune(ctx context.Context) error {
	now := a.now()
	before := a.before.from(now)
	if before.After(now) {
		return usage("--before 90d", "--before %s is in the future", before.UTC().Format(time.RFC3339))
	}
	s, err := a.openExisting(ctx, a.program, noTrail)
	if err != nil {
		return err
	}
	defer s.Close()
	n, err := store.Prune(ctx, s, before, store.Event{Time: now, Method: "cli"})
	if err != nil && n == 0 {
		return err
	}
	if a.json {
		err = errors.Join(err, a.printJSON(pruned{before.UTC(), n}))
	} else {
		a.tell("removed %s from before %s", store.Rows(n), before.UTC().Format(time.RFC3339))
	}
	return err
}

// An age is a flag that takes how long ago something was, or when.
type age struct{ moment }

func (g *age) Set(text string) error {
	if d, ok := strictyaml.ParseDuration(text); ok && d > 0 && text[0] != '+' {
		g.moment = moment{text: text, offset: -d}
		return nil
	}
	if n, err := strconv.Atoi(text); err == nil && abs(int64(n)) < 1e6 {
		return errors.New("the unit is missing: want " + text + "d for days")
	}
	if g.moment.Set(text) != nil {
		return errors.New("want an age such as 90d or 12h, or a time such as 2026-01-01")
	}
	return nil
}
