package limit

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"mintmark/app/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	home   = "192.0.2.7/32"
	abroad = "198.51.100.9/32"
)

// A fixture is a limiter on a real database, and a clock set by hand.
type fixture struct {
	*testing.T
	*Limiter
	path string

	mu sync.Mutex
	at time.Time
}

var rules = Rules{
	Account: Rule{Tries: 3, First: time.Second, Most: time.Minute, Forget: 10 * time.Minute},
	Client:  Rule{Tries: 12, First: time.Second, Most: time.Minute, Forget: 10 * time.Minute},
	Network: Rule{Tries: 48, First: time.Second, Most: time.Minute, Forget: 10 * time.Minute},
	Bearer:  Rule{Tries: 5, First: time.Second, Most: time.Minute, Forget: 10 * time.Minute},
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{T: t, path: filepath.Join(t.TempDir(), "mintmark.db"), at: start}
	f.open()
	return f
}

// open starts the server, for the first time or again.
func (f *fixture) open() {
	f.Helper()
	s, err := store.OpenSQLite(f.Context(), f.path)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	f.Limiter = New(s, f.now)
}

func (f *fixture) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at
}

func (f *fixture) pass(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = f.at.Add(d)
}

// try is one login; it returns how long it has to wait, 0 if it was let in.
func (f *fixture) try(account, client string, right bool) time.Duration {
	f.Helper()
	a, err := f.Begin(f.Context(), rules, account, client)
	if err != nil {
		return f.waitOf(err)
	}
	if right {
		err = a.Succeeded(f.Context())
	} else {
		err = a.Failed(f.Context())
	}
	if err != nil {
		f.Fatal(err)
	}
	return 0
}

func (f *fixture) waitOf(err error) time.Duration {
	f.Helper()
	var wait *WaitError
	if !errors.As(err, &wait) || wait.After <= 0 {
		f.Fatalf("got %v, want a wait", err)
	}
	return wait.After
}

func (f *fixture) fail(n int, account, client string) {
	f.Helper()
	for range n {
		if wait := f.try(account, client, false); wait != 0 {
			f.pass(wait)
			f.try(account, client, false)
		}
	}
}

func (f *fixture) wantWait(account, client string, want time.Duration) {
	f.Helper()
	a, err := f.Begin(f.Context(), rules, account, client)
	got := time.Duration(0)
	if err == nil {
		a.Cancel()
	} else {
		got = f.waitOf(err)
	}
	if got != want {
		f.Errorf("%s from %s waits %v, want %v", account, client, got, want)
	}
}

// D01: filling one account's budget from elsewhere never locks its owner out.
func TestOwnerIsNotLockedOut(t *testing.T) {
	f := newFixture(t)
	f.fail(10, "anna", abroad)
	f.wantWait("anna", abroad, time.Minute)
	f.wantWait("anna", home, 0)
	f.wantWait("bob", home, 0)
}

// D01: nor does trying one password on every account go on.
func TestManyAccountsFromOneClient(t *testing.T) {
	f := newFixture(t)
	for i := range rules.Client.Tries {
		if wait := f.try(fmt.Sprint("user", i), abroad, false); wait != 0 {
			t.Fatalf("account %d waits %v", i, wait)
		}
	}
	f.wantWait("anna", abroad, time.Second)
	f.wantWait("anna", home, 0)
}

// An IPv6 customer may have 65,536 prefixes of 64 bits: they are one network.
func TestManyClientsFromOneNetwork(t *testing.T) {
	f := newFixture(t)
	for i := range rules.Network.Tries {
		if wait := f.try(fmt.Sprint("user", i), fmt.Sprintf("2001:db8:1:%x::/64", i), false); wait != 0 {
			t.Fatalf("client %d waits %v", i, wait)
		}
	}
	f.wantWait("anna", "2001:db8:1:ffff::/64", time.Second)
	f.wantWait("anna", "2001:db8:2::/64", 0)
	f.wantWait("anna", home, 0)
}

