package server

import (
	"context"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// healthRoutes tell whether the process lives, and whether it can give tokens.
type healthRoutes struct{ ready *readiness }

func (h healthRoutes) mount(rt *router) {
	rt.answer("/healthz", table{"GET": h.live})
	rt.answer("/readyz", table{"GET": h.answer})
}

func (healthRoutes) live(w http.ResponseWriter, _ *http.Request) error { return ok(w) }

func (h healthRoutes) answer(w http.ResponseWriter, r *http.Request) error {
	if err := h.ready.check(r.Context()); err != nil {
		return err
	}
	return ok(w)
}

func ok(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
	return nil
}

const (
	pingAge  = time.Second     // how long an answer of the store holds
	pingWait = 2 * time.Second // for an answer of the store
)

// readiness is whether requests are welcome. The store is asked once a second at
// most, however many ask us.
type readiness struct {
	store interface{ Ping(context.Context) error }
	now   func() time.Time

	draining atomic.Bool

	mu    sync.Mutex
	asked time.Time
	err   error
}

// check returns nil, or why not.
func (d *readiness) check(ctx context.Context) error {
	if d.draining.Load() {
		return &draining
	}
	if err := d.ping(ctx); err != nil {
		return storeUnavailable.with(err)
	}
	return nil
}

func (d *readiness) ping(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	if age := now.Sub(d.asked); !d.asked.IsZero() && age >= 0 && age < pingAge {
		return d.err
	}
	// One who hangs up does not make the others believe that the store is down.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pingWait)
	defer cancel()
	d.err, d.asked = d.store.Ping(ctx), now
	return d.err
}
