package store

import (
	"context"
	"database/sql"
	"errors"
)

// AddUser is as [Store] says.
func (s *SQLite) AddUser(ctx context.Context, name Name, hash string, e Event) error {
	at := micros(e.Time)
	return s.changeOne(ctx, e, ErrExists,
		`INSERT INTO users (name, hash, created_at, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		name, hash, at, at)
}

// SetHash is as [Store] says.
func (s *SQLite) SetHash(ctx context.Context, name Name, hash string, e Event) error {
	return s.changeOne(ctx, e, ErrNotFound,
		`UPDATE users SET hash = ?, changed_at = ? WHERE name = ?`, hash, micros(e.Time), name)
}

// SetDisabled is as [Store] says.
func (s *SQLite) SetDisabled(ctx context.Context, name Name, disabled bool, e Event) error {
	return s.changeOne(ctx, e, ErrNotFound,
		`UPDATE users SET disabled = ?, changed_at = ? WHERE name = ?`, disabled, micros(e.Time), name)
}

const selectUser = `SELECT name, hash, disabled, created_at, changed_at FROM users `

// User is as [Store] says.
func (s *SQLite) User(ctx context.Context, name Name) (User, error) {
	u, err := scanUser(s.readers.QueryRowContext(ctx, selectUser+`WHERE name = ?`, name))
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrNotFound
	}
	return u, err
}

// Users is as [Store] says.
func (s *SQLite) Users(ctx context.Context) ([]User, error) {
	rows, err := s.readers.QueryContext(ctx, selectUser+`ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var users []User
	for rows.Next() {
		u, err := scanUser(rows)
		if err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

// A row is a *sql.Row or a *sql.Rows.
type row interface{ Scan(...any) error }

func scanUser(r row) (User, error) {
	var u User
	var created, changed int64
	err := r.Scan(&u.Name, &u.Hash, &u.Disabled, &created, &changed)
	u.CreatedAt, u.ChangedAt = fromMicros(created), fromMicros(changed)
	return u, err
}
