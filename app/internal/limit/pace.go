package limit

import (
	"sync"
	"time"
)

// A Pace bounds how many tokens each principal gets in a minute, here and not in
// other replicas: one who may have them needs no more than his devices do, and
// whoever has stolen a key would take as many as there is time for. It is safe
// for concurrent use.
type Pace struct {
	mu    sync.Mutex
	by    map[string]*paced
	swept time.Time
}

type paced struct {
	used time.Time // when all that he has taken would be his at an even pace
	told bool      // that he has to wait
}

// Take takes one of so many a minute, 0 for any number, or fails with a
// [*WaitError].
func (p *Pace) Take(who string, aMinute int, now time.Time) error {
	if aMinute <= 0 {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sweep(now)
	own := p.by[who]
	if own == nil {
		own = &paced{}
		p.by[who] = own
	}
	from := own.used
	if from.Before(now) {
		from = now
	} else if latest := now.Add(time.Minute); from.After(latest) { // the clock was set back, or the pace
		from = latest
	}
	used := from.Add(time.Minute / time.Duration(aMinute))
	if wait := used.Sub(now) - time.Minute; wait > 0 {
		news := !own.told
		own.told = true
		return &WaitError{After: wait, Limit: Tokens, News: news}
	}
	own.used, own.told = used, false
	return nil
}

// sweep forgets those who have taken nothing for a minute.
func (p *Pace) sweep(now time.Time) {
	if p.by != nil && now.Sub(p.swept).Abs() < time.Minute {
		return
	}
	p.swept = now
	if p.by == nil {
		p.by = map[string]*paced{}
	}
	for who, own := range p.by {
		if own.used.Before(now) {
			delete(p.by, who)
		}
	}
}
