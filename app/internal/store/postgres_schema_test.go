package store_test

import (
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
	"mintmark/app/internal/store/storetest"
)

// A schema by the name of our role, where PostgreSQL looks first by itself, has
// nothing for us; another one has what an address names.
func TestPostgresSchemaOfTheRole(t *testing.T) {
	ctx := t.Context()
	u, err := url.Parse(pgtest.New(t).DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Del("search_path")
	u.RawQuery = q.Encode()
	conn := connectTo(t, u.String())
	for _, step := range []string{`CREATE SCHEMA AUTHORIZATION CURRENT_USER`, `CREATE TABLE users (name text)`, `CREATE SCHEMA named`} {
		if _, err := conn.Exec(ctx, step); err != nil {
			t.Fatalf("%s: %v", step, err)
		}
	}
	for schema, more := range map[string]string{"public": "", "named": "&search_path=named"} {
		address := secret.Text(u.String() + more)
		if _, _, err := store.MigratePostgres(ctx, address); err != nil {
			t.Fatalf("%s: %v", schema, err)
		}
		s, err := store.OpenPostgres(ctx, address)
		if err != nil {
			t.Fatalf("%s: %v", schema, err)
		}
		if err := s.Record(ctx, store.Event{Kind: store.TokenIssued}); err != nil {
			t.Errorf("%s: %v", schema, err)
		}
		s.Close()
		var got int
		if err := conn.QueryRow(ctx, `SELECT count(*) FROM `+schema+`.audit`).Scan(&got); err != nil || got != 1 {
			t.Errorf("%s: got %d rows, %v", schema, got, err)
		}
	}
}

// Committed means on disk, whatever the role is used to; and a server that is gone
// in the middle of something keeps nobody waiting.
func TestPostgresIsDurable(t *testing.T) {
	ctx := t.Context()
	address := secret.Text(pgtest.New(t).DSN(t))
	if _, _, err := store.MigratePostgres(ctx, address); err != nil {
		t.Fatal(err)
	}
	conn := connectTo(t, address.Reveal())
	for _, name := range []string{"synchronous_commit", "idle_in_transaction_session_timeout"} {
		if _, err := conn.Exec(ctx, `ALTER ROLE CURRENT_USER SET `+name+` = 0`); err != nil {
			t.Fatal(err)
		}
	}
	s, err := store.OpenPostgres(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, want := range map[string]string{"synchronous_commit": "on", "idle_in_transaction_session_timeout": "10s"} {
		if got := s.Setting(t, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// Whoever records goes on while the trail gets its index.
func TestPostgresMigratesBesideWriters(t *testing.T) {
	ctx := t.Context()
	address, _ := storetest.Postgres(t)
	admin, writer, other := connectTo(t, address.Reveal()), connectTo(t, address.Reveal()), connectTo(t, address.Reveal())
	for _, step := range []string{`DROP INDEX audit_time`, `DELETE FROM goose_db_version WHERE version_id = 2`} {
		if _, err := admin.Exec(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	const record = `INSERT INTO audit (time, kind, request_id, principal, method, client, reason, rule, identity, grants, ttl, token_id, key_sid)
		VALUES (1, '', '', '', '', '', '', '', '', '', 1, '', '')`
	tx, err := writer.Begin(ctx)
	if err == nil {
		_, err = tx.Exec(ctx, record)
	}
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, _, err := store.MigratePostgres(ctx, address)
		done <- err
	}()
	for waits := false; !waits; { // for the writer
		const asked = `SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%audit_time%' AND wait_event_type = 'Lock' AND $1 = ANY (pg_blocking_pids(pid)))`
		if err := admin.QueryRow(ctx, asked, writer.PgConn().PID()).Scan(&waits); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := other.Exec(ctx, `SET lock_timeout = '2s'`); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Exec(ctx, record); err != nil {
		t.Errorf("beside the migration: %v", err)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	wantSchema(t, address, 2)
}

func connectTo(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(t.Context()) })
	return conn
}
