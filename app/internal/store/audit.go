package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"
)

const (
	auditColumns = `time, kind, request_id, principal, method, client, reason,
	rule, identity, grants, ttl, token_id, key_sid`

	insertEvent = `INSERT INTO audit (` + auditColumns + `)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
)

// pageSize is how many rows are read at a time. Nothing is held open between
// pages: who reads slowly keeps nobody from cleaning up.
const pageSize = 1000

// Record is as [Store] says.
func (t *tables) Record(ctx context.Context, e Event) error { return t.group.add(ctx, nil, e) }

// RecordFor is as [Store] says.
func (t *tables) RecordFor(ctx context.Context, h Holder, e Event) error {
	err := t.group.add(ctx, h, e)
	if k, ok := h.(ServiceKey); ok && errors.Is(err, ErrChanged) {
		t.keys.forget(k.ID)
	}
	return err
}

// Events is as [Store] says.
func (t *tables) Events(ctx context.Context) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for e, err := range t.Find(ctx, Filter{}) {
			if !yield(e.Event, err) {
				return
			}
		}
	}
}

// Find is as [Store] says.
func (t *tables) Find(ctx context.Context, f Filter) iter.Seq2[Entry, error] {
	if f.Last > 0 {
		return t.last(ctx, f)
	}
	return func(yield func(Entry, error) bool) {
		for {
			page, err := t.entries(ctx, f, pageSize)
			if !yieldAll(page, err, yield) || len(page) < pageSize {
				return
			}
			f.After = page[len(page)-1].Cursor
		}
	}
}

// last is Find of the latest.
func (t *tables) last(ctx context.Context, f Filter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		page, err := t.entries(ctx, f, f.Last)
		slices.Reverse(page)
		yieldAll(page, err, yield)
	}
}

func (t *tables) entries(ctx context.Context, f Filter, most int) ([]Entry, error) {
	query, args := t.dialect.find(f, most)
	rows, err := t.readers.QueryContext(ctx, query, args...)
	return collect(rows, err, scanEntry)
}

func (d *dialect) find(f Filter, most int) (query string, args []any) {
	where := f.condition(d)
	return `SELECT ` + d.columns + `, ` + auditColumns + ` FROM audit` + where.String() + f.order(d) + limit(most), where.args
}

func yieldAll[T any](page []T, err error, yield func(T, error) bool) bool {
	for _, one := range page {
		if !yield(one, nil) {
			return false
		}
	}
	if err != nil {
		yield(*new(T), err)
	}
	return err == nil
}

func limit(n int) string { return ` LIMIT ` + strconv.Itoa(n) }

func scanEntry(r row) (Entry, error) {
	var e Entry
	var at, ttl int64
	err := r.Scan(&e.Cursor.tx, &e.Cursor.id, &at, &e.Kind, &e.RequestID, &e.Principal, &e.Method, &e.Client, &e.Reason,
		&e.Rule, &e.Identity, &e.Grants, &ttl, &e.TokenID, &e.KeySID)
	e.Cursor.time = at
	e.Time, e.TTL = fromMicros(at), time.Duration(ttl)*time.Second
	return e, err
}

// PruneEvents is as [Store] says. It looks at the oldest alone, so that it is
// quick where there is nothing to do.
func (t *tables) PruneEvents(ctx context.Context, before time.Time, most int) (int, error) {
	return t.deleted(ctx, t.dialect.prune(), micros(before), most)
}

func (d *dialect) prune() string {
	place := `(` + d.forward + `)`
	return `DELETE FROM audit WHERE ` + place + ` IN (
		SELECT ` + d.forward + ` FROM (SELECT * FROM audit WHERE time < $1 ORDER BY time LIMIT $2) AS oldest
		WHERE ` + expiry + ` <= $1 AND ` + place + ` < (SELECT ` + d.forward + ` FROM audit ORDER BY ` + d.backward + ` LIMIT 1))`
}

// Prune is [Store.PruneEvents] until there is no more to do, and an event that
// tells of it, of which e says when and by whom. It returns how many events it
// has removed, also where it fails on its way.
func Prune(ctx context.Context, s Store, before time.Time, e Event) (removed int, err error) {
	for n := 1; n > 0 && err == nil; removed += n {
		n, err = s.PruneEvents(ctx, before, pageSize)
	}
	if removed == 0 {
		return 0, err
	}
	e.Kind, e.Reason = AuditPruned, fmt.Sprintf("%s from before %s", Rows(removed), before.UTC().Format(time.RFC3339))
	return removed, errors.Join(err, s.Record(context.WithoutCancel(ctx), e))
}

// Rows is so many rows in words.
func Rows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return strconv.Itoa(n) + " rows"
}
