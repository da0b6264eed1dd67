package store

import (
	"context"
	"errors"
	"iter"
)

// What callers branch on.
var (
	ErrNotFound = errors.New("no such user")
	ErrExists   = errors.New("user exists")

	// ErrChanged is a user who is no longer as he was when he was read.
	ErrChanged = errors.New("user has changed")

	// ErrSchema is a database that a newer Mintmark has written.
	ErrSchema = errors.New("database is newer than this program")
)

// A Store is safe for concurrent use, and so are several on one database. Every
// write is durable when it returns nil, and has left nothing behind otherwise.
type Store interface {
	// AddUser adds a user or fails with [ErrExists]. The event gives the time.
	AddUser(ctx context.Context, name Name, hash string, e Event) error

	// SetHash gives a user another password hash, or fails with [ErrNotFound].
	SetHash(ctx context.Context, name Name, hash string, e Event) error

	// SetDisabled stops a user from getting tokens, or lets him again. It fails
	// with [ErrNotFound].
	SetDisabled(ctx context.Context, name Name, disabled bool, e Event) error

	// User fails with [ErrNotFound].
	User(ctx context.Context, name Name) (User, error)

	// Users is every user, by name.
	Users(ctx context.Context) ([]User, error)

	// Record adds an event to the audit trail.
	Record(ctx context.Context, e Event) error

	// RecordFor is Record of what only this user may cause. It fails with
	// [ErrChanged] if he has been disabled since he was read, has another
	// password or is gone: from the moment that the change has returned, nothing
	// is recorded in his name.
	RecordFor(ctx context.Context, u User, e Event) error

	// Events is the audit trail, oldest first. It ends after the first error.
	Events(ctx context.Context) iter.Seq2[Event, error]

	Close() error
}
