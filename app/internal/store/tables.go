package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"
)

// tables is what the databases have in common: the same tables, asked and
// changed in the same words.
type tables struct {
	writer, readers *sql.DB // may be the same
	dialect         *dialect
	group           *group // of events
	changes         *group // of budgets

	user, key *sql.Stmt // on readers
	keys      *keyCache
}

// A dialect is where the databases differ.
type dialect struct {
	columns  string // of the audit trail, the place of a row: two numbers
	forward  string // ORDER BY
	backward string
	after    string // compares a row's place to another, as place gives it
	place    func(Cursor) []any
	settled  string // no write under way will get in front of this row
	lock     string // behind a SELECT: nobody else changes the row
	free     string // behind a SELECT: so too, without the rows that somebody changes now

	// What RecordFor and whoever stops a holder do first, so that one waits for
	// the other. Empty where there is one writer anyhow.
	share, exclude string
}

func (t *tables) prepare(ctx context.Context) (err error) {
	t.keys = newKeyCache()
	if t.user, err = t.readers.PrepareContext(ctx, selectUser+`WHERE name = $1`); err != nil {
		return err
	}
	t.key, err = t.readers.PrepareContext(ctx, selectKey+`WHERE id = $1`)
	return err
}

// start has writes share commits: events by this one.
func (t *tables) start(commit func([]*pending) error) {
	t.group, t.changes = newGroup(maxBatch, commit), newGroup(maxChanges, t.commitChanges)
}

// stop waits for what is being written.
func (t *tables) stop() {
	t.changes.close()
	t.group.close()
}

// Ping is as [Store] says.
func (t *tables) Ping(ctx context.Context) error {
	_, err := t.User(ctx, "")
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// inTx runs do in a transaction and returns when its work is on disk.
func (t *tables) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := t.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// changeOne runs a statement that is to touch one row, and records the event
// with it; a statement that touched none is the error instead.
func (t *tables) changeOne(ctx context.Context, e Event, none error, query string, args ...any) error {
	return t.inTx(ctx, func(tx *sql.Tx) error {
		if t.dialect.exclude != "" {
			if _, err := tx.ExecContext(ctx, t.dialect.exclude); err != nil {
				return err
			}
		}
		res, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil || n == 0 {
			return cmp.Or(err, none)
		}
		values := e.values()
		_, err = tx.ExecContext(ctx, insertEvent, values[:]...)
		return err
	})
}

// deleted runs a statement in a transaction of its own and returns how many rows
// it has removed.
func (t *tables) deleted(ctx context.Context, query string, args ...any) (int, error) {
	res, err := t.writer.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// A row is a *sql.Row or a *sql.Rows.
type row interface{ Scan(...any) error }

// collect reads all rows.
func collect[T any](rows *sql.Rows, err error, scan func(row) (T, error)) (all []T, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Times are stored as microseconds since 1970. PostgreSQL keeps no more either.
func micros(t time.Time) int64     { return t.UnixMicro() }
func fromMicros(n int64) time.Time { return time.UnixMicro(n).UTC() }
