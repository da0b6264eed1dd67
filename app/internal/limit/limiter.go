package limit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"mintmark/app/internal/store"
)

// Queue is how long an attempt waits for others that are in flight, and might
// use up the budget.
const Queue = time.Second

// A WaitError is an attempt that was not let in.
type WaitError struct {
	After time.Duration // when to try again; more than 0
	Limit string        // of which budget: "account", "client", "network", "bearer", "bearer network"; [Tokens], [Refusals]

	// News is true of the first attempt that is kept out by one wait. Those that
	// follow cost their sender nothing, and are not worth a row on disk each.
	News bool
}

// The limits of those who have had as many as they may in a minute.
const (
	Tokens   = "tokens"
	Refusals = "refusals" // of tokens, by the policy
)

func (e *WaitError) Error() string {
	if e.Limit == Tokens || e.Limit == Refusals {
		return fmt.Sprintf("too many %s: the next one in %v", e.Limit, e.After.Round(time.Second))
	}
	return fmt.Sprintf("too many failures: the budget of the %s is used up for %v", e.Limit, e.After.Round(time.Second))
}

// Budgets is where budgets are kept, a [store.Store].
type Budgets interface {
	Budget(ctx context.Context, key string) (store.Budget, error)
	Fail(ctx context.Context, next func(store.Budget) store.Budget, keys ...string) error
	PutBudget(ctx context.Context, b store.Budget) error
	PruneBudgets(ctx context.Context, before time.Time, most int) (int, error)
}

// A Limiter lets attempts in. It is safe for concurrent use, and holds nothing
// of those that are over.
type Limiter struct {
	budgets Budgets
	now     func() time.Time
	places  places
	waits   waits
	counted atomic.Uint64 // failures
}

// New returns a Limiter.
func New(budgets Budgets, now func() time.Time) *Limiter {
	return &Limiter{budgets: budgets, now: now}
}

// Begin lets an attempt in, to log in to an account from a client, or fails with
// a [*WaitError] or the store's error. The account is what stands for its name
// as folded, whether or not there is such an account; the client is a prefix.
func (l *Limiter) Begin(ctx context.Context, rules Rules, account, client string) (*Attempt, error) {
	keys := rules.keys(account, client)
	for _, k := range keys {
		if err := l.keptOut(k); err != nil {
			return nil, err
		}
	}
	a := &Attempt{l: l, rules: rules}
	for _, k := range keys {
		if err := l.enter(ctx, a, k); err != nil {
			a.Cancel()
			return nil, err
		}
	}
	return a, nil
}

// enter takes a place, or waits for one for as long as [Queue].
func (l *Limiter) enter(ctx context.Context, a *Attempt, k key) error {
	p := l.places.at(k.id)
	had, err := l.queue(ctx, p, k)
	if err != nil {
		l.places.leave(p)
		return err
	}
	a.taken = append(a.taken, taken{key: k, place: p, failed: had})
	return nil
}

// queue returns when there is room inside, and whether there had been failures.
// One at a time waits for it; the others wait behind him.
func (l *Limiter) queue(ctx context.Context, p *place, k key) (failed bool, err error) {
	wait, cancel := context.WithTimeoutCause(ctx, Queue, &WaitError{After: Queue, Limit: k.limit})
	defer cancel()
	if err := p.lock(wait); err != nil {
		return false, err
	}
	defer p.unlock()
	for {
		inside, change := p.look()
		b, err := l.budgets.Budget(ctx, k.id)
		if err != nil {
			return false, err
		}
		if err := l.admits(k, b); err != nil {
			return false, err
		}
		if inside < k.rule.Left(b, l.now()) {
			p.enter()
			return b.Failures > 0, nil
		}
		select {
		case <-change:
		case <-wait.Done():
			return false, context.Cause(wait)
		}
	}
}

// keptOut fails with a [*WaitError] while a wait lasts that somebody has been told
// of.
func (l *Limiter) keptOut(k key) error {
	b := store.Budget{Failures: k.rule.most(), Until: l.waits.of(k.id)}
	if left := k.rule.Wait(b, l.now()); left > 0 {
		return &WaitError{After: left, Limit: k.limit}
	}
	return nil
}

// admits fails with a [*WaitError] while a budget is used up.
func (l *Limiter) admits(k key, b store.Budget) error {
	left := k.rule.Wait(b, l.now())
	if left <= 0 {
		return nil
	}
	return &WaitError{After: left, Limit: k.limit, News: l.waits.tell(k.id, b.Until)}
}

// Bearer counts a service key or an ID token of a client that is not right, and
// fails with a [*WaitError] if there were too many of them. It is asked of those
// alone: one that is right needs no budget, for it cannot be guessed. Of a burst no
// more are counted than may all fail: each is waited for on disk.
func (l *Limiter) Bearer(ctx context.Context, rules Rules, client string) error {
	a := &Attempt{l: l, rules: rules}
	defer a.Cancel()
	for _, k := range rules.bearerKeys(client) {
		if err := l.keptOut(k); err != nil {
			return err
		}
		if err := l.enterBearer(ctx, a, k); err != nil {
			return err
		}
	}
	return a.Failed(ctx)
}

// enterBearer takes a place where there is one, and does not wait for it.
func (l *Limiter) enterBearer(ctx context.Context, a *Attempt, k key) error {
	p := l.places.at(k.id)
	inside := p.enter()
	a.taken = append(a.taken, taken{key: k, place: p})
	b, err := l.budgets.Budget(ctx, k.id)
	if err == nil {
		err = l.admits(k, b)
	}
	if err == nil && inside > k.rule.Left(b, l.now()) {
		err = &WaitError{After: k.rule.First, Limit: k.limit}
	}
	return err
}

// fail counts against all of them at once: each time that a disk is waited for
// others wait, too.
func (l *Limiter) fail(ctx context.Context, rules Rules, keys []key) error {
	byID := map[string]Rule{}
	for _, k := range keys {
		byID[k.id] = k.rule
	}
	next := func(b store.Budget) store.Budget { return byID[b.Key].Fail(b, l.now()) }
	err := l.budgets.Fail(ctx, next, slices.Collect(maps.Keys(byID))...)
	if err == nil && l.counted.Add(1)%pruneEach == 0 {
		_, err = l.budgets.PruneBudgets(ctx, l.now().Add(-rules.memory()), pruneMost)
	}
	return err
}

// Each failure leaves three budgets behind at the most, so they are taken away
// faster than they can be made.
const (
	pruneEach = 128
	pruneMost = 512
)
