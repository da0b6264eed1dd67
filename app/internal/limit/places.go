package limit

import (
	"context"
	"sync"
)

// places are those who are in flight, or wait to be, by budget.
type places struct {
	mu sync.Mutex
	by map[string]*place
}

// A place is where attempts of one budget meet.
type place struct {
	id   string
	refs int // of those who have it in hand; guarded by places.mu

	turn chan struct{} // held by the one who is being let in

	mu     sync.Mutex
	inside int
	change chan struct{} // closed when somebody leaves
}

// at returns the place of a budget, to be given back with leave.
func (s *places) at(id string) *place {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.by[id]
	if p == nil {
		p = &place{id: id, turn: make(chan struct{}, 1), change: make(chan struct{})}
		if s.by == nil {
			s.by = map[string]*place{}
		}
		s.by[id] = p
	}
	p.refs++
	return p
}

func (s *places) leave(p *place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.refs--; p.refs == 0 {
		delete(s.by, p.id)
	}
}

func (p *place) lock(ctx context.Context) error {
	select {
	case p.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (p *place) unlock() { <-p.turn }

// look returns how many are inside, and what tells that one has left. It is
// asked before the budget is read: whoever leaves in between has then been
// counted once too often, never once too little.
func (p *place) look() (inside int, change <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.inside, p.change
}

// enter returns how many are inside now.
func (p *place) enter() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inside++
	return p.inside
}

func (p *place) exit() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inside--
	close(p.change)
	p.change = make(chan struct{})
}
