package password

import (
	"log/slog"
	"os/exec"
	"slices"
	"sync"
	"time"
)

// restartAfter is how long it takes until a process is started in place of one
// that ended, or that could not be.
const restartAfter = 5 * time.Second

// usualWait is several times what a hash takes where there is a core for it.
const usualWait = 250 * time.Millisecond

// restFor is how long none is asked after one that was late: there is no time for
// it, and who logs in should not have to find out each time.
const restFor = 2 * time.Second

// A crew is the processes that make the hashes of a [Hasher]. They have what time
// others leave: where that is little or none, and until they are there, this
// process makes the hashes itself.
type crew struct {
	program func() *exec.Cmd
	begin   func(*exec.Cmd) error // starts it
	log     *slog.Logger
	pause   time.Duration // until another is started
	usual   time.Duration // how long a hash may take, of [Default]'s cost

	mu      sync.Mutex
	idle    []*child
	missing int       // may yet be started
	rest    time.Time // until then none is asked
	closed  bool
	told    bool // that none can be
}

// derive returns the keys in the order of the jobs.
func (c *crew) derive(jobs []job) [][]byte {
	if w := c.take(); w != nil {
		late := time.NewTimer(c.lateFor(jobs))
		defer late.Stop()
		answer := make(chan [][]byte, 1)
		go func() { answer <- c.ask(w, jobs) }()
		select {
		case keys := <-answer:
			if keys != nil {
				return keys
			}
		case <-late.C:
			c.letRest()
		}
	}
	return deriveAll(jobs)
}

// lateFor is how long a process may take before this one sees to it.
func (c *crew) lateFor(jobs []job) time.Duration {
	var work uint64
	for _, j := range jobs {
		work += j.work()
	}
	return c.usual * time.Duration(max(work, Default.work())) / time.Duration(Default.work())
}

// ask returns nil where the process ends. It is idle after.
func (c *crew) ask(w *child, jobs []job) [][]byte {
	keys, err := w.derive(jobs)
	if err != nil {
		w.kill()
		return nil
	}
	c.put(w)
	return keys
}

// take returns the process that was the last to work, so that others rest; or nil,
// and has another started for the next time.
func (c *crew) take() *child {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Now().Before(c.rest) {
		return nil
	}
	if last := len(c.idle) - 1; last >= 0 {
		w := c.idle[last]
		c.idle = c.idle[:last]
		return w
	}
	if c.missing > 0 && !c.closed {
		c.missing--
		go c.start()
	}
	return nil
}

func (c *crew) letRest() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rest = time.Now().Add(restFor)
}

func (c *crew) put(w *child) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		go w.end()
		return
	}
	c.told = false
	c.idle = append(c.idle, w)
}

func (c *crew) start() {
	w, err := startChild(c.program(), c.begin, c.left)
	if err == nil {
		c.put(w)
		return
	}
	c.mu.Lock()
	told := c.told
	c.told = true
	c.mu.Unlock()
	if !told {
		c.log.Warn("passwords are checked in this process: no other can be started for it", "error", err)
	}
	c.miss()
}

// left says that a process has ended: killed for the memory, it may be.
func (c *crew) left(w *child) {
	c.log.Warn("a process that checks passwords has ended", "pid", w.cmd.Process.Pid, "state", w.cmd.ProcessState.String())
	c.mu.Lock()
	c.idle = slices.DeleteFunc(c.idle, func(other *child) bool { return other == w })
	c.mu.Unlock()
	c.miss()
}

// miss lets another be started, in a while.
func (c *crew) miss() {
	time.AfterFunc(c.pause, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.missing++
	})
}

// close ends those that have nothing to do; the others end with this process.
func (c *crew) close() {
	c.mu.Lock()
	idle := c.idle
	c.idle, c.closed = nil, true
	c.mu.Unlock()
	var all sync.WaitGroup
	for _, w := range idle {
		all.Go(w.end)
	}
	all.Wait()
}
