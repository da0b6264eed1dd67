package server

import (
	"context"
	"time"

	"mintmark/app/internal/store"
)

// auditWait is how long a decision waits to be recorded.
const auditWait = 5 * time.Second

// trail is the audit trail.
type trail struct {
	to interface {
		Record(context.Context, store.Event) error
	}
}

// record returns when the event is on disk. A client who hangs up does not
// erase his traces.
func (t trail) record(ctx context.Context, e store.Event) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), auditWait)
	defer cancel()
	if err := t.to.Record(ctx, e); err != nil {
		return auditUnavailable.with(err)
	}
	return nil
}
