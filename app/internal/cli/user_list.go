package cli

import (
	"fmt"
	"iter"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
)

func (u *users) listCmd() *cobra.Command {
	return suggestedFor(&cobra.Command{
		Use:   "list",
		Short: "Show the users",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := u.open(cmd.Context())
			if err != nil {
				return err
			}
			defer s.Close()
			return u.printUsers(s.Users(cmd.Context()))
		},
	}, "ls", "show")
}

func (u *users) printUsers(list iter.Seq2[store.User, error]) error {
	if u.json {
		return u.printUsersJSON(list)
	}
	w := tabwriter.NewWriter(u.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tSTATE\tCREATED\tCHANGED")
	for user, err := range list {
		if err != nil {
			return err
		}
		state := "enabled"
		if user.Disabled {
			state = "disabled"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", user.Name, state, user.CreatedAt.Format(time.RFC3339), user.ChangedAt.Format(time.RFC3339))
	}
	return w.Flush()
}

// A userLine is a user as JSON.
type userLine struct {
	Name      store.Name `json:"name"`
	Disabled  bool       `json:"disabled"`
	CreatedAt time.Time  `json:"created_at"`
	ChangedAt time.Time  `json:"changed_at"`
}

func lineOf(u *store.User) userLine {
	return userLine{u.Name, u.Disabled, u.CreatedAt, u.ChangedAt}
}

func (u *users) printUsersJSON(list iter.Seq2[store.User, error]) error {
	lines := []userLine{} // never null
	for user, err := range list {
		if err != nil {
			return err
		}
		lines = append(lines, lineOf(&user))
	}
	return u.printJSON(lines)
}
