package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
)

// backup is one run of mintmark backup.
type backup struct {
	*program
	place
}

// backupCmd copies the database while the server goes on.
func (p *program) backupCmd() *cobra.Command {
	b := &backup{program: p}
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the database while the server runs",
		Example: `  mintmark backup backups/$(date +%F).db     all of one moment, on disk when it returns
  mintmark user list --db backups/2026-11-21.db`,
		Long: `The copy is a database like the other: whoever can read it reads the password
hashes and the audit trail. To go back to it, stop the server, put it in the place
of the file, and remove the files beside that end in -wal and -shm. PostgreSQL has
pg_dump for that.

` + whichDB,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "-" || args[0] == "" {
				return usage(cmd.CommandPath()+" mintmark-backup.db", "name the file that the copy goes into")
			}
			return b.run(cmd.Context(), args[0])
		},
	}
	b.add(cmd.Flags())
	return cmd
}

// A copied is the copy as JSON.
type copied struct {
	Database string `json:"database"`
	File     string `json:"file"`
	Bytes    int64  `json:"bytes"`
}

func (b *backup) run(ctx context.Context, to string) error {
	if err := b.locate(ctx, b.program); err != nil {
		return err
	}
	if !b.isFile() {
		return usage("pg_dump --format=custom --file "+quoteShell(to)+` "$DATABASE_URL"`, "%s: %w", &b.place, store.ErrBackup)
	}
	if b.missing() {
		return b.noDatabase("--db names another")
	}
	switch err := store.BackupSQLite(ctx, b.at.Reveal(), to); {
	case errors.Is(err, fs.ErrExist):
		return usage("name another, or remove it first", "there is a file %s already", to)
	case err != nil:
		return err
	}
	return b.say(to)
}

func (b *backup) say(to string) error {
	info, err := os.Stat(to)
	if err != nil {
		return err
	}
	if b.json {
		return b.printJSON(copied{b.String(), to, info.Size()})
	}
	b.tell("copied %s to %s, %d bytes", &b.place, to, info.Size())
	return nil
}
