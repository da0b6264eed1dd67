package cli

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
)

func (u *users) listCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "Show the users",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := u.open(cmd.Context())
			if err != nil {
				return err
			}
			defer s.Close()
			list, err := s.Users(cmd.Context())
			if err != nil {
				return err
			}
			return u.printUsers(list)
		},
	}
}

func (u *users) printUsers(list []store.User) error {
	if u.json {
		return u.printUsersJSON(list)
	}
	w := tabwriter.NewWriter(u.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tSTATE\tCREATED\tCHANGED")
	for _, user := range list {
		state := "enabled"
		if user.Disabled {
			state = "disabled"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", user.Name, state, user.CreatedAt.Format(time.RFC3339), user.ChangedAt.Format(time.RFC3339))
	}
	return w.Flush()
}

func (u *users) printUsersJSON(list []store.User) error {
	type line struct {
		Name      store.Name `json:"name"`
		Disabled  bool       `json:"disabled"`
		CreatedAt time.Time  `json:"created_at"`
		ChangedAt time.Time  `json:"changed_at"`
	}
	lines := make([]line, len(list)) // never null
	for i, user := range list {
		lines[i] = line{user.Name, user.Disabled, user.CreatedAt, user.ChangedAt}
	}
	return u.printJSON(lines)
}
