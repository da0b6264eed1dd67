package cli

import (
	"context"
	"time"

	"mintmark/app/internal/caught"
	"mintmark/app/internal/store"
)

const pruneEvery = time.Hour

// pruneHourly keeps the audit trail as long as the configuration in force says.
// It begins at once: a server may not live for an hour.
func (r *running) pruneHourly(ctx context.Context) {
	hour := time.NewTicker(pruneEvery)
	defer hour.Stop()
	for {
		if keep := time.Duration(r.keep.Load()); keep > 0 {
			r.prune(ctx, r.now().Add(-keep))
		}
		select {
		case <-ctx.Done():
			return
		case <-hour.C:
		}
	}
}

func (r *running) prune(ctx context.Context, before time.Time) {
	rows := 0
	err := caught.Do(func() (err error) {
		rows, err = store.Prune(ctx, r.db, before, store.Event{Time: r.now(), Method: "serve"})
		return err
	})
	if rows > 0 {
		r.logger.Info("audit trail pruned", "rows", rows, "before", before.UTC().Format(time.RFC3339))
	}
	if err != nil && ctx.Err() == nil {
		r.logger.Error("the audit trail is not pruned", "error", err.Error())
	}
}
