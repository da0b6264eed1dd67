package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// SQLite is a [Store] in one file.
type SQLite struct {
	// SQLite has one writer at a time: waiting for our own connection is
	// fair and cheap, waiting for the file's lock is neither.
	writer  *sql.DB
	readers *sql.DB
}

var _ Store = (*SQLite)(nil)

const readers = 4

// OpenSQLite opens the database at path and brings its schema up to date. A new
// file and its folders are made for the owner's eyes only. It fails with
// [ErrSchema] on a file from a newer Mintmark.
func OpenSQLite(ctx context.Context, path string) (*SQLite, error) {
	s, err := openSQLite(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	return s, nil
}

func openSQLite(ctx context.Context, path string) (*SQLite, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	writer, err := sql.Open("sqlite", dsn(path, "_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := migrate(ctx, writer); err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader, err := sql.Open("sqlite", dsn(path, "_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	return &SQLite{writer: writer, readers: reader}, nil
}

// createPrivate makes the file before SQLite does, which would let the umask
// decide who may read it; -wal and -shm get the file's own mode.
func createPrivate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func dsn(path, extra string) string {
	slashed := "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: strings.Join([]string{
		"_pragma=busy_timeout(5000)", // first: the next ones may have to wait
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)", // in WAL mode anything less may lose a committed row
		"_pragma=foreign_keys(1)",
		extra,
	}, "&")}
	return u.String()
}

// Close waits for what is being written.
func (s *SQLite) Close() error {
	return errors.Join(s.readers.Close(), s.writer.Close())
}

// commit runs do in a transaction and returns when its work is on disk. All
// writes come through here, so that one day many may share a commit.
func (s *SQLite) commit(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// changeOne runs a statement that is to touch one row, and records the event
// with it; a statement that touched none is the error instead.
func (s *SQLite) changeOne(ctx context.Context, e Event, none error, query string, args ...any) error {
	return s.commit(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil || n == 0 {
			return cmp.Or(err, none)
		}
		return insertEvent(ctx, tx, e)
	})
}

// Times are stored to the microsecond, which PostgreSQL keeps too.
func micros(t time.Time) int64     { return t.UnixMicro() }
func fromMicros(n int64) time.Time { return time.UnixMicro(n).UTC() }
