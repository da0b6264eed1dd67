package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/store"
)

func more(b store.Budget) store.Budget {
	return store.Budget{Failures: b.Failures + 1, Until: now.Add(time.Duration(b.Failures) * time.Second)}
}

// D04: budgets survive a restart.
func testBudgets(t *testing.T, open Opener) {
	ctx := t.Context()
	s, err := open()
	must(t, err)
	wantBudget(t, s, store.Budget{Key: "a"})
	for i := range 3 {
		want := store.Budget{Key: "a", Failures: i + 1, Until: stored.Add(time.Duration(i) * time.Second)}
		must(t, s.Fail(ctx, more, "a"))
		wantBudget(t, s, want)
	}
	must(t, s.PutBudget(ctx, store.Budget{Key: "b", Failures: 7, Until: now}))
	must(t, s.Close())

	s = mustOpen(t, open)
	wantBudget(t, s, store.Budget{Key: "a", Failures: 3, Until: stored.Add(2 * time.Second)})
	wantBudget(t, s, store.Budget{Key: "b", Failures: 7, Until: stored})
	must(t, s.PutBudget(ctx, store.Budget{Key: "b", Failures: 8, Until: now}))
	wantBudget(t, s, store.Budget{Key: "b", Failures: 8, Until: stored})
	must(t, s.PutBudget(ctx, store.Budget{Key: "b"}))
	wantBudget(t, s, store.Budget{Key: "b"})
	must(t, s.Fail(ctx, func(b store.Budget) store.Budget {
		if b.Key == "a" {
			return store.Budget{}
		}
		return more(b)
	}, "b", "a", "b"))
	wantBudget(t, s, store.Budget{Key: "a"})
	wantBudget(t, s, store.Budget{Key: "b", Failures: 1, Until: stored})
}

func wantBudget(t *testing.T, s store.Store, want store.Budget) {
	t.Helper()
	if got, err := s.Budget(t.Context(), want.Key); got != want || err != nil {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

// No failure is lost between replicas, the first of all neither; and nobody waits
// for ever for another.
func testBudgetsAtOnce(t *testing.T, open Opener) {
	const clients, each = 6, 5
	stores := []store.Store{mustOpen(t, open), mustOpen(t, open)}
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for range each {
				keys := []string{"a", "b", "c"}
				if c%3 == 0 {
					slices.Reverse(keys)
				}
				if err := stores[c%2].Fail(t.Context(), more, keys...); err != nil {
					t.Errorf("Fail: %v", err)
				}
			}
		})
	}
	wg.Wait()
	for _, key := range []string{"a", "b", "c"} {
		if b, err := stores[0].Budget(t.Context(), key); b.Failures != clients*each || err != nil {
			t.Errorf("%s: got %d failures, %v, want %d", key, b.Failures, err, clients*each)
		}
	}
}

// D06: what is over is forgotten, a little at a time.
func testPruneBudgets(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	for i := range 10 {
		must(t, s.PutBudget(ctx, store.Budget{Key: fmt.Sprint(i), Failures: 1, Until: now.Add(time.Duration(i) * time.Minute)}))
	}
	for _, want := range []int{4, 3, 0} {
		if got, err := s.PruneBudgets(ctx, now.Add(7*time.Minute), 4); got != want || err != nil {
			t.Errorf("got %d, %v, want %d", got, err, want)
		}
	}
	wantBudget(t, s, store.Budget{Key: "6"})
	wantBudget(t, s, store.Budget{Key: "7", Failures: 1, Until: stored.Add(7 * time.Minute)})
}
