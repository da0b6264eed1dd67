package store

import (
	"strings"
	"testing"
)

// Pragma is a setting of the connection that writes.
func (s *SQLite) Pragma(t *testing.T, name string) (value string) {
	t.Helper()
	if err := s.writer.QueryRow("PRAGMA " + name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// Setting is one of a connection.
func (s *Postgres) Setting(t *testing.T, name string) (value string) {
	t.Helper()
	if err := s.writer.QueryRow("SHOW " + name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// PlanFind is how the database finds a page of events.
func (t *tables) PlanFind(tb testing.TB, f Filter) string {
	query, args := t.dialect.find(f, max(f.Last, 1))
	return t.plan(tb, query, args...)
}

// PlanPrune is how it removes old ones.
func (t *tables) PlanPrune(tb testing.TB) string { return t.plan(tb, t.dialect.prune(), 1000, 10) }

// PlanLogin is how it finds a user.
func (t *tables) PlanLogin(tb testing.TB) string {
	return t.plan(tb, selectUser+`WHERE name = $1`, "anna")
}

// PlanUsers is how it lists users.
func (t *tables) PlanUsers(tb testing.TB) string {
	return t.plan(tb, usersAfter+limit(pageSize), "user2")
}

func (t *tables) plan(tb testing.TB, query string, args ...any) string {
	tb.Helper()
	explain := "EXPLAIN QUERY PLAN "
	if t.dialect == &postgresDialect {
		explain = "EXPLAIN "
	}
	rows, err := t.writer.Query(explain+query, args...)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		line := make([]any, len(columns))
		for i := range line {
			line[i] = new(any)
		}
		line[len(line)-1] = new(string)
		if err := rows.Scan(line...); err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, *line[len(line)-1].(*string))
	}
	return strings.Join(lines, "\n")
}

// Exec changes the database behind the back of the store.
func (t *tables) Exec(tb testing.TB, query string, args ...any) {
	tb.Helper()
	if _, err := t.writer.Exec(query, args...); err != nil {
		tb.Fatal(err)
	}
}
