package cli

import (
	"context"
	"fmt"
	"time"

	"mintmark/app/internal/store"
)

const (
	pruneEvery = time.Hour
	pruneBatch = 1000 // rows in one transaction, which others wait for

	// prunePause lets others write between two batches.
	prunePause = 20 * time.Millisecond
)

// pruneHourly keeps the audit trail as long as the configuration in force says.
// It begins at once: a server may not live for an hour.
func (r *running) pruneHourly(ctx context.Context) {
	for {
		if keep := time.Duration(r.keep.Load()); keep > 0 {
			r.prune(ctx, keep)
		}
		if !sleep(ctx, pruneEvery) {
			return
		}
	}
}

// prune removes what is older, a batch at a time.
func (r *running) prune(ctx context.Context, keep time.Duration) {
	before := r.now().Add(-keep)
	rows, err := 0, error(nil)
	for n := 1; n > 0 && err == nil && (rows == 0 || sleep(ctx, prunePause)); rows += n {
		n, err = r.db.PruneEvents(ctx, before, pruneBatch)
	}
	switch {
	case ctx.Err() != nil && rows == 0:
		return
	case err != nil && ctx.Err() == nil:
		r.logger.Error("the audit trail is not pruned", "error", err.Error())
	}
	if rows > 0 {
		r.recordPruned(ctx, rows, before)
	}
}

// recordPruned leaves word in the trail of what is no longer in it.
func (r *running) recordPruned(ctx context.Context, rows int, before time.Time) {
	reason := fmt.Sprintf("%d events from before %s", rows, before.UTC().Format(time.DateTime))
	r.logger.Info("audit trail pruned", "events", rows, "before", before.UTC().Format(time.RFC3339))
	err := r.db.Record(context.WithoutCancel(ctx), store.Event{Time: r.now(), Kind: store.AuditPruned, Method: "serve", Reason: reason})
	if err != nil {
		r.logger.Error("that the audit trail was pruned is not in it", "error", err.Error())
	}
}

// sleep reports whether the time is over rather than the context.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
