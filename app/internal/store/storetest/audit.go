package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/store"
)

// F07: what a client sends cannot keep its row out, and reads as UTF-8.
func testStorable(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	must(t, s.Record(ctx, store.Event{Time: stored, Principal: "a\x00b", Identity: "c\xffd", Grants: "日本"}))
	want := []store.Event{{Time: stored, Principal: "a\uFFFDb", Identity: "c\uFFFDd", Grants: "日本"}}
	if got := events(t, s); !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func testFind(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	const pages = 2500 // rows are read 1000 at a time
	for i, kind := range []store.Kind{store.TokenIssued, store.LoginFailed, store.TokenIssued, store.TokenDenied} {
		must(t, s.Record(ctx, store.Event{Time: now.Add(time.Duration(i) * time.Minute), Kind: kind, Principal: string("ab"[i%2]), RequestID: fmt.Sprint(i)}))
	}
	minute := func(n int) time.Time { return stored.Add(time.Duration(n) * time.Minute) }
	tests := []struct {
		name   string
		filter store.Filter
		want   string
	}{
		{"all", store.Filter{}, "0123"},
		{"since", store.Filter{Since: minute(1)}, "123"},
		{"until", store.Filter{Until: minute(2)}, "01"},
		{"between", store.Filter{Since: minute(1), Until: minute(3)}, "12"},
		{"a kind", store.Filter{Kinds: []store.Kind{store.TokenIssued}}, "02"},
		{"two kinds", store.Filter{Kinds: []store.Kind{store.TokenDenied, store.LoginFailed}}, "13"},
		{"principal", store.Filter{Principal: "b"}, "13"},
		{"last", store.Filter{Last: 2}, "23"},
		{"last of a kind", store.Filter{Last: 1, Kinds: []store.Kind{store.TokenIssued}}, "2"},
		{"more than there are", store.Filter{Last: 9}, "0123"},
		{"settled", store.Filter{Settled: true}, "0123"},
		{"all at once", store.Filter{Since: minute(0), Until: minute(9), Kinds: store.Kinds, Principal: "a", Settled: true, Last: 5}, "02"},
		{"none", store.Filter{Principal: "nobody"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ids(t, s, tt.filter); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}

	must(t, s.Record(ctx, store.Event{Time: now.Add(90 * time.Second), RequestID: "4"})) // by a clock that is behind
	for want, f := range map[string]store.Filter{
		"1423": {Since: minute(1)},
		"23":   {Since: minute(0), Last: 2},
		"0142": {Until: minute(3)},
		"1234": {Since: minute(1), Settled: true},
	} {
		if got := ids(t, s, f); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}

	rest := "01234"
	for e, err := range s.Find(ctx, store.Filter{}) {
		must(t, err)
		rest = rest[1:]
		if got := ids(t, s, store.Filter{After: e.Cursor}); got != rest {
			t.Errorf("after %s: got %s, want %s", e.RequestID, got, rest)
		}
	}
	recordMany(t, s, pages)
	if got := len(events(t, s)); got != pages+5 {
		t.Errorf("got %d events, want %d", got, pages+5)
	}
	seen := 0
	for _, err := range s.Find(ctx, store.Filter{Until: minute(1)}) { // many of one time
		must(t, err)
		seen++
	}
	if seen != pages+1 {
		t.Errorf("got %d events, want %d", seen, pages+1)
	}
}

func ids(t *testing.T, s store.Store, f store.Filter) (all string) {
	t.Helper()
	for e, err := range s.Find(t.Context(), f) {
		must(t, err)
		all += e.RequestID
	}
	return all
}

// recordMany records so many events from many sides, so that they share commits.
func recordMany(t *testing.T, s store.Store, n int) {
	t.Helper()
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			for range n / 50 {
				if err := s.Record(t.Context(), store.Event{Time: now}); err != nil {
					t.Errorf("record: %v", err)
				}
			}
		})
	}
	wg.Wait()
}

// Who follows the trail sees each event once, whoever wrote it.
func testFollow(t *testing.T, open Opener) {
	const writers, each = 4, 25
	stores := []store.Store{mustOpen(t, open), mustOpen(t, open)}
	must(t, stores[0].Record(t.Context(), store.Event{Time: now, RequestID: "before"}))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	tick := make(chan time.Time)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if err := stores[w%2].Record(ctx, store.Event{Time: now, RequestID: fmt.Sprint(w, "-", i)}); err != nil {
					t.Errorf("record: %v", err)
				}
			}
		})
	}
	go func() { // look all the time while they write, and until all are seen
		defer close(tick)
		for {
			select {
			case tick <- now:
			case <-ctx.Done():
				return
			}
		}
	}()
	seen := map[string]int{}
	for e, err := range store.Follow(ctx, stores[0], store.Filter{}, tick) {
		must(t, err)
		if seen[e.RequestID]++; len(seen) == 1+writers*each {
			stop()
		}
	}
	wg.Wait()
	for id, times := range seen {
		if times != 1 {
			t.Errorf("%s was seen %d times", id, times)
		}
	}
}

