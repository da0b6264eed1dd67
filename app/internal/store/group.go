package store

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"mintmark/app/internal/caught"
)

// maxBatch is how many events share a commit at most.
const maxBatch = 256

// A pending write waits for its commit: an event, or a change of budgets.
type pending struct {
	event  Event
	holder Holder // nil for anybody
	change change
	until  time.Time // when whoever waits for it gives up; zero: never
	err    error     // guarded by the batch's done
}

// A batch is writes that share a commit.
type batch struct {
	rows []*pending
	done chan struct{} // closed when it is over
}

func (b *batch) end(err error) {
	for _, p := range b.rows {
		if err != nil {
			p.err = err
		}
	}
	close(b.done)
}

// A group lets writes that come at the same time share a commit. One that comes
// while nothing goes on does not wait for others; those that come during a
// commit share the next.
type group struct {
	commit func([]*pending) error // all or nothing, but for those whose err it sets
	most   int                    // in one commit
	wake   chan struct{}
	gone   chan struct{}

	mu     sync.Mutex
	closed bool
	door   []*batch // those who wait for the next commits; the last takes more
}

func newGroup(most int, commit func([]*pending) error) *group {
	g := &group{commit: commit, most: most, wake: make(chan struct{}, 1), gone: make(chan struct{})}
	go g.run()
	return g
}

// add returns when the event is on disk.
func (g *group) add(ctx context.Context, h Holder, e Event) error {
	return g.send(ctx, &pending{event: e, holder: h})
}

// send returns when it is on disk. Once it is on its way, the outcome is waited
// for, even if the context ends.
func (g *group) send(ctx context.Context, p *pending) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.until, _ = ctx.Deadline()
	b := g.join(p)
	if b == nil {
		return ErrClosed
	}
	select {
	case <-b.done:
	case <-ctx.Done():
		if g.leave(b, p) {
			return ctx.Err()
		}
		<-b.done
	}
	return p.err
}

// join returns nil where the door is closed.
func (g *group) join(p *pending) *batch {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil
	}
	last := len(g.door) - 1
	if last < 0 || len(g.door[last].rows) == g.most {
		g.door = append(g.door, &batch{done: make(chan struct{})})
		last++
	}
	b := g.door[last]
	b.rows = append(b.rows, p)
	select {
	case g.wake <- struct{}{}:
	default:
	}
	return b
}

// leave reports whether the write was still at the door.
func (g *group) leave(b *batch, p *pending) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !slices.Contains(g.door, b) {
		return false
	}
	b.rows = slices.DeleteFunc(b.rows, func(q *pending) bool { return p == q })
	return true
}

func (g *group) run() {
	defer close(g.gone)
	for range g.wake {
		for b := g.next(); b != nil; b = g.next() {
			if len(b.rows) > 0 { // not all have left
				b.end(caught.Do(func() error { return g.commit(b.rows) }))
			}
		}
	}
}

// next returns nil where nobody is at the door. It waits for everybody whom the
// scheduler can bring there at once: under load a commit costs more than the rows
// in it. That is so for the first, too: he woke us, and those who arrived with
// him have not had their turn yet.
func (g *group) next() *batch {
	for before, n := 0, g.first(); n > before && n < g.most; n = g.first() {
		before = n
		runtime.Gosched()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.door) == 0 {
		return nil
	}
	b := g.door[0]
	g.door = g.door[1:]
	return b
}

// first is how many are in the batch that is next.
func (g *group) first() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.door) == 0 {
		return 0
	}
	return len(g.door[0].rows)
}

// close sends away those at the door, and waits for the commit that is under way.
func (g *group) close() {
	g.mu.Lock()
	if !g.closed {
		g.closed = true
		for _, b := range g.door {
			b.end(ErrClosed)
		}
		g.door = nil
		close(g.wake)
	}
	g.mu.Unlock()
	<-g.gone
}
