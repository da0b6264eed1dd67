package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"
	"strings"
)

// AddUser is as [Store] says.
func (t *tables) AddUser(ctx context.Context, name Name, hash string, e Event) error {
	at := micros(e.Time)
	return t.changeOne(ctx, e, ErrExists,
		`INSERT INTO users (name, hash, created_at, changed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		name, hash, at, at)
}

// SetHash is as [Store] says.
func (t *tables) SetHash(ctx context.Context, name Name, hash string, e Event) error {
	return t.changeOne(ctx, e, ErrNotFound,
		`UPDATE users SET hash = $1, changed_at = $2 WHERE name = $3`, hash, micros(e.Time), name)
}

// Rehash is as [Store] says. The password is the same, and so is the time of its
// last change.
func (t *tables) Rehash(ctx context.Context, u User, hash string, e Event) error {
	return t.changeOne(ctx, e, ErrChanged,
		`UPDATE users SET hash = $1 WHERE name = $2 AND hash = $3 AND NOT disabled`, hash, u.Name, u.Hash)
}

// SetDisabled is as [Store] says.
func (t *tables) SetDisabled(ctx context.Context, name Name, disabled bool, e Event) error {
	return t.changeOne(ctx, e, ErrNotFound,
		`UPDATE users SET disabled = $1, changed_at = $2 WHERE name = $3`, disabled, micros(e.Time), name)
}

const selectUser = `SELECT name, hash, disabled, created_at, changed_at FROM users `

// User is as [Store] says.
func (t *tables) User(ctx context.Context, name Name) (User, error) {
	u, err := scanUser(t.user.QueryRowContext(ctx, name))
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrNotFound
	}
	return u, err
}

// Users is as [Store] says.
func (t *tables) Users(ctx context.Context, prefix Name) iter.Seq2[User, error] {
	return func(yield func(User, error) bool) {
		from, query := prefix, usersFrom
		for {
			rows, err := t.readers.QueryContext(ctx, query+limit(pageSize), from)
			page, err := collect(rows, err, scanUser)
			full := len(page) == pageSize
			if end := slices.IndexFunc(page, prefix.isNot); end >= 0 {
				page, full = page[:end], false
			}
			if !yieldAll(page, err, yield) || !full {
				return
			}
			from, query = page[len(page)-1].Name, usersAfter
		}
	}
}

// One bound each: of two, a database may take the one that leaves more to read.
const (
	usersFrom  = selectUser + `WHERE name >= $1 ORDER BY name`
	usersAfter = selectUser + `WHERE name > $1 ORDER BY name`
)

func (prefix Name) isNot(u User) bool { return !strings.HasPrefix(string(u.Name), string(prefix)) }

func scanUser(r row) (User, error) {
	var u User
	var created, changed int64
	err := r.Scan(&u.Name, &u.Hash, &u.Disabled, &created, &changed)
	u.CreatedAt, u.ChangedAt = fromMicros(created), fromMicros(changed)
	return u, err
}
