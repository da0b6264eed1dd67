package limit

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	const aMinute = 30 // one each two seconds
	p, now := &Pace{Of: Tokens}, start
	take := func(who string, want time.Duration, news bool) {
		t.Helper()
		err := p.Take(who, aMinute, now)
		var wait *WaitError
		if errors.As(err, &wait); wait == nil {
			wait = new(WaitError)
		}
		if wait.After != want || wait.News != news || want > 0 && wait.Limit != Tokens || (err == nil) != (want == 0) {
			t.Errorf("%s waits %v, news %v, want %v, %v", who, wait.After, wait.News, want, news)
		}
	}
	for range aMinute { // all at once
		take("anna", 0, false)
	}
	take("anna", 2*time.Second, true)
	take("anna", 2*time.Second, false)
	take("bob", 0, false)
	now = now.Add(1500 * time.Millisecond)
	take("anna", 500*time.Millisecond, false)
	now = now.Add(500 * time.Millisecond)
	take("anna", 0, false)
	take("anna", 2*time.Second, true) // a new wait
	now = now.Add(time.Minute)
	for range aMinute {
		take("anna", 0, false)
	}
	take("anna", 2*time.Second, true)

	now = now.Add(-time.Hour) // the clock is set back: nobody waits for longer
	take("anna", 2*time.Second, false)
	if err := p.Take("anna", 0, now); err != nil {
		t.Errorf("without a pace: %v", err)
	}
}

// What somebody does not get in the end is his to take again.
func TestPaceReturns(t *testing.T) {
	p := new(Pace)
	p.Return("anna", 2) // has taken nothing
	for range 10 {
		if err := p.Take("anna", 2, start); err != nil {
			t.Fatal(err)
		}
		p.Return("anna", 2)
	}
	for range 2 {
		if err := p.Take("anna", 2, start); err != nil {
			t.Error(err)
		}
	}
	if err := p.Take("anna", 2, start); err == nil {
		t.Error("got a third of two")
	}
	p.Return("anna", 0)
}

// D06: whoever has taken nothing for a minute takes no memory.
func TestPaceForgets(t *testing.T) {
	p, now := new(Pace), start
	for i := range 1000 {
		if err := p.Take(fmt.Sprint(i), 10, now); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Second)
	}
	if got := len(p.by); got > 2*60 {
		t.Errorf("%d are remembered, want no more than of two minutes", got)
	}
}
