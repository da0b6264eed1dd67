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
	var keys []key
	for _, t := range a.taken {
		keys = append(keys, t.key)
	}
	err := a.l.fail(ctx, a.rules, keys)
	a.Cancel() // what is written is written
	return err
}

// Succeeded forgets the failures of this account for this client. Those of the
// client stay: or else somebody would log in as himself between guesses.
func (a *Attempt) Succeeded(ctx context.Context) error {
	return a.end(func(t taken) error {
		if !t.resets || !t.failed {
			return nil
		}
		defer a.l.waits.forget(t.id)
		return a.l.budgets.PutBudget(ctx, store.Budget{Key: t.id})
	})
}

// Cancel gives the places back of an attempt that was neither: nothing was looked
// at.
func (a *Attempt) Cancel() { _ = a.end(func(taken) error { return nil }) }

// end gives the places back, each once its budget is written.
func (a *Attempt) end(write func(taken) error) error {
	var errs []error
	for _, t := range a.taken {
		errs = append(errs, write(t))
		t.place.exit()
		a.l.places.leave(t.place)
	}
	a.taken = nil
	return errors.Join(errs...)
}
