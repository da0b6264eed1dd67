package server_test

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

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(clustered{m}, goleak.Cleanup(func(code int) { os.Exit(code) }))
}

// clustered has stopped PostgreSQL before anybody looks for what is left.
type clustered struct{ *testing.M }

func (c clustered) Run() int { return pgtest.Run(c.M) }

// An opener opens the same database each time.
type opener func() (store.Store, error)

func sqlite(t testing.TB) (path string, open opener) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "mintmark.db")
	return path, func() (store.Store, error) { return store.OpenSQLite(context.Background(), path) }
}

func postgres(t testing.TB) opener {
	t.Helper()
	address := secret.Text(pgtest.DSN(t))
	if _, _, err := store.MigratePostgres(context.Background(), address); err != nil {
		t.Fatal(err)
	}
	return func() (store.Store, error) { return store.OpenPostgres(context.Background(), address) }
}

// onEach runs a test on each engine.
func onEach(t *testing.T, test func(t *testing.T, open opener)) {
	t.Run("SQLite", func(t *testing.T) {
		_, open := sqlite(t)
		test(t, open)
	})
	t.Run("PostgreSQL", func(t *testing.T) { test(t, postgres(t)) })
}
