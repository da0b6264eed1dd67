package chaos

import (
	"net/http"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store/pgtest"
)

// PostgreSQL says nothing for a while, on connections that stay open: each
// request gets its 503 in time, and tokens come again without a restart. None is
// without its row.
func TestDatabaseFrozen(t *testing.T) {
	const clients = 8
	const patience = 7 * time.Second // a request waits for 5, its commit for half of one more at the most
	cluster := pgtest.New(t)
	s := newSite(t, t.TempDir(), secret.Text(cluster.DSN(t)))
	p := s.serve()
	c := newCrowd(s)
	c.come(clients, p.url)
	c.await(http.StatusOK, 100)

	s.must(cluster.Freeze())
	frozen := time.Now()
	t.Cleanup(func() { _ = cluster.Thaw() }) // or it would not stop
	c.await(http.StatusServiceUnavailable, clients)
	first := time.Since(frozen)
	asked := time.Now()
	a := ask(p.client(), p.url, s.key)
	second := time.Since(asked)
	if a.status != http.StatusServiceUnavailable || max(first, second) > patience {
		t.Errorf("got 503 after %v, and %+v after %v; want 503 within %v", first, a, second, patience)
	}
	time.Sleep(time.Until(frozen.Add(*outage)))
	s.must(cluster.Thaw())
	back := time.Now()
	c.await(http.StatusOK, 100)
	took := time.Since(back)
	c.leave()
	c.wantOnly(http.StatusOK, http.StatusServiceUnavailable)
	rows := s.check(c.received)
	p.stop()
	t.Logf("%v of a PostgreSQL that says nothing: 503 after %v and %v; %d tokens received, %d rows; 100 tokens %v after it went on",
		back.Sub(frozen).Round(time.Second), first.Round(time.Millisecond), second.Round(time.Millisecond), len(c.received), rows, took.Round(time.Millisecond))
}
