package limit

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mintmark/app/internal/store"
)

var start = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

var rule = Rule{Tries: 3, First: time.Second, Most: time.Minute, Forget: 10 * time.Minute}

// D02: exponential and capped.
func TestRuleWaits(t *testing.T) {
	b, now := store.Budget{}, start
	for i, want := range []time.Duration{0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60} {
		if b = rule.Fail(b, now); rule.Wait(b, now) != want*time.Second {
			t.Errorf("after failure %d: wait %v, want %v", i+1, rule.Wait(b, now), want*time.Second)
		}
		now = b.Until
		if got := rule.Wait(b, now); got != 0 {
			t.Errorf("after the wait of failure %d: wait %v more", i+1, got)
		}
	}
}

func TestRuleForgets(t *testing.T) {
	b, now := store.Budget{}, start
	for range 5 {
		b = rule.Fail(b, now)
		now = b.Until
	}
	for after, want := range map[time.Duration]int{
		0: 1, 10*time.Minute - 1: 1, 20 * time.Minute: 1, 30 * time.Minute: 1, 40 * time.Minute: 2, 50 * time.Minute: 3, 1e6 * time.Hour: 3,
	} {
		if got := rule.Left(b, now.Add(after)); got != want {
			t.Errorf("%v later: %d left, want %d", after, got, want)
		}
	}
	if b = rule.Fail(b, now.Add(time.Hour)); b.Failures != 1 || rule.Wait(b, now.Add(time.Hour)) != 0 {
		t.Errorf("one failure when all are forgotten: got %+v", b)
	}
}

// D02: whatever happens, clocks included, nobody waits for longer than the most,
// and then is let in; and no burst is longer than the tries.
func TestRuleIsNeverPermanent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, now := store.Budget{}, start
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.Int64Range(-int64(2*time.Hour), int64(2*time.Hour)).Draw(t, "clock")))
			if wait := rule.Wait(b, now); wait > 0 {
				if wait > rule.Most+skew {
					t.Fatalf("wait %v", wait)
				}
				now = now.Add(wait)
			}
			if got := rule.Wait(b, now); got != 0 {
				t.Fatalf("after the wait there are %v more", got)
			}
			if got := rule.Left(b, now); got < 1 || got > rule.Tries {
				t.Fatalf("%d left", got)
			}
			b = rule.Fail(b, now)
			if got := rule.Wait(b, now); got > rule.Most {
				t.Fatalf("wait %v", got)
			}
		}
	})
}

// A guesser has so many tries in a day, however he times them.
func TestDefaultTriesInADay(t *testing.T) {
	for name, tt := range map[string]struct {
		Rule
		most int
	}{"account": {Default.Account, 250}, "client": {Default.Client, 1900}} {
		rapid.Check(t, func(t *rapid.T) {
			pauses := rapid.SliceOfN(rapid.Int64Range(0, int64(20*time.Minute)), 1, 9).Draw(t, "pauses")
			b, now, tries := store.Budget{}, start, 0
			for ; now.Before(start.Add(24 * time.Hour)); tries++ {
				b = tt.Fail(b, now)
				now = b.Until.Add(time.Duration(pauses[tries%len(pauses)]))
			}
			if tries > tt.most {
				t.Errorf("%s: %d tries in a day, with pauses of %v", name, tries, pauses)
			}
		})
	}
}

// A budget is not taken away while it means something.
func TestMemory(t *testing.T) {
	rules := Rules{Account: rule, Client: rule, Network: rule, Bearer: rule}
	b, now := store.Budget{}, start
	for range 100 {
		b = rule.Fail(b, now)
		now = b.Until
	}
	if got := rule.Left(b, now.Add(rules.memory())); got != rule.Tries {
		t.Errorf("%d left at the end of memory, want all %d", got, rule.Tries)
	}
	if Default.memory() > 6*time.Hour {
		t.Errorf("budgets are kept for %v", Default.memory())
	}
}

func TestRulesCheck(t *testing.T) {
	if err := Default.Check(); err != nil {
		t.Error(err)
	}
	for want, edit := range map[string]func(*Rules){
		"tries":        func(r *Rules) { r.Account.Tries = 0 },
		"first wait":   func(r *Rules) { r.Client.First = 0 },
		"longest wait": func(r *Rules) { r.Network.Most = 25 * time.Hour },
		"forgotten":    func(r *Rules) { r.Bearer.Forget = 0 },
		"neighbour":    func(r *Rules) { r.Client.Tries = r.Network.Tries/4 + 1 },
	} {
		r := Default
		edit(&r)
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want something about the %s", err, want)
		}
	}
}

// D01: one /64 that does nothing but fail keeps no other of its /48 out; and what
// many have begun ends, whatever one goes on doing.
func TestOneNeighbour(t *testing.T) {
	for name, tt := range map[string]struct {
		begun int           // failures of many others
		most  time.Duration // that the rest are kept out for, of a day
	}{
		"alone":        {0, 0},
		"after others": {1000, 15 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			now := start
			var own, network store.Budget
			for range tt.begun {
				network = Default.Network.Fail(network, now)
			}
			out := Default.Network.Wait(network, now)
			for now.Before(start.Add(24 * time.Hour)) {
				now = now.Add(max(time.Millisecond, Default.Network.Wait(network, now), Default.Client.Wait(own, now)))
				own, network = Default.Client.Fail(own, now), Default.Network.Fail(network, now)
				out += Default.Network.Wait(network, now)
			}
			if out > tt.most {
				t.Errorf("the others are kept out for %v of a day, want %v at most", out, tt.most)
			}
		})
	}
}
