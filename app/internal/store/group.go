package store

import (
	"context"
	"runtime"
	"sync"
)

// maxBatch is how many events share a commit at most.
const maxBatch = 256

// A pending event waits for its commit.
type pending struct {
	event  Event
	holder Holder // nil for anybody
	err    error
	done   chan struct{}
}

// A group lets events that come at the same time share a commit. One that comes
// while nothing goes on does not wait for others; those that come during a
// commit share the next.
type group struct {
	commit func([]*pending) error // all or nothing, but for those whose err it sets

	in         chan *pending
	quit, gone chan struct{}
	closing    sync.Once
}

func newGroup(commit func([]*pending) error) *group {
	g := &group{commit: commit, in: make(chan *pending), quit: make(chan struct{}), gone: make(chan struct{})}
	go g.run()
	return g
}

// add returns when the event is on disk. Once it is on its way, the outcome is
// waited for, even if the context ends.
func (g *group) add(ctx context.Context, h Holder, e Event) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p := &pending{event: e, holder: h, done: make(chan struct{})}
	select {
	case g.in <- p:
	case <-g.quit:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	<-p.done
	return p.err
}

func (g *group) run() {
	defer close(g.gone)
	batch := make([]*pending, 0, maxBatch)
	for {
		select {
		case <-g.quit:
			return
		case p := <-g.in:
			batch = g.gather(append(batch[:0], p))
		}
		err := g.commit(batch)
		for _, p := range batch {
			if err != nil {
				p.err = err
			}
			close(p.done)
		}
	}
}

// gather adds everybody whom the scheduler can bring to the door at once: under
// load a commit costs more than the rows in it. That is so for the first, too: he
// woke us, and those who arrived with him have not had their turn yet.
func (g *group) gather(batch []*pending) []*pending {
	for size := 0; len(batch) < maxBatch; {
		select {
		case p := <-g.in:
			batch = append(batch, p)
			continue
		default:
		}
		if size == len(batch) {
			return batch
		}
		size = len(batch)
		runtime.Gosched()
	}
	return batch
}

// close waits for the commit that is under way.
func (g *group) close() {
	g.closing.Do(func() { close(g.quit) })
	<-g.gone
}
