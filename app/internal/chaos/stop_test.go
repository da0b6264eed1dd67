package chaos

import (
	"net/http"
	"testing"
	"time"
)

// A SIGTERM under load: whoever has been let in gets his answer, and every
// answer says when it is the last.
func TestTerminated(t *testing.T) {
	const clients = 16
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			s := engine.site(t)
			p := s.serve("--linger", "1s")
			c := newCrowd(s)
			c.come(clients, p.url)
			c.await(http.StatusOK, 200)
			p.stop()
			c.wg.Wait()
			c.wantOnly(http.StatusOK)
			if rows := s.check(c.received); rows != len(c.received) {
				t.Errorf("clients have %d tokens, and there are %d rows", len(c.received), rows)
			}
			t.Logf("SIGTERM: %d tokens received, 0 requests lost", len(c.received))
		})
	}
}

// PostgreSQL goes away and comes back: 503 meanwhile, then tokens again without a
// restart, and none without its row.
func TestDatabaseStopped(t *testing.T) {
	l := newLapse(t)
	l.cluster.Stop()
	l.crowd.await(http.StatusServiceUnavailable, inLapse)
	if a := l.ask(); a.status != http.StatusServiceUnavailable {
		t.Errorf("without a database: got %+v, want 503", a)
	}
	l.wantReady(http.StatusServiceUnavailable)
	time.Sleep(*outage)
	l.must(l.cluster.Start())
	took, rows := l.end()
	t.Logf("%v without PostgreSQL: %d tokens received, %d rows, %d times 503; 100 tokens %v after it was back",
		*outage, len(l.crowd.received), rows, l.crowd.statuses[http.StatusServiceUnavailable], took)
}