// RecordFor of one who was stopped fails alone, whatever shares its commit.
func testMixed(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	must(t, s.AddUser(ctx, "anna", "hash", store.Event{Time: now}))
	must(t, s.AddUser(ctx, "bob", "hash", store.Event{Time: now}))
	anna, err := s.User(ctx, "anna")
	must(t, err)
	bob, err := s.User(ctx, "bob")
	must(t, err)
	must(t, s.SetDisabled(ctx, "bob", true, store.Event{Time: now}))
	before := len(events(t, s))
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := s.RecordFor(ctx, anna, store.Event{Time: now}); err != nil {
				t.Errorf("anna: %v", err)
			}
		})
		wg.Go(func() {
			if err := s.RecordFor(ctx, bob, store.Event{Time: now}); !errors.Is(err, store.ErrChanged) {
				t.Errorf("bob: got %v, want ErrChanged", err)
			}
		})
	}
	wg.Wait()
	if got := len(events(t, s)) - before; got != 50 {
		t.Errorf("got %d events, want 50", got)
	}
}

func testPruneEvents(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	for i := range 8 {
		must(t, s.Record(ctx, store.Event{Time: now.Add(time.Duration(i) * time.Hour), RequestID: fmt.Sprint(i)}))
	}
	must(t, s.Record(ctx, store.Event{Time: now, RequestID: "L", TTL: 9 * time.Hour, TokenID: "lives", KeySID: "SK"}))
	must(t, s.Record(ctx, store.Event{Time: now, RequestID: "N"}))
	// The one that lives and the newest are among the oldest, and stay.
	for _, want := range []int{3, 3, 0} {
		if got, err := s.PruneEvents(ctx, now.Add(6*time.Hour), 5); got != want || err != nil {
			t.Errorf("got %d, %v, want %d", got, err, want)
		}
	}
	if got := ids(t, s, store.Filter{}); got != "67LN" {
		t.Errorf("got %s left, want 67LN", got)
	}
	if _, err := s.PruneEvents(ctx, now.Add(1000*time.Hour), 4); err != nil {
		t.Error(err)
	}
	if got := ids(t, s, store.Filter{}); got != "N" {
		t.Errorf("got %s left, want the newest", got)
	}
}

func testLastExpiry(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	minute := time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC)
	if got, err := s.LastExpiry(ctx); len(got) != 0 || err != nil {
		t.Errorf("got %v, %v, want none", got, err)
	}
	record := func(key string, at time.Duration, ttl time.Duration) {
		t.Helper()
		must(t, s.Record(ctx, store.Event{Time: minute.Add(at), KeySID: key, TTL: ttl}))
	}
	ends := func(want map[string]time.Duration) {
		t.Helper()
		all := map[string]time.Time{}
		for key, at := range want {
			all[key] = minute.Add(at)
		}
		if got, err := s.LastExpiry(ctx); !maps.Equal(got, all) || err != nil {
			t.Errorf("got %v, %v, want %v", got, err, all)
		}
	}
	record("SKa", 0, time.Hour)
	record("SKa", time.Minute, time.Minute)
	record("SKb", time.Minute, time.Minute)
	record("", 24*time.Hour, 0)
	ends(map[string]time.Duration{"SKa": time.Hour, "SKb": 2 * time.Minute})

	record("SKb", time.Minute+time.Microsecond, time.Minute)
	record("SKc", time.Second, time.Minute)
	record("SKc", 2*time.Second, time.Minute)
	ends(map[string]time.Duration{"SKa": time.Hour, "SKb": 3 * time.Minute, "SKc": 2 * time.Minute})

	cut := minute.Add(10 * time.Minute)
	n, err := s.PruneEvents(ctx, cut, 1) // the oldest is SKa's
	if must(t, err); n != 0 {
		t.Errorf("pruned %d, want none", n)
	}
	ends(map[string]time.Duration{"SKa": time.Hour, "SKb": 3 * time.Minute, "SKc": 2 * time.Minute})
	_, err = store.Prune(ctx, s, cut, store.Event{Time: minute, Method: "test"})
	must(t, err)
	ends(map[string]time.Duration{"SKa": time.Hour, "SKc": 2 * time.Minute}) // the last event stays
}

func testPing(t *testing.T, open Opener) {
	s, err := open()
	must(t, err)
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("got %v", err)
	}
	must(t, s.Close())
	if err := s.Ping(t.Context()); err == nil {
		t.Error("a closed store answers")
	}
}

// A copy that was made while others wrote opens, and has what was there before.
// Where the database has its own tools for that, the error says so.
func testBackup(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	must(t, s.AddUser(ctx, "anna", "hash", store.Event{Time: now}))
	path := filepath.Join(t.TempDir(), "copy.db")
	var wg sync.WaitGroup
	wg.Go(func() { recordMany(t, s, 200) })
	err := s.Backup(ctx, path)
	wg.Wait()
	if errors.Is(err, store.ErrBackup) {
		return
	}
	must(t, err)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want mode 600", info.Mode(), err)
	}
	if err := s.Backup(ctx, path); !errors.Is(err, os.ErrExist) {
		t.Errorf("onto another copy: got %v", err)
	}
	copied, err := store.OpenSQLite(ctx, path)
	must(t, err)
	defer copied.Close()
	if _, err := copied.User(ctx, "anna"); err != nil {
		t.Errorf("the copy has no anna: %v", err)
	}
	if got, most := len(events(t, copied)), len(events(t, s)); got < 1 || got > most {
		t.Errorf("the copy has %d events of %d", got, most)
	}
}

func kinds(t *testing.T, s store.Store) (all []store.Kind) {
	t.Helper()
	for _, e := range events(t, s) {
		all = append(all, e.Kind)
	}
	return all
}
