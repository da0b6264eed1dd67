package server

import (
	"context"
	"errors"
	"time"

	"mintmark/app/internal/store"
)

// trail is the audit trail.
type trail struct {
	to interface {
		Record(context.Context, store.Event) error
		RecordFor(context.Context, store.Holder, store.Event) error
	}
	took *stopwatch
	wait *patience
}

// record returns when the event is on disk. A client who hangs up does not
// erase his traces.
func (t trail) record(e store.Event) error {
	return t.write(func(ctx context.Context) error { return t.to.Record(ctx, e) })
}

// recordFor is record of what only this holder may cause, [store.ErrChanged] if
// he is no longer who he was. Nil may not change.
func (t trail) recordFor(h store.Holder, e store.Event) error {
	if h == nil {
		return t.record(e)
	}
	return t.write(func(ctx context.Context) error { return t.to.RecordFor(ctx, h, e) })
}

func (t trail) write(write func(context.Context) error) error {
	start := time.Now()
	err := write(t.wait.context())
	t.took.add(time.Since(start))
	if err != nil && !errors.Is(err, store.ErrChanged) {
		return auditUnavailable.with(err)
	}
	return err
}
