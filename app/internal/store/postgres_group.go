package store

import (
	"context"
	"database/sql"
	"time"
)

const insertEvents = `INSERT INTO audit (` + auditColumns + `)
	SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
		$8::text[], $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[])`

// commit writes a batch in one transaction.
func (s *Postgres) commit(batch []*pending) error {
	ctx, cancel := context.WithDeadline(context.Background(), lastMoment(batch, time.Now()))
	defer cancel()
	return s.inTx(ctx, func(tx *sql.Tx) error {
		good, err := s.unchanged(ctx, tx, batch)
		if err != nil || len(good) == 0 {
			return err
		}
		_, err = tx.ExecContext(ctx, insertEvents, columns(good)...)
		return err
	})
}

// lastMoment is when a commit is given up. Whoever has waited at the door while
// the database said nothing does not wait as long again on his way; it has a
// moment to come back all the same.
func lastMoment(batch []*pending, now time.Time) time.Time {
	const least = time.Second / 2
	last := now.Add(commitWait)
	for _, p := range batch {
		if !p.until.IsZero() && p.until.Before(last) {
			last = p.until
		}
	}
	if soon := now.Add(least); last.Before(soon) {
		return soon
	}
	return last
}

// unchanged returns those whose holders are as they were, and tells the others.
func (s *Postgres) unchanged(ctx context.Context, tx *sql.Tx, batch []*pending) (good []*pending, err error) {
	known := map[Holder]bool{nil: true}
	for _, p := range batch {
		ok, asked := known[p.holder]
		if !asked {
			if ok, err = s.holds(ctx, tx, len(known) == 1, p.holder); err != nil {
				return nil, err
			}
			known[p.holder] = ok
		}
		if ok {
			good = append(good, p)
		} else {
			p.err = ErrChanged
		}
	}
	return good, nil
}

func (s *Postgres) holds(ctx context.Context, tx *sql.Tx, first bool, h Holder) (ok bool, err error) {
	if first { // a statement of its own: the next one is to see what the lock waited for
		if _, err := tx.ExecContext(ctx, s.dialect.share); err != nil {
			return false, err
		}
	}
	query, args := h.unchanged()
	err = tx.QueryRowContext(ctx, query, args...).Scan(&ok)
	return ok, err
}

// columns turns rows into one array a column.
func columns(batch []*pending) []any {
	n := len(batch)
	times, ttls := make([]int64, n), make([]int64, n)
	var texts [13][]string
	for i, p := range batch {
		for c, v := range p.event.values() {
			switch v := v.(type) {
			case string:
				texts[c] = append(texts[c], v)
			case int64:
				if c == 0 {
					times[i] = v
				} else {
					ttls[i] = v
				}
			}
		}
	}
	args := make([]any, len(texts))
	for c, text := range texts {
		args[c] = text
	}
	args[0], args[10] = times, ttls
	return args
}
