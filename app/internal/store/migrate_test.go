package store_test

import (
	"database/sql"
	"errors"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
)

// A database is brought up to date once, and looking changes nothing.
func TestMigrate(t *testing.T) {
	for name, place := range map[string]func(t *testing.T) secret.Text{
		"SQLite":     func(t *testing.T) secret.Text { return secret.Text(filepath.Join(t.TempDir(), "mintmark.db")) },
		"PostgreSQL": func(t *testing.T) secret.Text { return secret.Text(pgtest.DSN(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, place := t.Context(), place(t)
			want := wantSchema(t, place, 0)
			if _, err := os.Stat(place.Reveal()); err == nil {
				t.Error("looking has made a file")
			}
			for _, before := range []int64{0, want} {
				from, to, err := store.Migrate(ctx, place)
				if from != before || to != want || err != nil {
					t.Errorf("got %d to %d, %v, want %d to %d", from, to, err, before, want)
				}
				wantSchema(t, place, want)
			}
			s, err := store.Open(ctx, place)
			if err != nil {
				t.Fatal(err)
			}
			wantSchema(t, place, want) // also while it is in use
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A schema that an address names is not made: whose it would be is for others to say.
func TestMigrateNoSchema(t *testing.T) {
	u, err := url.Parse(pgtest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", "nowhere")
	u.RawQuery = q.Encode()
	place := secret.Text(u.String())
	_, _, err = store.Migrate(t.Context(), place)
	_, _, err2 := store.Schema(t.Context(), place)
	_, err3 := store.Open(t.Context(), place)
	for _, err := range []error{err, err2, err3} {
		if !errors.Is(err, store.ErrNoSchema) || !strings.HasSuffix(err.Error(), ": nowhere") {
			t.Errorf("got %v, want %v: nowhere", err, store.ErrNoSchema)
		}
	}
}

func wantSchema(t *testing.T, place secret.Text, want int64) (newest int64) {
	t.Helper()
	have, newest, err := store.Schema(t.Context(), place)
	if have != want || newest < 1 || err != nil {
		t.Errorf("got %d of %d, %v, want %d", have, newest, err, want)
	}
	return newest
}

func TestMigrateRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mintmark.db")
	newerSchema(t, path)
	broken := filepath.Join(t.TempDir(), "notes.txt")
	write(t, broken, strings.Repeat("not a database ", 100))
	for path, want := range map[string]error{path: store.ErrSchema, broken: nil, t.TempDir(): nil} {
		_, _, err := store.Schema(t.Context(), secret.Text(path))
		_, _, err2 := store.Migrate(t.Context(), secret.Text(path))
		for _, err := range []error{err, err2} {
			if err == nil || want != nil && !errors.Is(err, want) || !strings.Contains(err.Error(), path) {
				t.Errorf("%s: got %v, want %v", path, err, want)
			}
		}
	}
}

func TestWhere(t *testing.T) {
	for place, want := range map[secret.Text]string{
		"data/mintmark.db":                            "data/mintmark.db",
		"postgres://anna:canary@db:5433/shop":         "PostgreSQL database shop on db:5433",
		"postgresql://anna@[::1]/shop?password=cana":  "PostgreSQL database shop on [::1]:5432",
		"postgres:///shop?host=/run/pg&user=anna":     "PostgreSQL database shop in /run/pg",
		"postgres://anna:canary@db:x/shop":            "PostgreSQL",
		"postgres://anna:can%ary@127.0.0.1:5432/shop": "PostgreSQL",
		"postgres://anna:1/canary@127.0.0.1/shop":     "PostgreSQL",
		"postgres://anna:1@canary@127.0.0.1/shop":     "PostgreSQL",
		"postgres://anna:1@a,canary@127.0.0.1/shop":   "PostgreSQL",
		"postgres://anna:1@a?canary@127.0.0.1/shop":   "PostgreSQL",
		"postgres://anna:1@a#canary@127.0.0.1/shop":   "PostgreSQL",
		"postgres://anna:%40canary@db/shop":           "PostgreSQL database shop on db:5432",
		"postgres://anna@db":                          "PostgreSQL database anna on db:5432",
	} {
		if got := store.Where(place); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A server of the version before goes on with what it has open: keys that it signs
// with are known to sign, before the step and after it.
func TestKeyExpiryOfOlderServers(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "mintmark.db")
	open(t, path).Close()
	older, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer older.Close()
	for _, undo := range []string{
		`DROP TRIGGER audit_expiry`, `DROP TABLE key_expiry`, `DELETE FROM goose_db_version WHERE version_id = 4`,
		`CREATE INDEX audit_expiry ON audit (key_sid, (time + ttl * 1000000)) WHERE key_sid > ''`,
	} {
		if _, err := older.ExecContext(ctx, undo); err != nil {
			t.Fatal(err)
		}
	}
	insert, err := older.PrepareContext(ctx, `INSERT INTO audit (time, kind, request_id, principal, method, client, reason, rule, identity, grants, ttl, token_id, key_sid)
		VALUES (?, 'token_issued', '', '', '', '', '', '', '', '', 60, '', ?)`)
	if err != nil {
		t.Fatal(err)
	}
	defer insert.Close()
	minute := time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC)
	record := func(key string, at time.Duration) {
		t.Helper()
		if _, err := insert.ExecContext(ctx, minute.Add(at).UnixMicro(), key); err != nil {
			t.Fatal(err)
		}
	}
	record("SKa", time.Second)
	record("SKa", 0)
	record("SKb", 0)
	record("", time.Hour)
	s := open(t, path)
	defer s.Close()
	record("SKb", time.Minute)
	record("SKc", 0)
	want := map[string]time.Time{"SKa": minute.Add(2 * time.Minute), "SKb": minute.Add(2 * time.Minute), "SKc": minute.Add(time.Minute)}
	if got, err := s.LastExpiry(ctx); !maps.Equal(got, want) || err != nil {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}
