package limit

import (
	"sync"
	"time"
)

// maxWaits bounds the memory of waits, of which each has cost its sender several
// attempts. Past it the store is asked again.
const maxWaits = 4096

// waits are those that somebody has been told of, by budget: who is kept out
// need not be looked up each time.
type waits struct {
	mu    sync.Mutex
	until map[string]time.Time
}

// of is until when a budget is known to be used up; zero if nothing is known.
func (w *waits) of(id string) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.until[id]
}

// tell reports whether this wait is news.
func (w *waits) tell(id string, until time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.until[id].Equal(until) {
		return false
	}
	if w.until == nil || len(w.until) >= maxWaits {
		w.until = map[string]time.Time{}
	}
	w.until[id] = until
	return true
}

func (w *waits) forget(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.until, id)
}
