package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
	"mintmark/app/internal/store/storetest"
)

func TestMain(m *testing.M) {
	storetest.Main(m)
}

func TestPostgres(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		_, open := storetest.Postgres(t)
		return open
	})
}

func TestPostgresSchema(t *testing.T) {
	ctx := t.Context()
	address := secret.Text(pgtest.DSN(t))
	wantOpen := func(want error) {
		t.Helper()
		s, err := store.OpenPostgres(ctx, address)
		if err == nil {
			s.Close()
		}
		if !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	wantOpen(store.ErrOldSchema)
	done := make(chan error)
	for range 3 { // at once: one does it, the others wait for it
		go func() {
			_, to, err := store.MigratePostgres(ctx, address)
			if err == nil && to == 0 {
				err = errors.New("it is at 0 still")
			}
			done <- err
		}()
	}
	for range 3 {
		if err := <-done; err != nil {
			t.Errorf("migrate: %v", err)
		}
	}
	wantOpen(nil)
	conn, err := pgx.Connect(ctx, address.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)`); err != nil {
		t.Fatal(err)
	}
	wantOpen(store.ErrSchema)
	if _, _, err := store.MigratePostgres(ctx, address); !errors.Is(err, store.ErrSchema) {
		t.Errorf("migrate: got %v, want ErrSchema", err)
	}
}

// Whoever stops somebody waits for the row that is being written in his name: there
// is none to come once he is stopped.
func TestPostgresStopWaitsForRows(t *testing.T) {
	ctx := t.Context()
	address, open := storetest.Postgres(t)
	one, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	other, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	conn := connectTo(t, address.Reveal())
	for _, step := range []string{
		`CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END $$`,
		`CREATE TRIGGER nap BEFORE INSERT ON audit FOR EACH ROW WHEN (NEW.kind = 'token_issued') EXECUTE FUNCTION nap()`,
	} {
		if _, err := conn.Exec(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	if err := one.AddUser(ctx, "anna", "hash", store.Event{}); err != nil {
		t.Fatal(err)
	}
	anna, err := one.User(ctx, "anna")
	if err != nil {
		t.Fatal(err)
	}
	recorded := make(chan error, 1)
	go func() { recorded <- one.RecordFor(ctx, anna, store.Event{Kind: store.TokenIssued}) }()
	for asleep := false; !asleep; {
		if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep')`).Scan(&asleep); err != nil {
			t.Fatal(err)
		}
	}
	if err := other.SetDisabled(ctx, "anna", true, store.Event{Kind: store.UserDisabled}); err != nil {
		t.Fatal(err)
	}
	rows := 0
	for e, err := range other.Events(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == store.TokenIssued {
			rows++
		}
	}
	if err := <-recorded; err != nil || rows != 1 {
		t.Errorf("he is stopped, and there is to be a row: got %d, then %v", rows, err)
	}
}

// An address may have a password in it: no error has.
func TestPostgresKeepsThePassword(t *testing.T) {
	for _, address := range []secret.Text{
		"postgres://anna:canary@127.0.0.1:1/x",
		"postgres://anna:canary@127.0.0.1:bad/x",
		"postgres://anna:can%ary@127.0.0.1/x",
		"postgres://anna:1/canary@127.0.0.1/x",
		"host=127.0.0.1 port=1 user=anna password=canary",
		"host=127.0.0.1 port=x user=anna password='canary",
	} {
		_, err := store.OpenPostgres(t.Context(), address)
		_, _, err2 := store.MigratePostgres(t.Context(), address)
		for _, err := range []error{err, err2} {
			if err == nil || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "can%ary") {
				t.Errorf("got %v", err)
			}
		}
	}
}

// Whoever takes away old budgets waits for nobody who fails, who would wait for him:
// one that somebody holds is old no more.
func TestPostgresPruneWaitsForNobody(t *testing.T) {
	ctx := t.Context()
	_, open := storetest.Postgres(t)
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	old, fresh := time.Unix(1000, 0).UTC(), time.Unix(5000, 0).UTC()
	for _, key := range []string{"held", "next"} {
		if err := s.PutBudget(ctx, store.Budget{Key: key, Failures: 1, Until: old}); err != nil {
			t.Fatal(err)
		}
	}
	soon, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err = s.Fail(ctx, func(b store.Budget) store.Budget {
		if b.Key == "held" {
			if n, err := s.PruneBudgets(soon, fresh, 10); n != 1 || err != nil {
				t.Errorf("pruned %d, %v, want the one that nobody holds", n, err)
			}
		}
		return store.Budget{Failures: b.Failures + 1, Until: fresh}
	}, "held", "next")
	if err != nil {
		t.Error(err)
	}
	for key, want := range map[string]int{"held": 2, "next": 1} {
		if b, err := s.Budget(ctx, key); b.Failures != want || err != nil {
			t.Errorf("%s: got %+v, %v, want %d failures", key, b, err, want)
		}
	}
}
