package limit

import (
	"errors"
	"fmt"
	"time"

	"mintmark/app/internal/store"
)

// A Rule says what follows from failures.
type Rule struct {
	Tries  int           // so many may fail before there is a wait; at least 1
	First  time.Duration // the wait after them, doubled by each further failure
	Most   time.Duration // the longest wait
	Forget time.Duration // a failure is forgotten each time that so long is over, counted from the end of the wait
}

// Rules are the rules of a server. Accounts and clients wait apart.
type Rules struct {
	Account Rule // one account, tried by one client
	Client  Rule // one client, whatever accounts it tries: an IPv4 address, an IPv6 /64
	Network Rule // one IPv6 /48, which is what some give to anybody; logins and the rest count apart
	Bearer  Rule // one client, with service keys and ID tokens, which nobody guesses
}

// share is how many /64s at least it takes to use up the budget of their /48:
// it may be one customer's, or one of its /64s a stranger's.
const share = 4

// Default lets a person mistype, an office of persons too, and lets nobody try
// more than some hundred passwords a day on an account. A /48 never waits longer
// than it takes to forget a failure: one /64 in it, whose own waits are longer,
// cannot prolong what many have begun.
var Default = Rules{
	Account: Rule{Tries: 5, First: time.Second, Most: 15 * time.Minute, Forget: 10 * time.Minute},
	Client:  Rule{Tries: 30, First: time.Second, Most: 5 * time.Minute, Forget: time.Minute},
	Network: Rule{Tries: 300, First: time.Second, Most: 10 * time.Second, Forget: 10 * time.Second},
	Bearer:  Rule{Tries: 60, First: time.Second, Most: time.Minute, Forget: 10 * time.Second},
}

// skew is how far the clocks of two replicas may be apart.
const skew = time.Minute

// Fail is the budget after one more failure.
func (r Rule) Fail(b store.Budget, now time.Time) store.Budget {
	b.Failures = min(r.failures(b, now)+1, r.most())
	b.Until = now.Add(r.wait(b.Failures))
	return b
}

// Wait is how long no attempt is let in. A wait that ends later than any can has
// been written by a clock that was wrong, and is none.
func (r Rule) Wait(b store.Budget, now time.Time) time.Duration {
	left := b.Until.Sub(now)
	if left <= 0 || left > r.wait(b.Failures)+skew {
		return 0
	}
	return left
}

// Left is how many attempts may be in flight together, at least one.
func (r Rule) Left(b store.Budget, now time.Time) int {
	return max(1, r.Tries-r.failures(b, now))
}

// failures are those that are not forgotten yet.
func (r Rule) failures(b store.Budget, now time.Time) int {
	if r.Forget <= 0 || now.Before(b.Until) {
		return b.Failures
	}
	return max(0, b.Failures-int(min(now.Sub(b.Until)/r.Forget, time.Duration(b.Failures))))
}

// wait is how long it takes after so many failures.
func (r Rule) wait(failures int) time.Duration {
	if failures < r.Tries {
		return 0
	}
	wait := r.First
	for range failures - r.Tries {
		if wait >= r.Most {
			break
		}
		wait *= 2
	}
	return min(wait, r.Most)
}

// most is how many failures make the longest wait: more would say no more.
func (r Rule) most() int {
	n := r.Tries
	for r.First > 0 && r.wait(n) < r.Most {
		n++
	}
	return n
}

// memory is how long after its end a budget still means something.
func (r Rules) memory() time.Duration {
	longest := time.Duration(0)
	for _, r := range []Rule{r.Account, r.Client, r.Network, r.Bearer} {
		longest = max(longest, time.Duration(r.most())*r.Forget)
	}
	return longest
}

// Check returns what is wrong with the rules, as they may come from a file.
func (r Rules) Check() error {
	for name, rule := range map[string]Rule{"account": r.Account, "client": r.Client, "network": r.Network, "bearer": r.Bearer} {
		if err := rule.Check(); err != nil {
			return fmt.Errorf("limits: %s: %w", name, err)
		}
	}
	if least := share * r.Client.Tries; r.Network.Tries < least {
		return fmt.Errorf("limits: network: want %d tries at least, %d times those of client: or else one neighbour keeps the others out", least, share)
	}
	return nil
}

// Check returns what is wrong with a rule by itself.
func (r Rule) Check() error {
	switch {
	case r.Tries < 1 || r.Tries > 1e6:
		return errors.New("want 1 to 1000000 tries")
	case r.First < time.Second:
		return errors.New("the first wait must be 1s at least")
	case r.Most < r.First || r.Most > 24*time.Hour:
		return errors.New("the longest wait must be between the first and 24h")
	case r.Forget < time.Second || r.Forget > 24*time.Hour:
		return errors.New("a failure must be forgotten after 1s to 24h")
	}
	return nil
}
