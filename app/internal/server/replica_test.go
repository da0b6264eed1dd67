package server_test

import (
	"sync"
	"testing"

	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
)

// A06: no two tokens have the same id, also of two replicas within one second:
// here time stands still.
func TestIDsAcrossReplicas(t *testing.T) {
	_, open := storetest.Postgres(t)
	f := startOn(t, open, nil)
	replica := f.beside(nil)
	const each = 40
	var mu sync.Mutex
	ids := map[string]int{}
	var wg sync.WaitGroup
	for i := range 8 {
		server := []*fixture{f, replica}[i%2]
		wg.Go(func() {
			for range each {
				a := readToken(t, server.login("anna", right))
				mu.Lock()
				ids[a.ID]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(ids) != 8*each {
		t.Errorf("got %d ids of %d tokens", len(ids), 8*each)
	}
	for _, e := range f.events() {
		ids[e.TokenID]--
	}
	for id, rows := range ids {
		if rows != 0 {
			t.Errorf("%s: got %d rows, want one", id, 1-rows)
		}
	}
}

// C09: who is disabled at one replica gets nothing at any other, from the next
// request on, and something again once he is enabled.
func TestDisablingAcrossReplicas(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		f := startOn(t, open, nil)
		replica := f.beside(nil)
		readToken(t, replica.login("anna", right))
		f.must(f.store.SetDisabled(t.Context(), "anna", true, store.Event{Time: now, Kind: store.UserDisabled}))
		for _, path := range []string{"/token", "/v1/token", "/v1/token:preview"} {
			if r := replica.do("POST", path, "", as("anna")); r.problem(t) != "invalid_credentials" {
				t.Errorf("%s: got %s", path, r.body)
			}
		}
		f.must(f.store.SetDisabled(t.Context(), "anna", false, store.Event{Time: now, Kind: store.UserEnabled}))
		readToken(t, replica.login("anna", right))
	})
}
