package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"
)

// Budget is as [Store] says.
func (t *tables) Budget(ctx context.Context, key string) (Budget, error) {
	return scanBudget(key, t.readers.QueryRowContext(ctx, selectBudget, key))
}

const selectBudget = `SELECT failures, until FROM budgets WHERE key = $1`

func scanBudget(key string, r row) (Budget, error) {
	b := Budget{Key: key}
	var until int64
	err := r.Scan(&b.Failures, &until)
	if errors.Is(err, sql.ErrNoRows) || err == nil && b.Failures == 0 {
		return Budget{Key: key}, nil
	}
	b.Until = fromMicros(until)
	return b, err
}

// maxChanges is how many changes of budgets share a commit at most. Whoever records
// a token waits for one such commit at the longest, however many fail to log in.
const maxChanges = 32

// A change makes of each budget with one of these keys what next does.
type change struct {
	keys []string
	next func(Budget) Budget
}

// Fail is as [Store] says.
func (t *tables) Fail(ctx context.Context, next func(Budget) Budget, keys ...string) error {
	keys = slices.Compact(slices.Sorted(slices.Values(keys)))
	return t.changes.send(ctx, &pending{change: change{keys, next}})
}

// PutBudget is as [Store] says.
func (t *tables) PutBudget(ctx context.Context, b Budget) error {
	put := func(Budget) Budget { return b }
	return t.changes.send(ctx, &pending{change: change{[]string{b.Key}, put}})
}

// commitChanges makes those of a batch in one transaction, all of one budget at once.
// All replicas take the budgets in one order, so that none waits for another that
// waits for it.
func (t *tables) commitChanges(batch []*pending) error {
	ctx, cancel := context.WithDeadline(context.Background(), lastMoment(batch, time.Now()))
	defer cancel()
	next := map[string][]func(Budget) Budget{}
	for _, p := range batch {
		for _, key := range p.change.keys {
			next[key] = append(next[key], p.change.next)
		}
	}
	return t.inTx(ctx, func(tx *sql.Tx) error {
		for _, key := range slices.Sorted(maps.Keys(next)) {
			if err := t.changeBudget(ctx, tx, key, next[key]); err != nil {
				return err
			}
		}
		return nil
	})
}

// changeBudget makes the row first where there must be one to lock.
func (t *tables) changeBudget(ctx context.Context, tx *sql.Tx, key string, next []func(Budget) Budget) error {
	if t.dialect.lock != "" {
		_, err := tx.ExecContext(ctx, `INSERT INTO budgets (key, failures, until) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING`, key)
		if err != nil {
			return err
		}
	}
	b, err := scanBudget(key, tx.QueryRowContext(ctx, selectBudget+t.dialect.lock, key))
	if err != nil {
		return err
	}
	for _, next := range next {
		b = next(b)
		b.Key = key
	}
	return putBudget(ctx, tx, b)
}

func putBudget(ctx context.Context, tx *sql.Tx, b Budget) error {
	if b.Failures == 0 {
		_, err := tx.ExecContext(ctx, `DELETE FROM budgets WHERE key = $1`, b.Key)
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO budgets (key, failures, until) VALUES ($1, $2, $3)
		ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, until = excluded.until`,
		b.Key, b.Failures, micros(b.Until))
	return err
}

// PruneBudgets is as [Store] says. It waits for none who fails: he may hold one budget
// and wait for another that is being taken away.
func (t *tables) PruneBudgets(ctx context.Context, before time.Time, most int) (int, error) {
	return t.deleted(ctx, `DELETE FROM budgets WHERE key IN (SELECT key FROM budgets WHERE until < $1 LIMIT $2`+t.dialect.free+`)`,
		micros(before), most)
}