// D02: a failure that is forgotten is forgotten, and a success forgets those of
// the account; those of the client stay.
func TestSuccess(t *testing.T) {
	f := newFixture(t)
	f.fail(2, "anna", home)
	f.try("anna", home, true)
	f.fail(2, "anna", home)
	f.wantWait("anna", home, 0)
	f.fail(1, "anna", home)
	f.wantWait("anna", home, time.Second)
	f.pass(time.Second)
	f.wantWait("anna", home, 0)

	for i := range rules.Client.Tries - 6 { // one who has an account guesses at others
		f.try("mallory", home, true)
		f.try(fmt.Sprint("user", i), home, false)
	}
	f.wantWait("carl", home, 0)
	f.try("carl", home, false)
	f.wantWait("carl", home, time.Second)
}

// D04: budgets survive a restart.
func TestRestart(t *testing.T) {
	f := newFixture(t)
	f.fail(3, "anna", home)
	f.open()
	f.wantWait("anna", home, time.Second)
	f.pass(time.Second)
	f.wantWait("anna", home, 0)
}

// Of a burst no more are let in than may all fail.
func TestBurst(t *testing.T) {
	f := newFixture(t)
	var looked atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			a, err := f.Begin(f.Context(), rules, "anna", home)
			if err != nil {
				f.waitOf(err)
				return
			}
			looked.Add(1)
			runtime.Gosched()
			if err := a.Failed(f.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got, want := looked.Load(), int64(rules.Account.Tries); got != want {
		t.Errorf("%d passwords were looked at, want %d", got, want)
	}
	f.wantNothingHeld()
}

// Many with the right password wait for each other, and all get in.
func TestBurstOfOwners(t *testing.T) {
	f := newFixture(t)
	f.fail(1, "anna", home)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if wait := f.try("anna", home, true); wait != 0 {
				t.Errorf("an owner waits %v", wait)
			}
		})
	}
	wg.Wait()
	f.wantNothingHeld()
}

// The wait for those in flight is one second, as that for a hash.
func TestQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(new(memory), time.Now)
		var inside []*Attempt
		for range rules.Account.Tries {
			a, err := l.Begin(t.Context(), rules, "anna", home)
			if err != nil {
				t.Fatal(err)
			}
			inside = append(inside, a)
		}
		begin := time.Now()
		var wait *WaitError
		if _, err := l.Begin(t.Context(), rules, "anna", home); !errors.As(err, &wait) || wait.After != Queue || wait.News {
			t.Errorf("got %v, want to be told to come back", err)
		}
		if got := time.Since(begin); got != Queue {
			t.Errorf("waited %v, want %v", got, Queue)
		}
		if a, err := l.Begin(t.Context(), rules, "bob", home); err != nil {
			t.Errorf("another account: %v", err)
		} else {
			a.Cancel()
		}

		time.AfterFunc(Queue/2, inside[0].Cancel)
		inside = inside[1:]
		a, err := l.Begin(t.Context(), rules, "anna", home)
		if err != nil {
			t.Fatalf("one has left: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(Queue/2, cancel)
		if _, err := l.Begin(ctx, rules, "anna", home); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		for _, a := range append(inside, a) {
			a.Cancel()
		}
		if len(l.places.by) != 0 {
			t.Errorf("%d places are held", len(l.places.by))
		}
	})
}

// memory is a store whose time is that of the bubble.
type memory struct {
	mu sync.Mutex
	by map[string]store.Budget
}

func (m *memory) Budget(_ context.Context, key string) (store.Budget, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.by[key], nil
}

func (m *memory) Fail(_ context.Context, next func(store.Budget) store.Budget, keys ...string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.by == nil {
		m.by = map[string]store.Budget{}
	}
	for _, key := range keys {
		b := m.by[key]
		b.Key = key
		m.by[key] = next(b)
	}
	return nil
}

func (m *memory) PutBudget(_ context.Context, b store.Budget) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.by, b.Key)
	return nil
}

func (m *memory) PruneBudgets(_ context.Context, before time.Time, most int) (n int, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, b := range m.by {
		if n < most && b.Until.Before(before) {
			delete(m.by, key)
			n++
		}
	}
	return n, nil
}

