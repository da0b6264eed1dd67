// Package storetest is what every [store.Store] must do, as tests.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/store"
)

// An Opener opens one and the same database each time.
type Opener func() (store.Store, error)

// Run tests a kind of store. Fresh makes a new, empty database and returns its
// opener.
func Run(t *testing.T, fresh func(t *testing.T) Opener) {
	tests := []struct {
		name string
		test func(*testing.T, Opener)
	}{
		{"empty", testEmpty},
		{"users", testUsers},
		{"unknown user", testUnknownUser},
		{"user exists", testUserExists},
		{"rehash", testRehash},
		{"events", testEvents},
		{"changes and events are one", testAtomic},
		{"events of a user", testRecordFor},
		{"service keys", testServiceKeys},
		{"events of a service key", testRecordForKey},
		{"events of some alone", testMixed},
		{"events that hold anything", testStorable},
		{"events found", testFind},
		{"events followed", testFollow},
		{"events pruned", testPruneEvents},
		{"last expiry", testLastExpiry},
		{"budgets", testBudgets},
		{"budgets at once", testBudgetsAtOnce},
		{"budgets pruned", testPruneBudgets},
		{"ping", testPing},
		{"backup", testBackup},
		{"events stop early", testEventsStop},
		{"survives closing", testReopen},
		{"two at once", testTwo},
		{"opened at once", testOpenedAtOnce},
		{"recorded at once", testConcurrent},
		{"cancelled", testCancelled},
		{"closed", testClosed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, fresh(t)) })
	}
}

// now has a fraction and a zone, so that losing either shows.
var now = time.Date(2026, 3, 4, 5, 6, 7, 891234567, time.FixedZone("", 3600))

var stored = now.UTC().Truncate(time.Microsecond)

func testEmpty(t *testing.T, open Opener) {
	s := mustOpen(t, open)
	if users := users(t, s); len(users) != 0 {
		t.Errorf("got users %v, want none", users)
	}
	if events := events(t, s); len(events) != 0 {
		t.Errorf("got events %v, want none", events)
	}
}

func testUsers(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	later := now.Add(time.Minute)
	must(t, s.AddUser(ctx, "bob", "hash b", store.Event{Time: now}))
	must(t, s.AddUser(ctx, "anna", "hash a", store.Event{Time: now}))
	must(t, s.AddUser(ctx, "émile", "hash e", store.Event{Time: now}))
	must(t, s.SetHash(ctx, "anna", "hash a2", store.Event{Time: later}))
	must(t, s.SetDisabled(ctx, "bob", true, store.Event{Time: later}))
	must(t, s.SetDisabled(ctx, "émile", true, store.Event{Time: now}))
	must(t, s.SetDisabled(ctx, "émile", false, store.Event{Time: later}))

	want := []store.User{
		{Name: "anna", Hash: "hash a2", CreatedAt: stored, ChangedAt: stored.Add(time.Minute)},
		{Name: "bob", Hash: "hash b", Disabled: true, CreatedAt: stored, ChangedAt: stored.Add(time.Minute)},
		{Name: "émile", Hash: "hash e", CreatedAt: stored, ChangedAt: stored.Add(time.Minute)},
	}
	if got := users(t, s); !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for _, want := range want {
		if got, err := s.User(ctx, want.Name); got != want || err != nil {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
		}
	}
	for prefix, want := range map[store.Name][]store.User{"b": want[1:2], "anna": want[:1], "annas": nil, "é": want[2:], "%": nil, "a_": nil} {
		var got []store.User
		for u, err := range s.Users(ctx, prefix) {
			must(t, err)
			got = append(got, u)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got  %+v\nwant %+v", prefix, got, want)
		}
	}
}

