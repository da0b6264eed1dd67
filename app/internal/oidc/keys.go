package oidc

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"mintmark/app/internal/caught"
	"mintmark/tokens"
)

const (
	// coolDown is the least time between two fetches of an issuer's keys.
	coolDown = 30 * time.Second

	// freshFor is how long keys are used before the issuer is asked whether they
	// still are its keys: a key that it has withdrawn verifies no longer than that
	// while it answers.
	freshFor = 5 * time.Minute

	// mostWaiting are how many tokens wait for a fetch: read, one takes up to fifty
	// times its length, and anybody can send some whose key nobody knows.
	mostWaiting = 256
)

var errCrowd = errors.New("too many tokens wait for them already")

// An UnavailableError is a token that cannot be judged now, because the keys of
// its issuer cannot be had.
type UnavailableError struct {
	Issuer string        // by its name
	Retry  time.Duration // when to try again
	Err    error         // why not; nil where it is too early to ask once more
}

func (e *UnavailableError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("keys of %s: fetched a moment ago, before the token was issued", e.Issuer)
	}
	return fmt.Sprintf("keys of %s: %s", e.Issuer, short(e.Err))
}

// short is an error without most of an issuer's answer, all of which may be in
// it: each request that waited has it in the log.
func short(err error) string {
	const most = 300
	return fmt.Sprintf("%.*s", most, err.Error())
}

func (e *UnavailableError) Unwrap() error { return e.Err }

// keyRing is the public keys of one issuer, by kid.
type keyRing struct {
	issuer  string // by its name
	fetch   func(context.Context) ([]tokens.Key, error)
	now     func() time.Time
	fetches *fetches
	tell    func(error) // hears of each

	mu       sync.Mutex
	byID     map[string][]tokens.Key
	fetched  time.Time     // when the last fetch that succeeded began
	tried    time.Time     // when the last one began
	err      error         // of the last one
	fetching chan struct{} // closed when it is over; nil if there is none
	waiting  int           // for that
}

// get returns the keys with that kid, none if the issuer has no such key. A token
// that may have been issued since the keys were fetched may be signed with one
// that is newer than they. It fails with an [*UnavailableError], or the context's
// error.
func (k *keyRing) get(ctx context.Context, kid string, issued time.Time) ([]tokens.Key, error) {
	arrived := k.now()
	found, wait := k.look(kid, arrived)
	if wait != nil {
		if err := k.await(ctx, wait); err != nil {
			return nil, err
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	return k.lookAgain(kid, arrived, issued)
}

func (k *keyRing) await(ctx context.Context, fetched <-chan struct{}) error {
	if !k.queue() {
		return &UnavailableError{Issuer: k.issuer, Retry: time.Second, Err: errCrowd}
	}
	defer k.leave()
	select {
	case <-fetched:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// queue reports whether there is room for one more.
func (k *keyRing) queue() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.waiting >= mostWaiting {
		return false
	}
	k.waiting++
	return true
}

func (k *keyRing) leave() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.waiting--
}

// look returns the keys at hand and begins to fetch them anew where that is due.
// Only who finds none has something to wait for.
func (k *keyRing) look(kid string, now time.Time) (found []tokens.Key, wait <-chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found = k.byID[kid]
	due := len(found) == 0 || passed(k.fetched, now, freshFor)
	if due && k.fetching == nil && passed(k.tried, now, coolDown) {
		k.tried, k.fetching = now, make(chan struct{})
		k.fetches.under.Go(k.renew)
	}
	if len(found) > 0 {
		return found, nil
	}
	return nil, k.fetching
}

// passed reports whether so much time has passed; so it has where a clock was
// set back.
func passed(since, now time.Time, d time.Duration) bool {
	return since.IsZero() || now.Before(since) || now.Sub(since) >= d
}

// renew replaces the keys by those that the issuer has now, or leaves them.
func (k *keyRing) renew() {
	ctx, cancel := context.WithTimeout(k.fetches.life, fetchWait)
	defer cancel()
	var keys []tokens.Key
	err := caught.Do(func() (err error) {
		keys, err = k.fetch(ctx)
		return err
	})
	k.tell(err)

	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err = err; err == nil {
		k.fetched, k.byID = k.tried, make(map[string][]tokens.Key, len(keys))
		for _, key := range keys {
			k.byID[key.ID] = append(k.byID[key.ID], key)
		}
	}
	close(k.fetching)
	k.fetching = nil
}

// lookAgain is the answer once there is nothing left to wait for.
func (k *keyRing) lookAgain(kid string, arrived, issued time.Time) ([]tokens.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	older := issued.Before(k.fetched) || !arrived.After(k.fetched)
	if found := k.byID[kid]; len(found) > 0 || k.err == nil && older {
		return found, nil
	}
	retry := coolDown - k.now().Sub(k.tried)
	return nil, &UnavailableError{Issuer: k.issuer, Retry: min(max(retry, time.Second), coolDown), Err: k.err}
}

// fetches are those under way, which end together.
type fetches struct {
	life  context.Context
	stop  context.CancelFunc
	under sync.WaitGroup
}

func newFetches() *fetches {
	f := new(fetches)
	f.life, f.stop = context.WithCancel(context.Background())
	return f
}

func (f *fetches) end() {
	f.stop()
	f.under.Wait()
}
