package limit

import (
	"context"
	"errors"

	"mintmark/app/internal/store"
)

// An Attempt is in flight until one of its methods is called; a second call does
// nothing.
type Attempt struct {
	l     *Limiter
	rules Rules
	taken []taken
}

type taken struct {
	key
	place  *place
	failed bool // there had been failures
}

// Failed counts against all budgets.
func (a *Attempt) Failed(ctx context.Context) error {
	if len(a.taken) == 0 {
		return nil
	}
	defer a.Cancel()
	keys := make([]key, len(a.taken))
	for i, t := range a.taken {
		keys[i] = t.key
	}
	return a.l.fail(ctx, a.rules, keys)
}

// Succeeded forgets the failures of this account for this client. Those of the
// client stay: or else somebody would log in as himself between guesses.
func (a *Attempt) Succeeded(ctx context.Context) error {
	defer a.Cancel()
	var errs []error
	for _, t := range a.taken {
		if t.resets && t.failed {
			errs = append(errs, a.l.budgets.PutBudget(ctx, store.Budget{Key: t.id}))
			a.l.waits.forget(t.id)
		}
	}
	return errors.Join(errs...)
}

// Cancel gives the places back. Alone it is for an attempt of which nothing was
// looked at.
func (a *Attempt) Cancel() {
	for _, t := range a.taken {
		t.place.exit()
		a.l.places.leave(t.place)
	}
	a.taken = nil
}
