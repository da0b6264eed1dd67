package server

import (
	"context"
	"errors"
	"time"

	"mintmark/app/internal/store"
)

// storeWait is how long somebody waits to be looked up, and a decision to be
// recorded: a database that does not answer must not gather all who ask.
const storeWait = 5 * time.Second

// trail is the audit trail.
type trail struct {
	to interface {
		Record(context.Context, store.Event) error
		RecordFor(context.Context, store.Holder, store.Event) error
	}
	took *stopwatch
}

// record returns when the event is on disk. A client who hangs up does not
// erase his traces.
func (t trail) record(ctx context.Context, e store.Event) error {
	return t.write(ctx, func(ctx context.Context) error { return t.to.Record(ctx, e) })
}

// recordFor is record of what only this holder may cause, [store.ErrChanged] if
// he is no longer who he was. Nil may not change.
func (t trail) recordFor(ctx context.Context, h store.Holder, e store.Event) error {
	if h == nil {
		return t.record(ctx, e)
	}
	return t.write(ctx, func(ctx context.Context) error { return t.to.RecordFor(ctx, h, e) })
}

func (t trail) write(ctx context.Context, write func(context.Context) error) error {
	ctx, cancel := withoutClient(ctx)
	defer cancel()
	start := time.Now()
	err := write(ctx)
	t.took.add(time.Since(start))
	if err != nil && !errors.Is(err, store.ErrChanged) {
		return auditUnavailable.with(err)
	}
	return err
}

// withoutClient is for what is asked and written about a client who may have
// hung up.
func withoutClient(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), storeWait)
}
