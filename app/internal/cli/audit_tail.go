package cli

import (
	"context"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
)

func (a *audit) tailCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tail",
		Short: "Show the latest rows, and with -f those that come",
		Example: `  mintmark audit tail -f
  mintmark audit tail --since -1h --outcome denied,failed`,
		Long: `Rows come in the order in which they were recorded, the last 20 of them, or with
--since all from then on. Ctrl-C ends -f, which waits for a database that has gone
away.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.lines < 0 {
				return usage("-n 20", "--lines is negative")
			}
			if cmd.Flags().Changed("since") {
				a.earliest = a.since.from(a.now())
				if !cmd.Flags().Changed("lines") {
					a.lines = all
				}
			}
			return a.tail(cmd.Context())
		},
	}
	cmd.Flags().IntVarP(&a.lines, "lines", "n", 20, "show so `many`")
	cmd.Flags().BoolVarP(&a.follow, "follow", "f", false, "go on with those that come")
	cmd.Flags().Var(&a.since, "since", "from this `time`: -1h, 2026-11-01T12:00:00Z")
	a.addFilter(cmd.Flags())
	return cmd
}

// all is how many lines there are for one who names none, and a time.
const all = -1

// followEvery is how often somebody who follows the trail looks.
const followEvery = 500 * time.Millisecond

func (a *audit) tail(ctx context.Context) error {
	s, err := a.openExisting(ctx, a.program, noTrail)
	if err != nil {
		return err
	}
	defer s.Close()
	rows, err := a.tailRows()
	if err != nil {
		return err
	}
	from, err := a.from(ctx, s)
	if err != nil {
		return err
	}
	lost := false
	for e, err := range a.latest(ctx, s, from) {
		switch {
		case a.follow && ctx.Err() != nil:
			return nil // that is how it ends
		case a.follow && err != nil:
			a.sayLost(lost, err)
			lost = true
			continue
		case err == nil:
			err = rows.write(&e.Event)
		}
		if err != nil {
			return err
		}
		if lost {
			a.tell("the database can be read again")
			lost = false
		}
	}
	return nil
}

// sayLost tells of a database that has gone away: once, until it is back.
func (a *audit) sayLost(already bool, err error) {
	if !already {
		a.warn("the database cannot be read: %s", oneLine(err))
		a.hint("looking again until it can; Ctrl-C ends that")
	}
}

func (a *audit) tailRows() (rowWriter, error) {
	if a.json {
		return jsonRows{a.stdout}, nil
	}
	return newTextRows(a.stdout, a.paint())
}

// from is what there is to show.
func (a *audit) from(ctx context.Context, s store.Store) (f store.Filter, err error) {
	f = a.filter()
	f.Last, f.Since = max(a.lines, 0), a.earliest
	if a.lines != 0 || !a.follow {
		return f, nil
	}
	for e, err := range s.Find(ctx, store.Filter{Last: 1, Settled: true}) { // what comes after the latest
		if f.After = e.Cursor; err != nil {
			return f, err
		}
	}
	return f, nil
}

// latest is the last rows, and those that come if they are followed.
func (a *audit) latest(ctx context.Context, s store.Store, f store.Filter) iter.Seq2[store.Entry, error] {
	switch {
	case !a.follow && a.lines == 0:
		return func(func(store.Entry, error) bool) {}
	case !a.follow:
		return s.Find(ctx, f)
	}
	return func(yield func(store.Entry, error) bool) {
		tick := time.NewTicker(followEvery)
		defer tick.Stop()
		store.Follow(ctx, s, f, tick.C)(yield)
	}
}
