package cli

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
)

func (k *serviceKeys) listCmd() *cobra.Command {
	return suggestedFor(&cobra.Command{
		Use:   "list",
		Short: "Show which keys there are, and were",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := k.openExisting(cmd.Context(), k.program, "mintmark servicekey create NAME makes it; --db names another")
			if err != nil {
				return err
			}
			defer s.Close()
			keys, err := s.ServiceKeys(cmd.Context())
			if err != nil {
				return err
			}
			return k.printKeys(keys)
		},
	}, "ls", "show")
}

// A serviceKeyLine is a service key as JSON.
type serviceKeyLine struct {
	Name      string    `json:"name"`
	Revoked   bool      `json:"revoked"`
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
}

func serviceKeyLineOf(k *store.ServiceKey) serviceKeyLine {
	return serviceKeyLine{k.ID, k.Revoked, k.CreatedAt, k.ChangedAt}
}

func (k *serviceKeys) printKeys(keys []store.ServiceKey) error {
	lines := []serviceKeyLine{} // never null
	for i := range keys {
		lines = append(lines, serviceKeyLineOf(&keys[i]))
	}
	if k.json {
		return k.printJSON(lines)
	}
	w := tabwriter.NewWriter(k.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tSTATE\tCREATED\tCHANGED")
	for _, l := range lines {
		state := "good"
		if l.Revoked {
			state = "revoked"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Name, state, l.CreatedAt.Format(time.RFC3339), l.ChangedAt.Format(time.RFC3339))
	}
	return w.Flush()
}
