package store

import (
	"context"
	"database/sql"
	"errors"
)

// AddServiceKey is as [Store] says.
func (t *tables) AddServiceKey(ctx context.Context, id string, hash KeyHash, e Event) error {
	at := micros(e.Time)
	return t.changeOne(ctx, e, ErrExists,
		`INSERT INTO service_keys (id, hash, created_at, changed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		id, hash[:], at, at)
}

// RevokeServiceKey is as [Store] says.
func (t *tables) RevokeServiceKey(ctx context.Context, id string, e Event) error {
	err := t.changeOne(ctx, e, ErrNotFound,
		`UPDATE service_keys SET revoked = $1, changed_at = $2 WHERE id = $3 AND NOT revoked`, true, micros(e.Time), id)
	t.keys.forget(id)
	return err
}

const selectKey = `SELECT id, hash, revoked, created_at, changed_at FROM service_keys `

// ServiceKey is as [Store] says.
func (t *tables) ServiceKey(ctx context.Context, id string) (ServiceKey, error) {
	if k, ok := t.keys.get(id); ok {
		return k, nil
	}
	asked := t.keys.now()
	k, err := scanKey(t.key.QueryRowContext(ctx, id))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return ServiceKey{}, ErrNotFound
	case err == nil:
		t.keys.put(k, asked)
	}
	return k, err
}

// ServiceKeys is as [Store] says.
func (t *tables) ServiceKeys(ctx context.Context) ([]ServiceKey, error) {
	rows, err := t.readers.QueryContext(ctx, selectKey+`ORDER BY id`)
	return collect(rows, err, scanKey)
}

func scanKey(r row) (ServiceKey, error) {
	var k ServiceKey
	var hash []byte
	var created, changed int64
	err := r.Scan(&k.ID, &hash, &k.Revoked, &created, &changed)
	copy(k.Hash[:], hash)
	k.CreatedAt, k.ChangedAt = fromMicros(created), fromMicros(changed)
	return k, err
}
