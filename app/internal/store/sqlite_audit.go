package store

import (
	"context"
	"database/sql"
	"iter"
	"time"
)

const auditColumns = `time, kind, request_id, principal, method, client, reason,
	rule, identity, grants, ttl, token_id, key_sid`

// Record is as [Store] says.
func (s *SQLite) Record(ctx context.Context, e Event) error {
	return s.commit(ctx, func(tx *sql.Tx) error { return insertEvent(ctx, tx, e) })
}

// RecordFor is as [Store] says.
func (s *SQLite) RecordFor(ctx context.Context, u User, e Event) error {
	return s.commit(ctx, func(tx *sql.Tx) error {
		var same bool
		err := tx.QueryRowContext(ctx,
			`SELECT EXISTS (SELECT 1 FROM users WHERE name = ? AND hash = ? AND NOT disabled)`, u.Name, u.Hash).Scan(&same)
		if err != nil {
			return err
		}
		if !same {
			return ErrChanged
		}
		return insertEvent(ctx, tx, e)
	})
}

func insertEvent(ctx context.Context, tx *sql.Tx, e Event) error {
	_, err := tx.ExecContext(ctx,
		`INSERT INTO audit (`+auditColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		micros(e.Time), e.Kind, e.RequestID, e.Principal, e.Method, e.Client, e.Reason,
		e.Rule, e.Identity, e.Grants, int64(e.TTL/time.Second), e.TokenID, e.KeySID)
	return err
}

// Events is as [Store] says.
func (s *SQLite) Events(ctx context.Context) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		rows, err := s.readers.QueryContext(ctx, `SELECT `+auditColumns+` FROM audit ORDER BY id`)
		if err != nil {
			yield(Event{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			e, err := scanEvent(rows)
			if !yield(e, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Event{}, err)
		}
	}
}

func scanEvent(r row) (Event, error) {
	var e Event
	var at, ttl int64
	err := r.Scan(&at, &e.Kind, &e.RequestID, &e.Principal, &e.Method, &e.Client, &e.Reason,
		&e.Rule, &e.Identity, &e.Grants, &ttl, &e.TokenID, &e.KeySID)
	e.Time, e.TTL = fromMicros(at), time.Duration(ttl)*time.Second
	return e, err
}
