package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// However many share a commit, each has his row, in order, but for those who may no
// longer have one.
func TestSQLiteCommit(t *testing.T) {
	ctx := t.Context()
	key := ServiceKey{ID: "kiosk"}
	for _, events := range []int{1, 4, 15, 16, 17, 37, maxBatch} {
		t.Run(fmt.Sprint(events), func(t *testing.T) {
			s, err := OpenSQLite(ctx, filepath.Join(t.TempDir(), "mintmark.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := s.AddServiceKey(ctx, key.ID, key.Hash, Event{}); err != nil {
				t.Fatal(err)
			}
			var batch []*pending
			var got, want []string
			for i := range events {
				holder := []Holder{nil, key, User{Name: "gone"}}[i%3]
				batch = append(batch, &pending{event: Event{Kind: TokenIssued, RequestID: fmt.Sprint(i), TTL: time.Minute}, holder: holder})
				if i%3 < 2 {
					want = append(want, fmt.Sprint(i))
				}
			}
			if err := s.commit(batch); err != nil {
				t.Fatal(err)
			}
			for e, err := range s.Find(ctx, Filter{Kinds: []Kind{TokenIssued}}) {
				if got = append(got, e.RequestID); err != nil || e.TTL != time.Minute {
					t.Fatalf("got %+v, %v", e, err)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got rows %v, want %v", got, want)
			}
			for i, p := range batch {
				if changed := errors.Is(p.err, ErrChanged); changed != (i%3 == 2) {
					t.Errorf("%d: got %v", i, p.err)
				}
			}
		})
	}
}

// One row that cannot be written takes all that share its commit with it, wherever it
// stands.
func TestSQLiteCommitIsWhole(t *testing.T) {
	for _, bad := range []string{"0", "15", "20", "35", "36"} { // of statements for 16, 4 and 1
		t.Run(bad, func(t *testing.T) {
			s, err := OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "mintmark.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if _, err := s.writer.Exec(`CREATE TRIGGER bad BEFORE INSERT ON audit WHEN NEW.request_id = '` + bad + `'
				BEGIN SELECT RAISE(FAIL, 'disk is full'); END`); err != nil {
				t.Fatal(err)
			}
			var batch []*pending
			for i := range 37 {
				batch = append(batch, &pending{event: Event{Kind: TokenIssued, RequestID: fmt.Sprint(i)}})
			}
			if err := s.commit(batch); err == nil {
				t.Error("committed")
			}
			for e := range s.Find(t.Context(), Filter{}) {
				t.Errorf("got row %s", e.RequestID)
			}
		})
	}
}

// However many fail to log in at once, whoever records a token waits for one of
// their commits, and they for one another.
func TestFailuresShareCommits(t *testing.T) {
	s, err := OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "mintmark.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const clients = 300
	more := func(b Budget) Budget { return Budget{Failures: b.Failures + 1} }
	tx, err := s.writer.Begin() // a slow disk
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			if err := s.Fail(t.Context(), more, "all", fmt.Sprint(i)); err != nil {
				t.Error(err)
			}
		})
	}
	atDoor := func() (n int) {
		s.changes.mu.Lock()
		defer s.changes.mu.Unlock()
		for _, b := range s.changes.door {
			n += len(b.rows)
		}
		return n
	}
	for atDoor() < clients-maxChanges { // the others are on their way
		time.Sleep(time.Millisecond)
	}
	if waiting := s.writer.Stats().WaitCount; waiting > 1 {
		t.Errorf("%d wait for the connection, want one for all", waiting)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	for key, want := range map[string]int{"all": clients, "0": 1} {
		if b, err := s.Budget(t.Context(), key); b.Failures != want || err != nil {
			t.Errorf("%s: got %d failures, %v, want %d", key, b.Failures, err, want)
		}
	}
}
