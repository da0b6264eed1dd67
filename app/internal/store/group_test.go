package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"mintmark/app/internal/caught"
)

// Whoever comes while nothing goes on is written at once; those who come
// meanwhile share the next commit.
func TestGroupShares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sizes []int
		disk := make(chan bool)
		g := newGroup(maxBatch, func(batch []*pending) error {
			sizes = append(sizes, len(batch))
			<-disk
			return nil
		})
		defer g.close()
		add := func() {
			if err := g.add(t.Context(), nil, Event{}); err != nil {
				t.Error(err)
			}
		}
		go add()
		synctest.Wait()
		for range 299 {
			go add()
		}
		synctest.Wait()
		for range 3 {
			disk <- true
			synctest.Wait()
		}
		if want := []int{1, maxBatch, 300 - 1 - maxBatch}; !slices.Equal(sizes, want) {
			t.Errorf("got commits of %v, want %v", sizes, want)
		}
	})
}

// A commit that panics fails all in it, and none in the next.
func TestGroupPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := make(chan int)
		g := newGroup(maxBatch, func(batch []*pending) error {
			_ = batch[<-disk]
			return nil
		})
		defer g.close()
		got := make(chan error, 4)
		add := func() { got <- g.add(t.Context(), nil, Event{}) }
		for _, at := range []int{0, 7, 0} {
			go add()
			synctest.Wait() // on its way, alone
			for range cap(got) - 1 {
				go add()
			}
			synctest.Wait() // at the door
			disk <- 0
			disk <- at
			panics := 0
			for range cap(got) {
				var p *caught.Panic
				if err := <-got; errors.As(err, &p) {
					panics++
				} else if err != nil {
					t.Errorf("row %d: got %v", at, err)
				}
			}
			if want := map[int]int{7: cap(got) - 1}[at]; panics != want {
				t.Errorf("row %d: a panic reached %d, want %d", at, panics, want)
			}
		}
	})
}

// A commit that fails fails all in it, and none in the next.
func TestGroupFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full, disk := errors.New("disk full"), make(chan error)
		g := newGroup(maxBatch, func(_ []*pending) error { return <-disk })
		defer g.close()
		got := make(chan error)
		add := func() { got <- g.add(t.Context(), nil, Event{}) }
		for _, want := range []error{nil, full, nil} {
			go add()
			synctest.Wait() // on its way, alone
			for range 3 {
				go add()
			}
			synctest.Wait() // at the door
			disk <- nil
			disk <- want
			results := []error{<-got, <-got, <-got, <-got}
			if n := len(slices.DeleteFunc(results, func(err error) bool { return !errors.Is(err, want) || want == nil })); want != nil && n != 3 {
				t.Errorf("%v failed %d, want 3", want, n)
			} else if want == nil && fmt.Sprint(results) != fmt.Sprint(make([]error, 4)) {
				t.Errorf("got %v, want none", results)
			}
		}
	})
}

// Who gives up at the door has written nothing; who is on his way hears how it
// ended.
func TestGroupGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := make(chan bool)
		written := 0
		g := newGroup(maxBatch, func(batch []*pending) error {
			written += len(batch)
			<-disk
			return nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error, 1), make(chan error, 1)
		go func() { first <- g.add(ctx, nil, Event{}) }()
		synctest.Wait()
		go func() { second <- g.add(ctx, nil, Event{}) }()
		synctest.Wait()
		cancel()
		if err := <-second; !errors.Is(err, context.Canceled) {
			t.Errorf("at the door: got %v, want context.Canceled", err)
		}
		disk <- true
		if err := <-first; err != nil {
			t.Errorf("on its way: got %v", err)
		}
		g.close()
		if err := g.add(t.Context(), nil, Event{}); !errors.Is(err, ErrClosed) {
			t.Errorf("closed: got %v, want ErrClosed", err)
		}
		if written != 1 {
			t.Errorf("%d were written, want 1", written)
		}
	})
}

// Waiting at the door counts: nobody waits for twice as long as he was to.
func TestLastMoment(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		name  string
		until []time.Duration // from now; 0: for ever
		want  time.Duration
	}{
		{"who waits for ever", []time.Duration{0}, commitWait},
		{"who waits for longer than a commit takes", []time.Duration{time.Minute}, commitWait},
		{"the most impatient", []time.Duration{4 * time.Second, 2 * time.Second, 0, 3 * time.Second}, 2 * time.Second},
		{"who has waited long enough", []time.Duration{time.Millisecond, 4 * time.Second}, time.Second / 2},
		{"whose time is over", []time.Duration{-time.Second}, time.Second / 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var batch []*pending
			for _, d := range tt.until {
				p := new(pending)
				if d != 0 {
					p.until = now.Add(d)
				}
				batch = append(batch, p)
			}
			if got := lastMoment(batch, now).Sub(now); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
