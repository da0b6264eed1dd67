package store_test

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		_, open := storetest.SQLite(t)
		return open
	})
}

func TestSQLiteIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	open(t, filepath.Join(dir, "mintmark.db"))
	want := map[string]fs.FileMode{
		".":               0o700,
		"mintmark.db":     0o600,
		"mintmark.db-wal": 0o600,
		"mintmark.db-shm": 0o600,
	}
	for name, want := range want {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
}

// The name of the file goes through a URI: what means something there must not.
func TestSQLitePath(t *testing.T) {
	for _, name := range []string{"plain.db", "a b.db", "q?mode=memory.db", "h#f.db", "p%41.db", "ümläut.db", "a&_pragma=x.db", "a:b.db"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, filepath.Join(dir, name))
			if err := s.Record(t.Context(), store.Event{Time: time.Now()}); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(filepath.Join(dir, "*"))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if !strings.HasPrefix(filepath.Base(f), name) {
					t.Errorf("there is a file %q", f)
				}
			}
		})
	}
}

func TestSQLiteRefuses(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(t *testing.T, path string)
		want    error // nil for any
	}{
		{"a newer schema", newerSchema, store.ErrSchema},
		{"a file that is no database", func(t *testing.T, path string) {
			write(t, path, strings.Repeat("not a database ", 100))
		}, nil},
		{"a folder", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mintmark.db")
			tt.prepare(t, path)
			s, err := store.OpenSQLite(t.Context(), path)
			if err == nil {
				s.Close()
				t.Fatal("got no error")
			}
			if tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if !strings.Contains(err.Error(), path) {
				t.Errorf("error %q does not name the file", err)
			}
		})
	}
}

// A name that SQLite would take for an address is a name.
func TestBackupSQLiteIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mintmark.db")
	open(t, path)
	t.Chdir(t.TempDir())
	if err := store.BackupSQLite(t.Context(), path, "file:copy.db"); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*")
	if err != nil || len(files) != 1 || files[0] != "file:copy.db" {
		t.Fatalf("got %q, %v", files, err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Size() == 0 || info.Mode() != 0o600 {
		t.Errorf("got %v bytes, %v, %v", info.Size(), info.Mode(), err)
	}
}

// What a server that was killed has left is not written into the copy that takes
// the place of its database.
func TestSQLiteBesideAnotherLog(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "mintmark.db"), filepath.Join(dir, "copy.db")
	s := open(t, path)
	if err := store.BackupSQLite(t.Context(), path, copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Record(t.Context(), store.Event{Time: time.Now(), Principal: "later"}); err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(path + "-wal")
	if err != nil || len(log) == 0 {
		t.Fatalf("got %d bytes, %v", len(log), err)
	}
	s.Close()
	if err := os.Rename(copied, path); err != nil {
		t.Fatal(err)
	}
	write(t, path+"-wal", string(log))
	if s, err := store.OpenSQLite(t.Context(), path); !errors.Is(err, store.ErrOtherLog) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, %v", s, err)
	}
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time beside its own
		for e, err := range open(t, path).Find(t.Context(), store.Filter{}) {
			t.Errorf("got an event of %s, %v", e.Principal, err)
		}
	}
}

func newerSchema(t *testing.T, path string) {
	open(t, path)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`); err != nil {
		t.Fatal(err)
	}
}

// Committed means on disk: WAL with synchronous=FULL, on the connection that writes.
func TestSQLiteIsDurable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mintmark.db")
	s := open(t, path)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"} {
		if got := s.Pragma(t, pragma); got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}

func open(t *testing.T, path string) *store.SQLite {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
