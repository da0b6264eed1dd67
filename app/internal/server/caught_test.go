package server_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"mintmark/app/internal/caught"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
)

// A ledger whose disk is a mistake of ours: all who share a commit get the same
// panic.
type panicking struct {
	store.Store
	err error
}

func (p panicking) RecordFor(context.Context, store.Holder, store.Event) error { return p.err }

// F05, F09: a panic where rows are written is a 503 for all who wait, one panic
// in the metrics and one in the log, and no token.
func TestPanicBeneath(t *testing.T) {
	err := caught.Do(func() error { panic("beneath") })
	f := start(t, func(c *server.Config) { c.Store = panicking{c.Store, err} })
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if r := f.login("anna", right); r.StatusCode != 503 || r.problem(t) != "audit_unavailable" || strings.Contains(r.body, "beneath") {
				t.Errorf("got %s %s", r.Status, r.body)
			}
		})
	}
	wg.Wait()
	if got := f.metrics(); !strings.Contains(got, "\nmintmark_panics_total 1\n") {
		t.Errorf("got %s", got)
	}
	if got := f.log.String(); strings.Count(got, "msg=panic") != 1 || !strings.Contains(got, "TestPanicBeneath") {
		t.Errorf("got the log %s", got)
	}
}

// Whatever keeps settings from being taken over is counted, a panic as both.
func TestNotApplied(t *testing.T) {
	f := start(t, nil)
	f.server.NotApplied(errors.New("cannot be read"))
	f.server.NotApplied(caught.Do(func() error { panic("reload") }))
	text := f.metrics()
	for _, want := range []string{`mintmark_settings_applied_total{ok="true"} 1`, `mintmark_settings_applied_total{ok="false"} 2`, "mintmark_panics_total 1"} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if got := f.log.String(); strings.Count(got, "msg=panic") != 1 {
		t.Errorf("got the log %s", got)
	}
}

func TestKeysFetched(t *testing.T) {
	f := start(t, nil)
	f.server.KeysFetched(nil)
	f.server.KeysFetched(errors.New("down"))
	f.server.KeysFetched(caught.Do(func() error { panic("keys") }))
	text := f.metrics()
	for _, want := range []string{`mintmark_key_fetches_total{ok="true"} 1`, `mintmark_key_fetches_total{ok="false"} 2`, "mintmark_panics_total 1"} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("no %s in %s", want, text)
		}
	}
}
