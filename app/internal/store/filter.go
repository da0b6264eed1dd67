package store

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"
)

// A Filter chooses events. The zero value chooses all.
type Filter struct {
	Since     time.Time // from here
	Until     time.Time // before that
	Kinds     []Kind    // one of these
	Principal string
	After     Cursor // behind this one
	Last      int    // so many at most, the latest

	// Settled leaves out events that a write still under way may get in front
	// of: reading on after the last one misses none.
	Settled bool
}

// A Cursor is a place in the audit trail. The zero value is its beginning.
type Cursor struct{ tx, id, time int64 }

// An Entry is an event and where it stands.
type Entry struct {
	Event
	Cursor Cursor
}

// Follow yields the events that the filter lets through, and goes on with those
// that come: it looks again whenever tick fires, also after an error, until the
// context ends or tick is closed.
func Follow(ctx context.Context, s Store, f Filter, tick <-chan time.Time) iter.Seq2[Entry, error] {
	f.Settled = true
	return func(yield func(Entry, error) bool) {
		for {
			last := 0
			for e, err := range s.Find(ctx, f) {
				if !yield(e, err) {
					return
				}
				if err != nil { // the last that comes
					last = f.Last
				} else {
					f.After = e.Cursor
				}
			}
			f.Last = last
			select {
			case <-ctx.Done():
				return
			case _, ok := <-tick:
				if !ok {
					return
				}
			}
		}
	}
}

// A condition is the part of a query behind WHERE, and its arguments.
type condition struct {
	text []string
	args []any
}

// and adds a comparison, with ? for each argument.
func (c *condition) and(text string, args ...any) {
	for _, a := range args {
		c.args = append(c.args, a)
		text = strings.Replace(text, "?", "$"+strconv.Itoa(len(c.args)), 1)
	}
	c.text = append(c.text, text)
}

func (c *condition) String() string {
	if len(c.text) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.text, " AND ")
}

// byTime reports whether events come in the order of their times, by the index,
// rather than in that in which they were recorded. The two differ where clocks
// do; who reads on is to miss none, and gets the latter.
func (f *Filter) byTime() bool { return !f.Settled && (!f.Since.IsZero() || !f.Until.IsZero()) }

// bound is the time from which on the index is read, 0 for its beginning. There
// is one alone: of two, a database may take the one that leaves more to read.
func (f *Filter) bound() (since int64) {
	if !f.Since.IsZero() {
		since = micros(f.Since)
	}
	if f.byTime() {
		since = max(since, f.After.time)
	}
	return since
}

// order is ORDER BY.
func (f *Filter) order(d *dialect) string {
	switch {
	case f.byTime() && f.Last > 0:
		return ` ORDER BY time DESC, ` + d.backward
	case f.byTime():
		return ` ORDER BY time, ` + d.forward
	case f.Last > 0:
		return ` ORDER BY ` + d.backward
	}
	return ` ORDER BY ` + d.forward
}

// condition is what the filter asks of a row.
func (f *Filter) condition(d *dialect) (c condition) {
	if since := f.bound(); since != 0 {
		c.and("time >= ?", since)
	}
	if !f.Until.IsZero() {
		c.and("time < ?", micros(f.Until))
	}
	if len(f.Kinds) > 0 {
		kinds := make([]any, len(f.Kinds))
		for i, k := range f.Kinds {
			kinds[i] = string(k)
		}
		c.and("kind IN (?"+strings.Repeat(", ?", len(kinds)-1)+")", kinds...)
	}
	if f.Principal != "" {
		c.and("principal = ?", f.Principal)
	}
	switch {
	case f.After == (Cursor{}):
	case f.byTime():
		c.and("(time > ? OR "+d.after+")", append([]any{f.After.time}, d.place(f.After)...)...)
	default:
		c.and(d.after, d.place(f.After)...)
	}
	if f.Settled && d.settled != "" {
		c.and(d.settled)
	}
	return c
}
