package store

import (
	"context"
	"time"
)

// expiry is when an event's token ends.
const expiry = `(time + ttl * 1000000)`

// LastExpiry is as [Store] says.
func (s *SQLite) LastExpiry(ctx context.Context) (map[string]time.Time, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT key_sid, until FROM key_expiry`)
	all, err := collect(rows, err, scanExpiry)
	ends := map[string]time.Time{}
	for _, k := range all {
		ends[k.sid] = fromMicros(k.until)
	}
	return ends, err
}

// A keyExpiry is when the last token of a signing key ends.
type keyExpiry struct {
	sid   string
	until int64 // microseconds
}

func scanExpiry(r row) (k keyExpiry, err error) {
	err = r.Scan(&k.sid, &k.until)
	return k, err
}

// PruneEvents is as [Store] says. When none are left it forgets the keys that
// signed those and no other.
func (s *SQLite) PruneEvents(ctx context.Context, before time.Time, most int) (int, error) {
	n, err := s.tables.PruneEvents(ctx, before, most)
	if n > 0 || err != nil {
		return n, err
	}
	_, err = s.writer.ExecContext(ctx, `DELETE FROM key_expiry WHERE until <= $1
		AND NOT EXISTS (SELECT 1 FROM audit WHERE time <= until AND audit.key_sid = key_expiry.key_sid)`, micros(before))
	return 0, err
}

// LastExpiry is as [Store] says.
func (s *Postgres) LastExpiry(ctx context.Context) (map[string]time.Time, error) {
	ends := map[string]time.Time{}
	for k := (keyExpiry{}); ; {
		// The index has each key's ends in order: two steps a key.
		err := s.readers.QueryRowContext(ctx, `SELECT coalesce(min(key_sid), '') FROM audit WHERE key_sid > $1`, k.sid).Scan(&k.sid)
		if err != nil || k.sid == "" {
			return ends, err
		}
		err = s.readers.QueryRowContext(ctx, `SELECT max(`+expiry+`) FROM audit WHERE key_sid = $1`, k.sid).Scan(&k.until)
		if err != nil {
			return nil, err
		}
		ends[k.sid] = fromMicros(k.until).Add(time.Minute - 1).Truncate(time.Minute)
	}
}
