package server_test

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/password"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
)

// hashOf is what the store has of a user's password.
func (f *fixture) hashOf(name store.Name) string {
	f.Helper()
	u, err := f.other().User(f.Context(), name)
	f.must(err)
	return u.Hash
}

// C01: a hash that is cheaper than today's is replaced when its password is at
// hand, once, and not for one that is wrong.
func TestRehash(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		f := startOn(t, open, func(c *server.Config) { c.Hasher = password.NewHasher(password.Default, 2) })
		old := f.hashOf("anna")
		f.login("anna", wrong)
		if got := f.hashOf("anna"); got != old {
			t.Errorf("after a wrong password: got %s", got)
		}
		r := f.login("anna", right)
		readToken(t, r)
		fresh := f.hashOf("anna")
		if parts := strings.Split(fresh, "$"); len(parts) != 6 || strings.Join(parts[1:4], "$") != "argon2id$v=19$m=19456,t=2,p=1" || len(parts[4]) != 22 {
			t.Errorf("got %s, want argon2id with m=19456,t=2,p=1 and a salt of 16 bytes", fresh)
		}
		readToken(t, f.login("anna", right))
		if got := f.hashOf("anna"); got != fresh {
			t.Errorf("replaced again: %s", got)
		}
		var kinds []store.Kind
		for _, e := range f.events() {
			kinds = append(kinds, e.Kind)
			if e.Kind == store.PasswordRehashed && (e.Principal != "anna" || e.RequestID != r.Header.Get("X-Request-Id")) {
				t.Errorf("got audit row %+v", e)
			}
		}
		if want := []store.Kind{store.LoginFailed, store.PasswordRehashed, store.TokenIssued, store.TokenIssued}; !reflect.DeepEqual(kinds, want) {
			t.Errorf("got audit rows %v, want %v", kinds, want)
		}
	})
}

// C01: two logins at once with an old hash both succeed: that the other has
// replaced it meanwhile is no reason to refuse.
func TestRehashTwiceAtOnce(t *testing.T) {
	f := start(t, func(c *server.Config) {
		c.Hasher = password.NewHasher(password.Params{Memory: 1024, Time: 2, Threads: 1}, 4)
	})
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() { readToken(t, f.login("anna", right)) })
	}
	wg.Wait()
}

// counting notes what is asked of a store.
type counting struct {
	store.Store
	mu    sync.Mutex
	calls []string
}

func (c *counting) note(call string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, call)
}

func (c *counting) taken() (calls []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	calls, c.calls = c.calls, nil
	return calls
}

func (c *counting) User(ctx context.Context, n store.Name) (store.User, error) {
	c.note("User")
	return c.Store.User(ctx, n)
}

func (c *counting) Record(ctx context.Context, e store.Event) error {
	c.note("Record " + string(e.Kind))
	return c.Store.Record(ctx, e)
}

func (c *counting) RecordFor(ctx context.Context, h store.Holder, e store.Event) error {
	c.note("RecordFor")
	return c.Store.RecordFor(ctx, h, e)
}

func (c *counting) Rehash(ctx context.Context, u store.User, hash string, e store.Event) error {
	c.note("Rehash")
	return c.Store.Rehash(ctx, u, hash, e)
}

func (c *counting) Budget(ctx context.Context, key string) (store.Budget, error) {
	c.note("Budget")
	return c.Store.Budget(ctx, key)
}

func (c *counting) Fail(ctx context.Context, next func(store.Budget) store.Budget, keys ...string) error {
	c.note("Fail")
	return c.Store.Fail(ctx, next, keys...)
}

func (c *counting) PutBudget(ctx context.Context, b store.Budget) error {
	c.note("PutBudget")
	return c.Store.PutBudget(ctx, b)
}

// A way to fail to log in.
var failures = []struct {
	name, user, password string
}{
	{"wrong", "anna", wrong},
	{"unknown", "nobody", wrong},
	{"disabled", "carl", right},
	{"disabled and wrong", "carl", wrong},
	{"no name", "an na", wrong},
}

// C03: whoever may not log in costs the same work.
func TestFailuresDoTheSame(t *testing.T) {
	var c *counting
	f := start(t, func(set *server.Config) {
		c = &counting{Store: set.Store}
		set.Store = c
	})
	var want []string
	for _, tt := range failures {
		f.login(tt.user, tt.password)
		got := c.taken()
		if want == nil {
			want = got
		}
		if !reflect.DeepEqual(got, want) || !slices.Contains(got, "User") || !slices.Contains(got, "Fail") {
			t.Errorf("%s: got %v, want %v", tt.name, got, want)
		}
	}
}

