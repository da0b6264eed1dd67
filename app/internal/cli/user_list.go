package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
)

// userList is one run of mintmark user list.
type userList struct {
	*users
	prefix   string
	limit    int
	disabled bool
}

func (u *users) listCmd() *cobra.Command {
	l := &userList{users: u}
	cmd := suggestedFor(&cobra.Command{
		Use:   "list",
		Short: "Show the users",
		Example: `  mintmark user list --prefix ann --limit 10
  mintmark user list --disabled --json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if l.limit < 1 && cmd.Flags().Changed("limit") {
				return usage("--limit 10", "--limit is %d: want 1 or more", l.limit)
			}
			return l.run(cmd.Context())
		},
	}, "ls", "show", "find", "search")
	cmd.Flags().StringVar(&l.prefix, "prefix", "", "those whose name begins `so`")
	cmd.Flags().IntVar(&l.limit, "limit", 0, "so `many` at most")
	cmd.Flags().BoolVar(&l.disabled, "disabled", false, "those who are disabled alone")
	return cmd
}

func (l *userList) run(ctx context.Context) error {
	prefix := store.Name("")
	if l.prefix != "" {
		var err error
		if prefix, err = userName(l.prefix); err != nil {
			return err
		}
	}
	s, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return l.printUsers(l.chosen(s.Users(ctx, prefix)))
}

// chosen is those that the flags let through.
func (l *userList) chosen(all iter.Seq2[store.User, error]) iter.Seq2[store.User, error] {
	return func(yield func(store.User, error) bool) {
		n := 0
		for user, err := range all {
			if err == nil && l.disabled && !user.Disabled {
				continue
			}
			if n++; !yield(user, err) || n == l.limit {
				return
			}
		}
	}
}

// printUsers holds few of them at a time: there may be millions.
func (l *userList) printUsers(list iter.Seq2[store.User, error]) error {
	out := bufio.NewWriterSize(l.stdout, 64<<10)
	write := writeUserTable
	if l.json {
		write = writeUsersJSON
	}
	if err := write(out, list); err != nil {
		return err
	}
	return out.Flush()
}

// tableRows is how many rows have columns of the same width.
const tableRows = 1000

func writeUserTable(out io.Writer, list iter.Seq2[store.User, error]) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tSTATE\tCREATED\tCHANGED")
	n := 0
	for user, err := range list {
		if err != nil {
			return err
		}
		state := "enabled"
		if user.Disabled {
			state = "disabled"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", user.Name, state, user.CreatedAt.Format(time.RFC3339), user.ChangedAt.Format(time.RFC3339))
		if n++; n%tableRows != 0 {
			continue
		}
		if err := w.Flush(); err != nil {
			return err
		}
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

// writeUsersJSON writes one array.
func writeUsersJSON(out io.Writer, list iter.Seq2[store.User, error]) error {
	before := "["
	for user, err := range list {
		if err != nil {
			return err
		}
		line, err := marshal(lineOf(&user))
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%s%s", before, line); err != nil {
			return err
		}
		before = ","
	}
	if before == "[" {
		_, err := io.WriteString(out, "[]\n")
		return err
	}
	_, err := io.WriteString(out, "]\n")
	return err
}
