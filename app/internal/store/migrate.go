package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"mintmark/app/internal/secret"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema of what [Open] would open up to date, and returns
// the versions before and after; 0 is a database that has none yet. A file is
// made if there is none. It fails with [ErrSchema] on a database from a newer
// Mintmark.
func Migrate(ctx context.Context, place secret.Text) (from, to int64, err error) {
	if IsAddress(place) {
		return MigratePostgres(ctx, place)
	}
	if from, to, err = Schema(ctx, place); err != nil {
		return from, from, err
	}
	s, err := OpenSQLite(ctx, place.Reveal()) // which does it
	if err != nil {
		return from, from, err
	}
	return from, to, s.Close()
}

// Schema is which version a database has, and which this program wants. It
// changes nothing, and makes no file. It fails with [ErrSchema] on a database
// from a newer Mintmark.
func Schema(ctx context.Context, place secret.Text) (have, want int64, err error) {
	open, steps := connect, postgresSteps
	if !IsAddress(place) {
		open, steps = openToRead, sqliteSteps
	}
	db, err := open(place)
	if err != nil {
		return 0, 0, err
	}
	defer db.Close()
	all, err := steps(db)
	if err != nil {
		return 0, 0, err
	}
	want = newest(all)
	if have, err = schemaVersion(ctx, db); err == nil && have > want {
		err = judge(have, want)
	}
	if err != nil {
		return have, want, fmt.Errorf("open %s: %w", named(place), plain(err))
	}
	return have, want, nil
}

// MigratePostgres brings the schema up to date, one program at a time, and
// returns the versions before and after. It fails with [ErrSchema] on a database
// from a newer Mintmark.
func MigratePostgres(ctx context.Context, address secret.Text) (from, to int64, err error) {
	db, err := connect(address)
	if err != nil {
		return 0, 0, err
	}
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return 0, 0, err
	}
	steps, err := postgresSteps(db, goose.WithSessionLocker(locker))
	if err != nil {
		return 0, 0, err
	}
	if from, err = schemaVersion(ctx, db); err != nil {
		return 0, 0, err
	}
	if from <= newest(steps) {
		_, err = steps.Up(ctx)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("migrate: %w", err)
	}
	to, err = schemaVersion(ctx, db)
	if err != nil {
		return from, to, err
	}
	return from, to, judge(to, newest(steps))
}

// migrateSQLite brings the schema up to date, each step in a transaction.
func migrateSQLite(ctx context.Context, db *sql.DB) error {
	steps, err := sqliteSteps(db)
	if err != nil {
		return err
	}
	if err := upgrade(ctx, steps); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	have, want, err := steps.GetVersions(ctx)
	if err != nil {
		return err
	}
	return judge(have, want)
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

// checkSchema changes nothing.
func checkSchema(ctx context.Context, db *sql.DB) error {
	steps, err := postgresSteps(db)
	if err != nil {
		return err
	}
	have, err := schemaVersion(ctx, db)
	if err != nil { // a database that is down is not an old one
		return err
	}
	return judge(have, newest(steps))
}

func judge(have, want int64) error {
	switch {
	case have > want:
		return fmt.Errorf("%w: it has schema %d, this program knows %d", ErrSchema, have, want)
	case have < want:
		return fmt.Errorf("%w: it has schema %d, this program wants %d", ErrOldSchema, have, want)
	}
	return nil
}

// schemaVersion is 0 for a database that was never migrated.
func schemaVersion(ctx context.Context, db *sql.DB) (version int64, err error) {
	const undefinedTable = "42P01"
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && pg.Code == undefinedTable:
		return 0, findSchema(ctx, db)
	case err != nil && strings.Contains(err.Error(), "no such table"):
		return 0, nil
	}
	return version, err
}

// ErrNoSchema is a schema for the tables that is not there, or that the role may
// not use.
var ErrNoSchema = errors.New("no schema for its tables is there, or this role may use none of them")

// findSchema looks for one that the tables could be in.
func findSchema(ctx context.Context, db *sql.DB) error {
	var path string
	var found bool
	err := db.QueryRowContext(ctx, `SELECT current_setting('search_path'), current_schema() IS NOT NULL`).Scan(&path, &found)
	if err == nil && !found {
		err = fmt.Errorf("%w: %s", ErrNoSchema, path)
	}
	return err
}

func postgresSteps(db *sql.DB, options ...goose.ProviderOption) (*goose.Provider, error) {
	return stepsIn("migrations/postgres", goose.DialectPostgres, db, options...)
}

func sqliteSteps(db *sql.DB, options ...goose.ProviderOption) (*goose.Provider, error) {
	return stepsIn("migrations/sqlite", goose.DialectSQLite3, db, options...)
}

func stepsIn(dir string, dialect goose.Dialect, db *sql.DB, options ...goose.ProviderOption) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, dir)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, db, files, append(options, goose.WithDisableGlobalRegistry(true))...)
}

func newest(steps *goose.Provider) int64 {
	all := steps.ListSources()
	return all[len(all)-1].Version
}