// C01: a hash is replaced by another of the same password, and of no newer one.
func testRehash(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	later := store.Event{Time: now.Add(time.Minute), Kind: store.PasswordRehashed}
	must(t, s.AddUser(ctx, "anna", "hash 1", store.Event{Time: now}))
	read, err := s.User(ctx, "anna")
	must(t, err)
	must(t, s.Rehash(ctx, read, "hash 2", later))
	want := store.User{Name: "anna", Hash: "hash 2", CreatedAt: stored, ChangedAt: stored}
	if got, err := s.User(ctx, "anna"); got != want || err != nil {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
	must(t, s.RecordFor(ctx, want, store.Event{Time: now}))
	for _, tt := range []struct {
		name   string
		before func()
	}{
		{"rehashed already", func() {}},
		{"new password", func() { must(t, s.SetHash(ctx, "anna", "hash 3", later)) }},
		{"disabled", func() { must(t, s.SetDisabled(ctx, "anna", true, later)); read.Hash = "hash 3" }},
		{"unknown", func() { read.Name = "nobody" }},
	} {
		tt.before()
		if err := s.Rehash(ctx, read, "hash 4", later); !errors.Is(err, store.ErrChanged) {
			t.Errorf("%s: got %v, want ErrChanged", tt.name, err)
		}
	}
	if got, err := s.User(ctx, "anna"); got.Hash == "hash 4" || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

func testUnknownUser(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	must(t, s.AddUser(ctx, "anna", "hash", store.Event{Time: now}))
	_, err := s.User(ctx, "bob")
	for what, err := range map[string]error{
		"User":        err,
		"SetHash":     s.SetHash(ctx, "bob", "hash", store.Event{Time: now}),
		"SetDisabled": s.SetDisabled(ctx, "bob", true, store.Event{Time: now}),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", what, err)
		}
	}
}

func testUserExists(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	must(t, s.AddUser(ctx, "anna", "hash", store.Event{Time: now}))
	err := s.AddUser(ctx, "anna", "other", store.Event{Time: now.Add(time.Hour)})
	if !errors.Is(err, store.ErrExists) {
		t.Errorf("got %v, want ErrExists", err)
	}
	want := store.User{Name: "anna", Hash: "hash", CreatedAt: stored, ChangedAt: stored}
	if got, _ := s.User(ctx, "anna"); got != want {
		t.Errorf("got %+v, want what was there: %+v", got, want)
	}
}

func testEvents(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	want := []store.Event{
		{
			Time: stored, Kind: store.TokenIssued, RequestID: "R1", Principal: "anna", Method: "password",
			Client: "192.0.2.7/32", Reason: "why", Rule: "everyone", Identity: "anna",
			Grants: `{"video":{"room":"ü \u0000 ' \" \\"}}`, TTL: 24 * time.Hour, TokenID: "SK1-x", KeySID: "SK1",
		},
		{Time: stored.Add(-time.Hour), Kind: store.LoginFailed, Principal: "émile\n'; DROP TABLE audit; --"},
		{Time: stored, Kind: store.LoginFailed},
	}
	for _, e := range want {
		must(t, s.Record(ctx, e))
	}
	if got := events(t, s); !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v, in the order of recording", got, want)
	}
}

