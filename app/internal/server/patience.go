package server

import (
	"context"
	"sync"
	"time"
)

// storeWait is how long somebody waits to be looked up, and a decision to be
// recorded: a database that does not answer must not gather all who ask.
const storeWait = 5 * time.Second

// moment is how much less than that it may be.
const moment = 50 * time.Millisecond

// A patience makes the contexts of what is asked and written about a client, who
// may have hung up: they end after [storeWait]. Those of a moment are one, for its
// timer costs more than what most of them wait for.
type patience struct {
	mu     sync.Mutex
	latest context.Context
	since  time.Time
}

func (p *patience) context() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); p.latest == nil || now.Sub(p.since) >= moment {
		ctx, cancel := context.WithTimeout(context.Background(), storeWait)
		context.AfterFunc(ctx, cancel)
		p.latest, p.since = ctx, now
	}
	return p.latest
}
