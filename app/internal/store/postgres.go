package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"mintmark/app/internal/secret"
)

// Postgres is a [Store] in a PostgreSQL database, version 13 or later, that
// several servers may share.
type Postgres struct {
	tables
}

var _ Store = (*Postgres)(nil)

// ErrAddress is an address of a database that does not parse. It never carries
// the address, which may have a password in it.
var ErrAddress = errors.New("database address does not parse: want postgres://user@host:5432/database")

const (
	connections = 16 // a server's; PostgreSQL has 100 for all unless told otherwise

	// commitWait is how long a commit may take.
	commitWait = 5 * time.Second
)

// Locks last as long as a transaction: those who record in a holder's name share
// one, and whoever stops a holder waits for them. Rows would do too, but those
// who share a row may keep others waiting for ever.
var postgresDialect = dialect{
	columns:  `tx, id`,
	forward:  `tx, id`,
	backward: `tx DESC, id DESC`,
	after:    `(tx, id) > (?, ?)`,
	place:    func(c Cursor) []any { return []any{c.tx, c.id} },
	settled:  `tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
	lock:     ` FOR UPDATE`,
	free:     ` FOR UPDATE SKIP LOCKED`,
	share:    `SELECT pg_advisory_xact_lock_shared(7850174402661835635)`,
	exclude:  `SELECT pg_advisory_xact_lock(7850174402661835635)`,
}

// OpenPostgres opens the database at an address, a URL or key=value. It fails
// with [ErrOldSchema] where [MigratePostgres] has to be called first, and with
// [ErrSchema] on a database from a newer Mintmark.
func OpenPostgres(ctx context.Context, address secret.Text) (*Postgres, error) {
	s, err := openPostgres(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return s, nil
}

func openPostgres(ctx context.Context, address secret.Text) (*Postgres, error) {
	db, err := connect(address)
	if err != nil {
		return nil, err
	}
	s := &Postgres{tables{writer: db, readers: db, dialect: &postgresDialect}}
	if err = checkSchema(ctx, db); err == nil {
		err = s.prepare(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.start(s.commit)
	return s, nil
}

func parseAddress(address secret.Text) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(address.Reveal())
	if err != nil || IsAddress(address) && cutsPassword(config) {
		return nil, ErrAddress
	}
	return config, nil
}

// cutsPassword reports whether there is an @ where none belongs: then the password
// has an @, a slash or a question mark, and what follows that would stand in errors
// and be asked of DNS.
func cutsPassword(c *pgx.ConnConfig) bool {
	parts := append(slices.Collect(maps.Keys(c.RuntimeParams)), c.Host, c.Database)
	for _, f := range c.Fallbacks {
		parts = append(parts, f.Host)
	}
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(part, "@") })
}

// connect makes no connection yet. One that breaks is replaced when next wanted.
func connect(address secret.Text) (*sql.DB, error) {
	config, err := parseAddress(address)
	if err != nil {
		return nil, err
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = commitWait
	}
	for name, value := range map[string]string{
		"application_name":                    "mintmark",
		"synchronous_commit":                  "on",     // committed means on disk
		"idle_in_transaction_session_timeout": "10s",    // of a server that is gone
		"search_path":                         "public", // and no schema that is somebody's by the name of our role
	} {
		if config.RuntimeParams[name] == "" && !strings.Contains(config.RuntimeParams["options"], name) {
			config.RuntimeParams[name] = value
		}
	}
	db := sql.OpenDB(connector{stdlib.GetConnector(*config)})
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db, nil
}

// Backup is as [Store] says.
func (*Postgres) Backup(context.Context, string) error { return ErrBackup }

// Close waits for what is being written.
func (s *Postgres) Close() error {
	s.stop()
	return s.writer.Close()
}