// C03: and takes the same time, whatever the stored hash has cost. What is measured
// is the processor's, and the bound leaves room for a busy machine; a way that
// hashes nothing, or twice, is far beyond it.
func TestFailuresTakeTheSameTime(t *testing.T) {
	today := password.Params{Memory: 4096, Time: 2, Threads: 1}
	for _, stored := range []password.Params{today, cheap} {
		t.Run(fmt.Sprintf("C03: m=%d", stored.Memory), func(t *testing.T) {
			f := start(t, func(c *server.Config) { c.Hasher = password.NewHasher(today, 4) })
			hash, err := password.NewHasher(stored, 1).Hash(t.Context(), right)
			f.must(err)
			f.must(f.other().SetHash(t.Context(), "anna", hash, store.Event{Time: now}))
			f.must(f.other().SetHash(t.Context(), "carl", hash, store.Event{Time: now}))
			var worst float64
			for range 8 {
				if worst = f.spread(15); worst < 1.25 {
					return
				}
			}
			t.Errorf("one takes %.2f times as long as another, eight times in a row", worst)
		})
	}
}

// spread is how many times longer the slowest failure takes than the quickest,
// by their medians.
func (f *fixture) spread(rounds int) float64 {
	f.Helper()
	took := make([][]time.Duration, len(failures))
	for round := range rounds {
		for i := range failures {
			i = (i + round) % len(failures) // whatever comes round, such as the garbage collector, meets all
			begin := worked()
			f.login(failures[i].user, failures[i].password)
			took[i] = append(took[i], worked()-begin)
		}
	}
	var medians []time.Duration
	for i, tt := range failures {
		slices.Sort(took[i])
		medians = append(medians, took[i][rounds/2])
		f.Logf("%-18s %v", tt.name, took[i][rounds/2])
	}
	return float64(slices.Max(medians)) / float64(slices.Min(medians))
}

// C05: a password is its bytes: nothing is trimmed, folded, cut or normalised.
func TestPasswordsAreExact(t *testing.T) {
	const composed, decomposed = "p\u00e9ssword", "pe\u0301ssword"
	long := strings.Repeat("x", password.MaxLen)
	tests := []struct {
		name, password, other string
	}{
		{"C05: one byte", "x", "xx"},
		{"C05: blanks around", " pass ", "pass"},
		{"C05: blank alone", " ", "  "},
		{"C05: line end", "pass\n", "pass"},
		{"C05: capitals", "Pass", "pass"},
		{"C05: composed", composed, decomposed},
		{"C05: decomposed", decomposed, composed},
		{"C05: full width", "ｐass", "pass"},
		{"C05: zero byte", "pass\x00word", "pass"},
		{"C05: colons", "a:b:c", "a"},
		{"C05: quotes and escapes", `"\u0061\\"`, `"a\\"`},
		{"C05: longer than bcrypt reads", long[:72] + "y", long[:72] + "z"},
		{"C05: 1024 bytes", long, long[:password.MaxLen-1]},
		{"C05: and not one more", long[:password.MaxLen-1] + "y", long[:password.MaxLen-1] + "yy"},
	}
	f := start(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hash, err := password.NewHasher(cheap, 1).Hash(t.Context(), tt.password)
			f.must(err)
			f.must(f.other().SetHash(t.Context(), "anna", hash, store.Event{Time: now}))
			for way, r := range map[string][2]reply{
				"body":  {f.login("anna", tt.password), f.login("anna", tt.other)},
				"basic": {f.do("POST", "/token", "", basic("anna", tt.password)), f.do("POST", "/token", "", basic("anna", tt.other))},
			} {
				if readToken(t, r[0]); r[1].problem(t) != "invalid_credentials" {
					t.Errorf("%s: got %s for another", way, r[1].Status)
				}
			}
		})
	}
}

// C06: who gets no turn for his hash within a second is told to come again, and
// has not failed; those who need no hash are served all along.
func TestHashingIsBounded(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Hasher = password.NewHasher(cheap, 0) })
	key, _ := f.addKey("kiosk")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			r := f.login("anna", right)
			if got := r.problem(t); got != "overloaded" || r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") != "1" {
				t.Errorf("got %s %v %s", r.Status, r.Header, r.body)
			}
		})
	}
	for range 10 {
		readToken(t, f.do("POST", "/token", "", bearer(key)))
	}
	wg.Wait()
	for _, e := range f.events() {
		if e.Kind == store.LoginFailed {
			t.Errorf("got audit row %+v", e)
		}
	}
}

// C08: a new server knows nobody.
func TestNoDefaultAccount(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		f := &fixture{TB: t, open: open, log: &safeBuffer{}}
		f.run(nil)
		for u, err := range f.store.Users(t.Context(), "") {
			t.Errorf("there is a user %v, %v", u.Name, err)
		}
		if keys, err := f.store.ServiceKeys(t.Context()); err != nil || len(keys) != 0 {
			t.Errorf("there are service keys %v, %v", keys, err)
		}
		for _, name := range []string{"admin", "root", "user", "test", "mintmark", "guest", "dev", "demo"} {
			for _, password := range []string{"", name, "admin", "password", "changeme", "mintmark", "1234"} {
				if r := f.login(name, password); r.problem(t) != "invalid_credentials" {
					t.Errorf("%s and %q: got %s", name, password, r.Status)
				}
			}
		}
	})
}
