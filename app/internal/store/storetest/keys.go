package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"mintmark/app/internal/store"
)

func newKey(t *testing.T, id string) store.KeyHash {
	t.Helper()
	_, hash, err := store.NewServiceKey(id)
	must(t, err)
	return hash
}

// C07: kept by its hash, and stopped for ever.
func testServiceKeys(t *testing.T, open Opener) {
	ctx, s := t.Context(), mustOpen(t, open)
	later := now.Add(time.Minute)
	kiosk, batch := newKey(t, "kiosk"), newKey(t, "a-batch")
	must(t, s.AddServiceKey(ctx, "kiosk", kiosk, store.Event{Time: stored, Kind: store.ServiceKeyCreated}))
	must(t, s.AddServiceKey(ctx, "a-batch", batch, store.Event{Time: stored, Kind: store.ServiceKeyCreated}))
	must(t, s.RevokeServiceKey(ctx, "kiosk", store.Event{Time: later.UTC().Truncate(time.Microsecond), Kind: store.ServiceKeyRevoked}))

	unseen := store.Event{Time: now, Kind: "not to be seen"}
	for what, refused := range map[string]struct{ err, want error }{
		"an id again":        {s.AddServiceKey(ctx, "a-batch", kiosk, unseen), store.ErrExists},
		"a revoked id again": {s.AddServiceKey(ctx, "kiosk", batch, unseen), store.ErrExists},
		"revoked again":      {s.RevokeServiceKey(ctx, "kiosk", unseen), store.ErrNotFound},
		"one that is not":    {s.RevokeServiceKey(ctx, "nobody", unseen), store.ErrNotFound},
		"looked up":          {func() error { _, err := s.ServiceKey(ctx, "nobody"); return err }(), store.ErrNotFound},
	} {
		if !errors.Is(refused.err, refused.want) {
			t.Errorf("%s: got %v, want %v", what, refused.err, refused.want)
		}
	}

	want := []store.ServiceKey{
		{ID: "a-batch", Hash: batch, CreatedAt: stored, ChangedAt: stored},
		{ID: "kiosk", Hash: kiosk, Revoked: true, CreatedAt: stored, ChangedAt: stored.Add(time.Minute)},
	}
	if got, err := s.ServiceKeys(ctx); err != nil || !slices.Equal(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
	for _, want := range want {
		if got, err := s.ServiceKey(ctx, want.ID); got != want || err != nil {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
		}
	}
	wantKinds := []store.Kind{store.ServiceKeyCreated, store.ServiceKeyCreated, store.ServiceKeyRevoked}
	if got := kinds(t, s); !slices.Equal(got, wantKinds) {
		t.Errorf("got events %v, want %v", got, wantKinds)
	}
}

// C09: on every replica, from the moment that revoking has returned.
func testRecordForKey(t *testing.T, open Opener) {
	ctx := t.Context()
	a, b := mustOpen(t, open), mustOpen(t, open)
	must(t, a.AddServiceKey(ctx, "kiosk", newKey(t, "kiosk"), store.Event{Time: now}))
	key, err := b.ServiceKey(ctx, "kiosk")
	must(t, err)
	must(t, b.RecordFor(ctx, key, store.Event{Time: now, Kind: store.TokenIssued}))

	forged := key
	forged.Hash[0]++
	for what, k := range map[string]store.ServiceKey{"another hash": forged, "another id": {ID: "x", Hash: key.Hash}} {
		if err := b.RecordFor(ctx, k, store.Event{Time: now}); !errors.Is(err, store.ErrChanged) {
			t.Errorf("%s: got %v, want ErrChanged", what, err)
		}
	}
	must(t, a.RevokeServiceKey(ctx, "kiosk", store.Event{Time: now}))
	if err := b.RecordFor(ctx, key, store.Event{Time: now}); !errors.Is(err, store.ErrChanged) {
		t.Errorf("revoked: got %v, want ErrChanged", err)
	}
	if got := len(events(t, a)); got != 3 {
		t.Errorf("got %d events, want 3", got)
	}
}
