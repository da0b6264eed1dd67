//go:build unix

package cli

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
)

// What comes is shown until Ctrl-C, which is no failure.
func TestAuditFollow(t *testing.T) {
	for name, place := range map[string]func() string{
		"SQLite":     func() string { return filepath.Join(t.TempDir(), "mintmark.db") },
		"PostgreSQL": func() string { return pgtest.DSN(t) },
	} {
		for _, lines := range []int{0, 1} {
			t.Run(fmt.Sprint(name, lines), func(t *testing.T) { testFollow(t, place(), lines) })
		}
	}
}

func testFollow(t *testing.T, place string, lines int) {
	ctx := t.Context()
	if _, _, err := store.Migrate(ctx, secret.Text(place)); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, secret.Text(place))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	record := func(id string) {
		t.Helper()
		if err := s.Record(ctx, store.Event{Time: time.Now(), RequestID: id, Kind: store.TokenIssued}); err != nil {
			t.Fatal(err)
		}
	}
	record("before")
	record("last")
	cmd := command(t.TempDir(), nil, "audit", "tail", "--json", "-f", "-n", fmt.Sprint(lines), "--db", place)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	rows := bufio.NewScanner(stdout)
	wantRow := func(id string) {
		t.Helper()
		if !rows.Scan() || !strings.Contains(rows.Text(), `"request_id":"`+id+`"`) {
			t.Errorf("got %s, want %s", rows.Text(), id)
		}
	}
	if lines == 1 {
		wantRow("last")
	} else {
		untilFollowing(t, rows, record)
	}
	for _, id := range []string{"first", "second"} {
		record(id)
		wantRow(id)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if rows.Scan() {
		t.Errorf("got %s more", rows.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// untilFollowing records until a row is seen, and waits for the others: with no
// rows to begin with, nothing else tells that it follows.
func untilFollowing(t *testing.T, rows *bufio.Scanner, record func(string)) {
	t.Helper()
	seen := make(chan string)
	go func() {
		defer close(seen)
		for rows.Scan() {
			seen <- rows.Text()
			if strings.Contains(rows.Text(), `"end"`) {
				return
			}
		}
	}()
	for {
		select {
		case row := <-seen:
			if strings.Contains(row, "before") || strings.Contains(row, "last") {
				t.Errorf("got %s", row)
			}
			record("end")
			for range seen {
			}
			return
		case <-time.After(50 * time.Millisecond):
			record("tick")
		}
	}
}

// A database that goes away is waited for, and nothing of it is missed.
func TestAuditFollowsThroughAnOutage(t *testing.T) {
	cluster := pgtest.New(t)
	place := cluster.DSN(t)
	if _, _, err := store.Migrate(t.Context(), secret.Text(place)); err != nil {
		t.Fatal(err)
	}
	record := func(id string) {
		t.Helper()
		s, err := store.Open(t.Context(), secret.Text(place))
		if err == nil {
			err = errors.Join(s.Record(t.Context(), store.Event{Time: time.Now(), RequestID: id, Kind: store.TokenIssued}), s.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	record("before")
	cmd := command(t.TempDir(), nil, "audit", "tail", "--json", "-f", "--db", place)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	rows, prose := bufio.NewScanner(stdout), bufio.NewScanner(stderr)
	want := func(lines *bufio.Scanner, text string) {
		t.Helper()
		if !lines.Scan() || !strings.Contains(lines.Text(), text) {
			t.Errorf("got %s, want %s", lines.Text(), text)
		}
	}
	want(rows, `"before"`)
	for _, outage := range []string{"first", "second"} {
		cluster.Stop()
		want(prose, `{"warning":"the database cannot be read: `)
		want(prose, `{"hint":"`)
		if err := cluster.Start(); err != nil {
			t.Fatal(err)
		}
		record(outage)
		want(rows, `"`+outage+`"`)
		want(prose, `{"note":"the database can be read again"}`)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if prose.Scan() || rows.Scan() {
		t.Errorf("got more: %s %s", prose.Text(), rows.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}