func testAtomic(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	event := func(k store.Kind) store.Event {
		return store.Event{Time: stored, Kind: k, Principal: "anna", Method: "cli"}
	}
	must(t, s.AddUser(ctx, "anna", "hash", event(store.UserAdded)))
	must(t, s.SetHash(ctx, "anna", "hash", event(store.PasswordChanged)))
	must(t, s.SetDisabled(ctx, "anna", true, event(store.UserDisabled)))

	// What changes nothing tells of nothing.
	_ = s.AddUser(ctx, "anna", "hash", event("not to be seen"))
	_ = s.SetHash(ctx, "bob", "hash", event("not to be seen"))
	_ = s.SetDisabled(ctx, "bob", true, event("not to be seen"))

	want := []store.Event{event(store.UserAdded), event(store.PasswordChanged), event(store.UserDisabled)}
	if got := events(t, s); !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// A token that leaves after its user was disabled, or got another password,
// would be one that nobody could have got.
func testRecordFor(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	must(t, s.AddUser(ctx, "anna", "hash", store.Event{Time: now}))
	anna, err := s.User(ctx, "anna")
	must(t, err)
	must(t, s.RecordFor(ctx, anna, store.Event{Time: stored, Kind: store.TokenIssued}))
	want := len(events(t, s))

	record := func() error { return s.RecordFor(ctx, anna, store.Event{Time: stored, Kind: "not to be seen"}) }
	steps := []struct {
		name   string
		change func() error
		want   error
	}{
		{"disabled", func() error { return s.SetDisabled(ctx, "anna", true, store.Event{Time: now}) }, store.ErrChanged},
		{"enabled again", func() error { return s.SetDisabled(ctx, "anna", false, store.Event{Time: now}) }, nil},
		{"another password", func() error { return s.SetHash(ctx, "anna", "hash 2", store.Event{Time: now}) }, store.ErrChanged},
	}
	for _, step := range steps {
		must(t, step.change())
		want++
		if err := record(); !errors.Is(err, step.want) {
			t.Errorf("%s: got %v, want %v", step.name, err, step.want)
		} else if err == nil {
			want++
		}
	}
	if err := s.RecordFor(ctx, store.User{Name: "bob"}, store.Event{Time: now}); !errors.Is(err, store.ErrChanged) {
		t.Errorf("nobody: got %v, want ErrChanged", err)
	}
	if got := len(events(t, s)); got != want {
		t.Errorf("got %d events, want %d", got, want)
	}
}

func testEventsStop(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	for range 20 {
		must(t, s.Record(ctx, store.Event{Time: now}))
	}
	for range 20 { // more often than there are connections: a leaked one would block
		for _, err := range s.Events(ctx) {
			must(t, err)
			break
		}
	}
	if got := len(events(t, s)); got != 20 {
		t.Errorf("got %d events, want 20", got)
	}
}

func testReopen(t *testing.T, open Opener) {
	ctx := t.Context()
	s, err := open()
	must(t, err)
	must(t, s.AddUser(ctx, "anna", "hash", store.Event{Time: now, Kind: store.UserAdded}))
	must(t, s.Close())

	s = mustOpen(t, open)
	if _, err := s.User(ctx, "anna"); err != nil {
		t.Errorf("user after reopening: %v", err)
	}
	if got := len(events(t, s)); got != 1 {
		t.Errorf("got %d events after reopening, want 1", got)
	}
}

// C09: what one replica changes, the other sees on its next look.
func testTwo(t *testing.T, open Opener) {
	ctx := t.Context()
	a, b := mustOpen(t, open), mustOpen(t, open)
	must(t, a.AddUser(ctx, "anna", "hash", store.Event{Time: now}))
	for _, want := range []bool{true, false} {
		must(t, a.SetDisabled(ctx, "anna", want, store.Event{Time: now}))
		if u, err := b.User(ctx, "anna"); u.Disabled != want || err != nil {
			t.Errorf("the other store sees disabled %v, %v, want %v", u.Disabled, err, want)
		}
	}
	must(t, b.Record(ctx, store.Event{Time: now}))
	if got := len(events(t, a)); got != 4 {
		t.Errorf("got %d events, want 4", got)
	}
}

func testOpenedAtOnce(t *testing.T, open Opener) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s, err := open()
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			if err := errors.Join(s.Record(t.Context(), store.Event{Time: now}), s.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := len(events(t, mustOpen(t, open))); got != 4 {
		t.Errorf("got %d events, want 4", got)
	}
}

func testConcurrent(t *testing.T, open Opener) {
	const writers, each = 8, 10
	ctx, stores := t.Context(), []store.Store{mustOpen(t, open), mustOpen(t, open)}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				e := store.Event{Time: now, TokenID: fmt.Sprint(w, "-", i)}
				if err := stores[w%2].Record(ctx, e); err != nil {
					t.Errorf("record: %v", err)
				}
			}
		})
	}
	wg.Wait()
	ids := map[string]bool{}
	for _, e := range events(t, stores[0]) {
		ids[e.TokenID] = true
	}
	if len(ids) != writers*each {
		t.Errorf("got %d different events, want %d", len(ids), writers*each)
	}
}

func testCancelled(t *testing.T, open Opener) {
	s := mustOpen(t, open)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.User(ctx, "anna")
	for what, err := range map[string]error{
		"User":    err,
		"Record":  s.Record(ctx, store.Event{Time: now}),
		"AddUser": s.AddUser(ctx, "anna", "hash", store.Event{Time: now}),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", what, err)
		}
	}
	if got := len(events(t, s)); got != 0 {
		t.Errorf("got %d events, want none", got)
	}
}

func testClosed(t *testing.T, open Opener) {
	ctx := t.Context()
	s, err := open()
	must(t, err)
	must(t, s.Close())
	if err := s.Record(ctx, store.Event{Time: now}); err == nil {
		t.Error("Record on a closed store: got no error")
	}
	if _, err := s.User(ctx, "anna"); err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("User on a closed store: got %v, want another error", err)
	}
	for _, err := range s.Events(ctx) {
		if err == nil {
			t.Error("Events on a closed store: got no error")
		}
	}
}

func mustOpen(t *testing.T, open Opener) store.Store {
	t.Helper()
	s, err := open()
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func events(t *testing.T, s store.Store) (all []store.Event) {
	t.Helper()
	for e, err := range s.Events(t.Context()) {
		must(t, err)
		all = append(all, e)
	}
	return all
}

func users(t *testing.T, s store.Store) (all []store.User) {
	t.Helper()
	for u, err := range s.Users(t.Context(), "") {
		must(t, err)
		all = append(all, u)
	}
	return all
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
