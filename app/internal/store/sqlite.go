package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"mintmark/app/internal/secret"
)

// SQLite is a [Store] in one file.
type SQLite struct {
	// SQLite has one writer at a time: waiting for our own connection is
	// fair and cheap, waiting for the file's lock is neither.
	tables

	path    string
	inserts [len(atOnce)]*sql.Stmt // of [atOnce] events each, on the writer
	lives   map[string]*sql.Stmt   // by query: does this holder
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
		return nil, fmt.Errorf("open database %s: %w", path, plain(err))
	}
	return s, nil
}

// ErrNotDatabase is a file that is something else.
var ErrNotDatabase = errors.New("it is no SQLite database")

// ErrOtherLog is what a database has left in a -wal file, which it had not yet
// taken in when a copy took its place. SQLite would write it into the copy.
var ErrOtherLog = errors.New("the -wal file beside it is of the database that was there before")

// plain says so in words where SQLite has a number.
func plain(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code() == sqlite3.SQLITE_NOTADB {
		return ErrNotDatabase
	}
	return err
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
	s.start(s.commit)
	return s, nil
}

// openToRead opens what is there; where there is no file, an empty database.
func openToRead(place secret.Text) (*sql.DB, error) {
	path, err := filepath.Abs(place.Reveal())
	if err != nil {
		return nil, err
	}
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return sql.Open("sqlite", ":memory:")
	case err == nil && info.IsDir(): // of which SQLite says that it is a disk I/O error
		return nil, fmt.Errorf("open database %s: %w", place.Reveal(), syscall.EISDIR)
	}
	return sql.Open("sqlite", fileURL(path, "mode=ro", "_pragma=busy_timeout(5000)"))
}

// createPrivate makes the file before SQLite does, which would let the umask
// decide who may read it; -wal and -shm get the file's own mode.
func createPrivate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	log, _ := os.Stat(path + "-wal") // before the file is read, which says that it has one before it has
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if log != nil && log.Size() > 0 && hasNoLog(f) {
		err = ErrOtherLog
	}
	return errors.Join(err, f.Close())
}

// hasNoLog reports whether the header of a database says that it never had a -wal
// file, as that of a copy does which nothing has opened.
func hasNoLog(f *os.File) bool {
	const version, rollback = 18, "\x01\x01" // for reading and for writing
	header := make([]byte, version+len(rollback))
	n, _ := f.ReadAt(header, 0)
	return n == len(header) && string(header[version:]) == rollback
}

func dsn(path, extra string) string {
	return fileURL(path,
		"_pragma=busy_timeout(5000)", // first: the next ones may have to wait
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)", // in WAL mode anything less may lose a committed row
		"_pragma=foreign_keys(1)",
		extra)
}

func fileURL(path string, query ...string) string {
	slashed := "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: strings.Join(query, "&")}
	return u.String()
}

// Close waits for what is being written.
func (s *SQLite) Close() error {
	s.stop()
	return errors.Join(s.readers.Close(), s.writer.Close())
}

// Backup is as [Store] says. The copy is one moment's.
func (s *SQLite) Backup(ctx context.Context, path string) error {
	return BackupSQLite(ctx, s.path, path)
}

// BackupSQLite is [SQLite.Backup] of a file that stays at the schema that it has.
func BackupSQLite(ctx context.Context, path, to string) error {
	if have, _, err := Schema(ctx, secret.Text(path)); err != nil && !errors.Is(err, ErrSchema) {
		return err
	} else if have == 0 {
		return fmt.Errorf("%s is no database of Mintmark's", path)
	}
	if err := createNew(to); err != nil {
		return err
	}
	at, err := filepath.Abs(to) // to SQLite, file:x is an address
	if err == nil {
		err = copyTo(ctx, path, at)
	}
	if err != nil {
		_ = os.Remove(to)
	}
	return err
}

func createNew(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// copyTo fills an empty file, and returns when it is on disk.
func copyTo(ctx context.Context, path, to string) error {
	db, err := openToRead(secret.Text(path))
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, to); err != nil {
		return fmt.Errorf("copy %s to %s: %w", path, to, err)
	}
	f, err := os.OpenFile(to, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
