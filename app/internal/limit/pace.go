package limit

import (
	"sync"
	"time"
)

// A Pace bounds how many tokens each principal gets in a minute, or refusals, here
// and not in other replicas: one who may have them needs no more than his devices
// do, and whoever has stolen a key would take as many as there is time for, or fill
// the audit trail. It is safe for concurrent use.
type Pace struct {
	Of string // [Tokens] or [Refusals]

	mu    sync.Mutex
	by    map[string]*paced
	swept time.Time
}

type paced struct {
	used time.Time // when all that he has taken would be his at an even pace
	told bool      // that he has to wait
}

// Take takes one of so many a minute, 0 for any number, or fails with a
// [*WaitError]. One that he does not get in the end is for [Pace.Return].
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
	used := from.Add(each(aMinute))
	if wait := used.Sub(now) - time.Minute; wait > 0 {
		news := !own.told
		own.told = true
		return &WaitError{After: wait, Limit: p.Of, News: news}
	}
	own.used, own.told = used, false
	return nil
}

// Return gives back what [Pace.Take] took of as many a minute.
func (p *Pace) Return(who string, aMinute int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if own := p.by[who]; own != nil && aMinute > 0 {
		own.used = own.used.Add(-each(aMinute))
	}
}

// each is how long one of so many a minute takes.
func each(aMinute int) time.Duration { return time.Minute / time.Duration(aMinute) }

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
