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
		Long:  `Rows come in the order in which they were recorded. Ctrl-C ends -f.`,
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.lines < 0 {
				return usage("-n 20", "--lines is negative")
			}
			return a.tail(cmd.Context())
		},
	}
	cmd.Flags().IntVarP(&a.lines, "lines", "n", 20, "show so `many`")
	cmd.Flags().BoolVarP(&a.follow, "follow", "f", false, "go on with those that come")
	a.addFilter(cmd.Flags())
	return cmd
}

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
	for e, err := range a.latest(ctx, s) {
		if err == nil {
			err = rows.write(&e.Event)
		}
		if err != nil && a.follow && ctx.Err() != nil {
			return nil // that is how it ends
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *audit) tailRows() (rowWriter, error) {
	if a.json {
		return jsonRows{a.stdout}, nil
	}
	return newTextRows(a.stdout, a.paint())
}

// latest is the last rows, and those that come if they are followed.
func (a *audit) latest(ctx context.Context, s store.Store) iter.Seq2[store.Entry, error] {
	f := a.filter()
	f.Last = a.lines
	switch {
	case !a.follow && a.lines == 0:
		return func(func(store.Entry, error) bool) {}
	case !a.follow:
		return s.Find(ctx, f)
	}
	return func(yield func(store.Entry, error) bool) {
		if a.lines == 0 { // what comes after the latest
			last := store.Filter{Last: 1, Settled: true}
			for e, err := range s.Find(ctx, last) {
				if f.After = e.Cursor; err != nil {
					yield(e, err)
					return
				}
			}
		}
		tick := time.NewTicker(followEvery)
		defer tick.Stop()
		store.Follow(ctx, s, f, tick.C)(yield)
	}
}
