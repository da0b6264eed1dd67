package storetest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
)

// Main is the TestMain of a package that tests on each engine: it stops
// PostgreSQL before it looks for goroutines that are left.
func Main(m *testing.M) {
	goleak.VerifyTestMain(pgtest.M{M: m}, goleak.Cleanup(func(code int) { os.Exit(code) }))
}

// OnEach runs a test on a new, empty database of each engine.
func OnEach(t *testing.T, test func(t *testing.T, open Opener)) {
	t.Run("SQLite", func(t *testing.T) {
		_, open := SQLite(t)
		test(t, open)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		_, open := Postgres(t)
		test(t, open)
	})
}

// SQLite is where a new database is to be, and opens it.
func SQLite(t testing.TB) (path string, open Opener) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "mintmark.db")
	return path, func() (store.Store, error) { return store.OpenSQLite(context.Background(), path) }
}

// Postgres is the address of a new, empty database that has its tables, and opens
// it.
func Postgres(t testing.TB) (address secret.Text, open Opener) {
	t.Helper()
	address = secret.Text(pgtest.DSN(t))
	if _, _, err := store.MigratePostgres(context.Background(), address); err != nil {
		t.Fatal(err)
	}
	return address, func() (store.Store, error) { return store.OpenPostgres(context.Background(), address) }
}
