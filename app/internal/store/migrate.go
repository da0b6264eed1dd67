package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the schema up to date, each step in a transaction.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	steps, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if err := upgrade(ctx, steps); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	have, want, err := steps.GetVersions(ctx)
	if err == nil && have > want {
		err = fmt.Errorf("%w: it has schema %d, this program knows %d", ErrSchema, have, want)
	}
	return err
}

// upgrade tries again after a failure: another process may have been at the
// same steps, and then the next look finds them done.
func upgrade(ctx context.Context, steps *goose.Provider) (err error) {
	for range 3 {
		if _, err = steps.Up(ctx); err == nil {
			return nil
		}
	}
	return err
}
