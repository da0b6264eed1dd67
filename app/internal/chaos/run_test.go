package chaos

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/server/contracttest"
)

// A run is what came of asking for a while.
type run struct {
	Statuses map[int]int
	Took     []time.Duration // of the requests that were answered with 200, sorted
	Request  string          // one of them, as it was sent
	Answers  map[int]string  // one of each status, as it came
	cpu      time.Duration   // of the server, in all
	asking   time.Duration   // of CPU
	span     time.Duration
}

// together asks on so many connections; next says when, to each.
func together(connections int, url, headers, body string, next func(n int) func() (time.Time, bool)) (all run, err error) {
	all.Statuses, all.Answers = map[int]int{}, map[int]string{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for n := range connections {
		w, failed := dial(url, numbered(headers, n), numbered(body, n))
		if failed != nil {
			return all, failed
		}
		wg.Go(func() {
			defer w.conn.Close()
			one, failed := w.askAll(next(n))
			mu.Lock()
			defer mu.Unlock()
			all.add(one)
			err = errors.Join(err, failed)
		})
	}
	wg.Wait()
	slices.Sort(all.Took)
	return all, err
}

func (r *run) add(more run) {
	for status, n := range more.Statuses {
		r.Statuses[status] += n
	}
	r.Took = append(r.Took, more.Took...)
	r.Request = more.Request
	maps.Copy(r.Answers, more.Answers)
}

// asDescribed holds an answer of each status against the OpenAPI document.
func (r *run) asDescribed(t testing.TB) {
	t.Helper()
	for _, answer := range r.Answers {
		e, err := contracttest.Parse(r.Request, answer)
		if err != nil {
			t.Errorf("%v: %s", err, answer)
			continue
		}
		e.Check(t)
	}
}

// storm asks a server on so many connections for a while, each as soon as it has
// its answer.
func storm(t testing.TB, p *process, connections int, span time.Duration, headers, body string) run {
	t.Helper()
	before, start := p.cpu(), time.Now()
	all, err := together(connections, p.url, headers, body, func(int) func() (time.Time, bool) {
		return func() (time.Time, bool) {
			now := time.Now()
			return now, now.Sub(start) < span
		}
	})
	if err != nil {
		t.Error(err)
	}
	all.cpu, all.span = p.cpu()-before, time.Since(start)
	if !p.bare {
		all.asDescribed(t)
	}
	return all
}

func (r *run) answers() (n int) {
	for _, of := range r.Statuses {
		n += of
	}
	return n
}

func (r *run) cpuEach() time.Duration { return r.cpu / time.Duration(max(1, r.answers())) }

// at is how long requests took, that fraction of them at most.
func (r *run) at(fraction float64) time.Duration {
	if len(r.Took) == 0 {
		return 0
	}
	return r.Took[int(fraction*float64(len(r.Took)-1))]
}
