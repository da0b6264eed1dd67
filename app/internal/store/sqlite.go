package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

// SQLite is a [Store] in one file.
type SQLite struct {
	// SQLite has one writer at a time: waiting for our own connection is
	// fair and cheap, waiting for the file's lock is neither.
	tables

	path   string
	insert *sql.Stmt            // on the writer
	lives  map[string]*sql.Stmt // by query: does this holder
}

var _ Store = (*SQLite)(nil)

const readers = 4

var sqliteDialect = dialect{
	columns:  `0, id`,
	forward:  `id`,
	backward: `id DESC`,
	after:    `id > ?`,
	place:    func(c Cursor) []any { return []any{c.id} },
}

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
	if err := migrateSQLite(ctx, writer); err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader, err := sql.Open("sqlite", dsn(path, "_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	s := &SQLite{path: path, tables: tables{writer: writer, readers: reader, dialect: &sqliteDialect}}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, reader.Close(), writer.Close())
	}
	s.group = newGroup(s.commit)
	return s, nil
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
	s.group.close()
	return errors.Join(s.readers.Close(), s.writer.Close())
}

// Backup is as [Store] says. The copy is one moment's.
func (s *SQLite) Backup(ctx context.Context, path string) error {
	if err := createNew(path); err != nil {
		return err
	}
	err := s.copyTo(ctx, path)
	if err != nil {
		_ = os.Remove(path)
	}
	return err
}

func createNew(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// copyTo fills an empty file, and returns when it is on disk.
func (s *SQLite) copyTo(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(s.path, ""))
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, path); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
