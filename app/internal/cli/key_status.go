package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

func (k *keys) statusCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Show when the last token of each key ends",
		Long: `The audit trail knows what this server signed, and with which key: once the last
of those tokens has ended, deleting the key hurts nobody. What others signed with
the same key it does not know. Twilio is not asked.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := k.loadInUse(cmd); err != nil {
				return err
			}
			return k.status(cmd.Context())
		},
	}
}

// A keyStatus is what a key has signed.
type keyStatus struct {
	SID     string     `json:"sid"`
	Use     keyUse     `json:"use,omitempty"`
	LastEnd *time.Time `json:"last_token_expires,omitempty"` // nil if it signed nothing
	Live    bool       `json:"live"`                         // a token of it is
}

func (k *keys) status(ctx context.Context) error {
	ends, err := k.lastEnds(ctx)
	if err != nil {
		return err
	}
	inUse := k.inUse()
	lines := []keyStatus{} // never null
	for _, sid := range append(slices.Clone(inUse), others(ends, inUse)...) {
		line := keyStatus{SID: sid, Use: inUse.of(sid)}
		if end, signed := ends[sid]; signed {
			line.LastEnd, line.Live = &end, end.After(k.now())
		}
		lines = append(lines, line)
	}
	if k.json {
		return k.printJSON(lines)
	}
	w := tabwriter.NewWriter(k.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SID\tUSE\tLAST TOKEN ENDS\tDELETING IT")
	for _, l := range lines {
		end := "-"
		if l.LastEnd != nil {
			end = l.LastEnd.Format(time.RFC3339)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.SID, cmp.Or(l.Use, "-"), end, k.harm(&l))
	}
	return w.Flush()
}

// lastEnds needs a database: without one, every key would look unused.
func (k *keys) lastEnds(ctx context.Context) (map[string]time.Time, error) {
	db, err := k.trail(ctx)
	if err != nil {
		return nil, err
	}
	if db == nil {
		return nil, usage("--db names the one that the server writes", "there is no database %s, and so no audit trail", &k.place)
	}
	defer db.Close()
	return db.LastExpiry(ctx)
}

// others are the keys of the trail that the configuration has not, by SID.
func others(ends map[string]time.Time, inUse keysInUse) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(ends)), func(sid string) bool { return slices.Contains(inUse, sid) })
}

// harm says what deleting the key would do.
func (k *keys) harm(s *keyStatus) string {
	now := k.now()
	switch {
	case s.Use == signs:
		return "stops the server, which signs with it"
	case s.LastEnd == nil:
		return "hurts nobody: it signed nothing"
	case s.Live:
		return "hurts nobody after " + s.LastEnd.UTC().Format(time.TimeOnly) + " UTC, " + relative(*s.LastEnd, now)
	}
	return "hurts nobody since " + relative(*s.LastEnd, now)
}
