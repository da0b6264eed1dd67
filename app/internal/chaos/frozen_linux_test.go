package chaos

import (
	"net/http"
	"testing"
	"time"
)

// PostgreSQL says nothing for a while, on connections that stay open: each
// request gets its 503 in time, and tokens come again without a restart. None is
// without its row.
func TestDatabaseFrozen(t *testing.T) {
	const patience = 7 * time.Second // a request waits for 5, its commit for half of one more at the most
	l := newLapse(t)
	l.must(l.cluster.Freeze())
	frozen := time.Now()
	t.Cleanup(func() { _ = l.cluster.Thaw() }) // or it would not stop
	l.crowd.await(http.StatusServiceUnavailable, inLapse)
	first := time.Since(frozen)
	asked := time.Now()
	a := l.ask()
	second := time.Since(asked)
	if a.status != http.StatusServiceUnavailable || max(first, second) > patience {
		t.Errorf("got 503 after %v, and %+v after %v; want 503 within %v", first, a, second, patience)
	}
	l.wantReady(http.StatusServiceUnavailable)
	time.Sleep(time.Until(frozen.Add(*outage)))
	l.must(l.cluster.Thaw())
	silent := time.Since(frozen)
	took, rows := l.end()
	t.Logf("%v of a PostgreSQL that says nothing: 503 after %v and %v; %d tokens received, %d rows; 100 tokens %v after it went on",
		silent.Round(time.Second), first.Round(time.Millisecond), second.Round(time.Millisecond), len(l.crowd.received), rows, took)
}
