package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	} {
		if got := store.Where(place); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
