package store_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
)

// A planner is a store that says how it finds things.
type planner interface {
	store.Store
	PlanFind(testing.TB, store.Filter) string
	PlanPrune(testing.TB) string
	PlanLogin(testing.TB) string
	PlanUsers(testing.TB) string
	Exec(testing.TB, string, ...any)
}

// Nothing that is asked of a long audit trail, or of many users, reads all of it
// or sorts it.
func TestPlans(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		s := open(t, filepath.Join(t.TempDir(), "mintmark.db"))
		testPlans(t, s, `WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 20000)`)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		address, _ := storetest.Postgres(t)
		s, err := store.OpenPostgres(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		testPlans(t, s, `WITH many (n) AS (SELECT generate_series(1, 20000))`)
	})
}

func testPlans(t *testing.T, s planner, many string) {
	s.Exec(t, many+` INSERT INTO audit (time, kind, request_id, principal, method, client, reason, rule, identity, grants, ttl, token_id, key_sid)
		SELECT CAST(n AS bigint) * 1000000, 'token_issued', '', '', '', '', '', '', '', '', 600, '', 'SK' FROM many`)
	s.Exec(t, many+` INSERT INTO users (name, hash, created_at, changed_at) SELECT 'user' || n, '', 0, 0 FROM many`)
	s.Exec(t, `ANALYZE`)
	at := time.Unix(19000, 0)
	tests := []struct {
		name, plan string
		scans      int // that a LIMIT ends, in the order in which rows lie
	}{
		{"since", s.PlanFind(t, store.Filter{Since: at}), 0},
		{"until", s.PlanFind(t, store.Filter{Until: at}), 0},
		{"next page", s.PlanFind(t, store.Filter{Since: at, After: nth(t, s, store.Filter{Since: at}, 500)}), 0},
		{"last since", s.PlanFind(t, store.Filter{Since: at, Last: 20}), 0},
		{"last", s.PlanFind(t, store.Filter{Last: 20, Settled: true}), 1},
		{"reading on", s.PlanFind(t, store.Filter{Settled: true, After: nth(t, s, store.Filter{}, 500)}), 0},
		{"prune", s.PlanPrune(t), 1},
		{"users", s.PlanUsers(t), 0},
		{"login", s.PlanLogin(t), 0},
	}
	for _, tt := range tests {
		got := strings.Count(tt.plan, "SCAN audit") + strings.Count(tt.plan, "SCAN users")
		if got > tt.scans || strings.Contains(tt.plan, "TEMP B-TREE") || strings.Contains(tt.plan, "Seq Scan") || strings.Contains(tt.plan, "Sort") {
			t.Errorf("%s:\n%s", tt.name, tt.plan)
		}
	}
}

func nth(t *testing.T, s store.Store, f store.Filter, n int) store.Cursor {
	t.Helper()
	for e, err := range s.Find(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		if n--; n == 0 {
			return e.Cursor
		}
	}
	t.Fatal("there are too few events")
	return store.Cursor{}
}