// D03, D06: a million random names from one client: unknown names count, and
// after the first few none leaves anything behind.
func TestMillionNames(t *testing.T) {
	f := newFixture(t)
	heap, let := heapBytes(), 0
	for range 1_000_000 {
		if a, err := f.Begin(t.Context(), rules, rand.Text(), abroad); err == nil {
			let++
			if err := a.Failed(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if let != rules.Client.Tries {
		t.Errorf("%d names were tried, want %d", let, rules.Client.Tries)
	}
	if got, want := f.rows(), rules.Client.Tries+1; got != want {
		t.Errorf("got %d rows, want %d", got, want)
	}
	if grown := int64(heapBytes()) - int64(heap); grown > 4<<20 {
		t.Errorf("the heap has grown by %d kB", grown>>10)
	}
	f.wantNothingHeld()
	f.wantWait("anna", home, 0)
}

// D06: names and clients at random, for days: what has ended is taken away as
// fast as it comes.
func TestManyClients(t *testing.T) {
	const attempts = 20_000
	const pause = 12 * time.Second
	m, now := new(memory), start
	l := New(m, func() time.Time { return now })
	most := 0
	for i := range attempts {
		now = now.Add(pause)
		client := fmt.Sprintf("10.%d.%d.%d/32", i>>16&255, i>>8&255, i&255)
		a, err := l.Begin(t.Context(), rules, fmt.Sprint("user", i), client)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Failed(t.Context()); err != nil {
			t.Fatal(err)
		}
		most = max(most, len(m.by))
	}
	const each = 2 // budgets of an attempt
	if want := each*int(rules.memory()/pause) + pruneMost; most > want {
		t.Errorf("there were %d budgets at once, want %d at most", most, want)
	}
	if len(l.places.by) != 0 {
		t.Errorf("%d places are held", len(l.places.by))
	}
}

// D06: who is told to wait is remembered, so many at a time; those who are forgotten
// wait all the same.
func TestWaitsAreBounded(t *testing.T) {
	l := New(new(memory), func() time.Time { return start })
	hasty := rules
	hasty.Account.Tries = 1
	at := func(i int) string { return fmt.Sprintf("10.0.%d.%d/32", i>>8, i&255) }
	const clients = maxWaits * 2
	for i := range clients {
		a, err := l.Begin(t.Context(), hasty, "anna", at(i))
		if err == nil {
			err = a.Failed(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Begin(t.Context(), hasty, "anna", at(i)); err == nil {
			t.Fatalf("client %d does not wait", i)
		}
		if got := len(l.waits.until); got > maxWaits {
			t.Fatalf("%d waits are remembered", got)
		}
	}
	if _, err := l.Begin(t.Context(), hasty, "anna", at(0)); err == nil {
		t.Error("who is forgotten does not wait")
	}
}

func heapBytes() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func (f *fixture) rows() (n int) {
	f.Helper()
	db, err := sql.Open("sqlite", f.path)
	if err == nil {
		defer db.Close()
		err = db.QueryRow(`SELECT count(*) FROM budgets`).Scan(&n)
	}
	if err != nil {
		f.Fatal(err)
	}
	return n
}

func (f *fixture) wantNothingHeld() {
	f.Helper()
	if n := len(f.places.by); n != 0 {
		f.Errorf("%d places are still held", n)
	}
}

// A service key or an ID token that is not right counts for the client, apart
// from passwords.
func TestBearer(t *testing.T) {
	f := newFixture(t)
	for i := range rules.Bearer.Tries {
		if err := f.Bearer(t.Context(), rules, home); err != nil {
			t.Fatalf("failure %d: %v", i, err)
		}
	}
	var wait *WaitError
	if err := f.Bearer(t.Context(), rules, home); !errors.As(err, &wait) || !wait.News || wait.After != time.Second {
		t.Errorf("got %v, want the first to be told to wait for a second", err)
	}
	if err := f.Bearer(t.Context(), rules, home); !errors.As(err, &wait) || wait.News {
		t.Errorf("got %v, want the second to be told without news", err)
	}
	if err := f.Bearer(t.Context(), rules, abroad); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	f.wantWait("anna", home, 0)
	f.fail(3, "anna", home)
	f.pass(time.Second)
	if err := f.Bearer(t.Context(), rules, home); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// Whoever has a /48 has 65536 clients: each could have a row written every few
// seconds, for ever. That they wait keeps nobody from logging in.
func TestBearerNetwork(t *testing.T) {
	f := newFixture(t)
	from := func(i int) string { return fmt.Sprintf("2001:db8:1:%x::/64", i) }
	for i := range rules.Network.Tries {
		if err := f.Bearer(t.Context(), rules, from(i)); err != nil {
			t.Fatalf("failure %d: %v", i, err)
		}
	}
	var wait *WaitError
	if err := f.Bearer(t.Context(), rules, from(0x1000)); !errors.As(err, &wait) || wait.Limit != "bearer network" || !wait.News {
		t.Errorf("got %v, want a wait of the network", err)
	}
	if err := f.Bearer(t.Context(), rules, "2001:db8:2::/64"); err != nil {
		t.Errorf("from another network: %v", err)
	}
	f.wantWait("anna", from(0x1000), 0)
}

// Of a burst no more are counted than one after the other, and none has anything
// written beyond.
func TestBearerBurst(t *testing.T) {
	for name, client := range map[string]func(i int) string{
		"one client":  func(int) string { return home },
		"one network": func(i int) string { return fmt.Sprintf("2001:db8:1:%x::/64", i) },
	} {
		f := newFixture(t)
		var counted atomic.Int64
		var all sync.WaitGroup
		for i := range 300 {
			all.Go(func() {
				var wait *WaitError
				switch err := f.Bearer(t.Context(), rules, client(i)); {
				case err == nil:
					counted.Add(1)
				case !errors.As(err, &wait) || wait.After <= 0:
					t.Errorf("%s: got %v, want a wait", name, err)
				}
			})
		}
		all.Wait()
		if want := map[string]int{"one client": rules.Bearer.Tries, "one network": rules.Network.Tries}[name]; counted.Load() > int64(want) || counted.Load() == 0 {
			t.Errorf("%s: %d were counted, want %d at most", name, counted.Load(), want)
		}
		f.wantNothingHeld()
	}
}

// Each wait is news once.
func TestNews(t *testing.T) {
	f := newFixture(t)
	for round := range 3 {
		f.fail(3-min(round, 1)*2, "anna", home)
		for i := range 3 {
			var wait *WaitError
			if _, err := f.Begin(t.Context(), rules, "anna", home); !errors.As(err, &wait) || wait.News != (i == 0) {
				t.Errorf("round %d, attempt %d: got %+v", round, i, wait)
			}
		}
		f.pass(time.Minute)
	}
}

// Whose budget it is cannot be confused: neither by what a name holds, nor by
// who else has one.
func TestKeys(t *testing.T) {
	seen := map[string]string{}
	for _, who := range [][]string{
		{"account", "anna", home}, {"account", home, "anna"}, {"account", "anna" + home}, {"account", "anna", "", home},
		{"client", home}, {"bearer", home}, {"account", "", home}, {"account", "anna\x01", home},
	} {
		id := newKey(who[0], Rule{}, who[1:]...).id
		if other, ok := seen[id]; ok {
			t.Errorf("%q has the key of %s", who, other)
		}
		seen[id] = fmt.Sprint(who)
	}
}

func TestStoreDown(t *testing.T) {
	f := newFixture(t)
	a, err := f.Begin(t.Context(), rules, "anna", home)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", f.path)
	if err == nil {
		defer db.Close()
		_, err = db.Exec(`ALTER TABLE budgets RENAME TO gone`)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Failed(t.Context()); err == nil {
		t.Error("a failure that is nowhere counted is no error")
	}
	var wait *WaitError
	if _, err := f.Begin(t.Context(), rules, "anna", home); err == nil || errors.As(err, &wait) {
		t.Errorf("got %v, want the store's error", err)
	}
	f.wantNothingHeld()
}
