package cli

import (
	"context"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
)

// migrate is one run of mintmark migrate.
type migrate struct {
	*program
	place
	check bool
}

// migrateCmd brings a database up to date.
func (p *program) migrateCmd() *cobra.Command {
	m := &migrate{program: p}
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database up to what this program wants",
		Example: `  mintmark migrate --check                   is there anything to do?
  mintmark migrate                           before the first server of a new version starts`,
		Long: `A server refuses a PostgreSQL database that is older than itself, or newer. A
server of the version before goes on with what it has open, and does not start
again. An SQLite file is brought up to date by whatever opens it. Several at once
wait for each other, and where there is nothing to do nothing is done. In PostgreSQL
servers go on recording while a long audit trail gets an index.

` + whichDB,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := m.locate(cmd.Context(), p); err != nil {
				return err
			}
			if m.check {
				return m.look(cmd.Context())
			}
			return m.run(cmd.Context())
		},
	}
	m.add(cmd.Flags())
	cmd.Flags().BoolVar(&m.check, "check", false, "change nothing; the exit code is 1 if there is something to do")
	return cmd
}

// A migrated is what was done, or with --check is to do, as JSON.
type migrated struct {
	Database string `json:"database"`
	From     int64  `json:"from"`
	To       int64  `json:"to"`
}

func (m *migrate) run(ctx context.Context) error {
	from, to, err := store.Migrate(ctx, m.at)
	if err != nil {
		return unopened(err, "")
	}
	return m.say(from, to)
}

func (m *migrate) look(ctx context.Context) error {
	have, want, err := store.Schema(ctx, m.at)
	if err != nil {
		return unopened(err, "")
	}
	if have == want || m.json {
		err = m.say(have, want)
	}
	switch {
	case err != nil || have == want:
		return err
	case m.json:
		return exit(exitUsage)
	case m.missing():
		return m.noDatabase(m.command("mintmark migrate") + " makes it")
	}
	return usage(m.command("mintmark migrate"), "%s has schema %d, this program wants %d", &m.place, have, want)
}

func (m *migrate) say(from, to int64) error {
	if m.json {
		return m.printJSON(migrated{m.String(), from, to})
	}
	if from == to {
		m.tell("%s has schema %d: there is nothing to do", &m.place, to)
	} else {
		m.tell("brought %s from schema %d to %d", &m.place, from, to)
	}
	return nil
}
