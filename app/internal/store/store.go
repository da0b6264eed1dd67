package store

import (
	"context"
	"errors"
	"iter"
	"time"
)

// What callers branch on.
var (
	ErrNotFound = errors.New("no such user or key")
	ErrExists   = errors.New("user or key exists")

	// ErrChanged is a [Holder] who is no longer as he was when he was read.
	ErrChanged = errors.New("user or key has changed")

	// ErrSchema is a database that a newer Mintmark has written.
	ErrSchema = errors.New("database is newer than this program")

	// ErrOldSchema is a database that has to be migrated first.
	ErrOldSchema = errors.New("database is older than this program")

	// ErrBackup is a database that Mintmark does not copy.
	ErrBackup = errors.New("this database is backed up with pg_dump")

	// ErrClosed is a store that has been closed.
	ErrClosed = errors.New("store is closed")
)

// A Store is safe for concurrent use, and so are several on one database. Every
// write is durable when it returns nil.
type Store interface {
	// AddUser adds a user or fails with [ErrExists]. The event gives the time.
	AddUser(ctx context.Context, name Name, hash string, e Event) error

	// SetHash gives a user another password hash, or fails with [ErrNotFound].
	SetHash(ctx context.Context, name Name, hash string, e Event) error

	// Rehash gives a user another hash of the same password, or fails with
	// [ErrChanged] if he is no longer as he was when he was read.
	Rehash(ctx context.Context, u User, hash string, e Event) error

	// SetDisabled stops a user from getting tokens, or lets him again. It fails
	// with [ErrNotFound].
	SetDisabled(ctx context.Context, name Name, disabled bool, e Event) error

	// User fails with [ErrNotFound].
	User(ctx context.Context, name Name) (User, error)

	// Users is every user whose name begins so, by name. It ends after the first
	// error.
	Users(ctx context.Context, prefix Name) iter.Seq2[User, error]

	// AddServiceKey adds a key, known by its hash, or fails with [ErrExists]: an
	// id is never used twice, not after revoking either.
	AddServiceKey(ctx context.Context, id string, hash KeyHash, e Event) error

	// RevokeServiceKey stops a key for ever. It fails with [ErrNotFound] if there
	// is none that could be stopped.
	RevokeServiceKey(ctx context.Context, id string, e Event) error

	// ServiceKey fails with [ErrNotFound]. That another replica has revoked a key
	// may show a second later; RecordFor sees it at once.
	ServiceKey(ctx context.Context, id string) (ServiceKey, error)

	// ServiceKeys is every service key, by id.
	ServiceKeys(ctx context.Context) ([]ServiceKey, error)

	// Record adds an event to the audit trail.
	Record(ctx context.Context, e Event) error

	// RecordFor is Record of what only this holder may cause. It fails with
	// [ErrChanged] if he has been stopped since he was read, has another password
	// or is gone: from the moment that the change has returned, nothing is
	// recorded in his name.
	RecordFor(ctx context.Context, h Holder, e Event) error

	// Events is the audit trail, oldest first. It ends after the first error.
	Events(ctx context.Context) iter.Seq2[Event, error]

	// Find is those events of the audit trail that the filter lets through,
	// oldest first: in the order of their times where the filter names one, else
	// in that in which they were recorded. It ends after the first error.
	Find(ctx context.Context, f Filter) iter.Seq2[Entry, error]

	// PruneEvents removes, of the so many oldest events from before that time,
	// those whose tokens, if any, had expired by then. It returns how many there
	// were; none means that there is no more to do. The event that was recorded
	// last always stays.
	PruneEvents(ctx context.Context, before time.Time, most int) (int, error)

	// LastExpiry is, by SID of the signing key, when the last token expires that
	// the audit trail says it signed, rounded up to the minute.
	LastExpiry(ctx context.Context) (map[string]time.Time, error)

	// Budget is how often somebody has failed, the zero Budget with its key if
	// nothing is known.
	Budget(ctx context.Context, key string) (Budget, error)

	// Fail replaces each of these budgets by what next makes of it, which is told its
	// key, or replaces none and returns why. Nothing happens to them in between, here
	// or in another replica.
	Fail(ctx context.Context, next func(Budget) Budget, keys ...string) error

	// PutBudget replaces a budget whatever it is. One without failures is
	// forgotten.
	PutBudget(ctx context.Context, b Budget) error

	// PruneBudgets forgets budgets that ended before that time, so many at most,
	// and returns how many there were.
	PruneBudgets(ctx context.Context, before time.Time, most int) (int, error)

	// Ping reports whether the database can be read.
	Ping(ctx context.Context) error

	// Backup writes a copy of the database to a new file, for the owner's eyes
	// only, while others go on writing. It fails with [ErrBackup] if that is the
	// work of the database's own tools.
	Backup(ctx context.Context, path string) error

	// Close waits for what is being written.
	Close() error
}
