package chaos

import (
	"net/http"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store/pgtest"
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
	const clients = 8
	cluster := pgtest.New(t)
	s := newSite(t, t.TempDir(), secret.Text(cluster.DSN(t)))
	p := s.serve()
	c := newCrowd(s)
	c.come(clients, p.url)
	c.await(http.StatusOK, 100)
	cluster.Stop()
	c.await(http.StatusServiceUnavailable, clients)
	if a := ask(p.client(), p.url, s.key); a.status != http.StatusServiceUnavailable {
		t.Errorf("without a database: got %+v, want 503", a)
	}
	time.Sleep(*outage)
	s.must(cluster.Start())
	back := time.Now()
	c.await(http.StatusOK, 100)
	took := time.Since(back)
	c.leave()
	c.wantOnly(http.StatusOK, http.StatusServiceUnavailable)
	rows := s.check(c.received)
	p.stop()
	t.Logf("%v without PostgreSQL: %d tokens received, %d rows, %d times 503; 100 tokens %v after it was back",
		*outage, len(c.received), rows, c.statuses[http.StatusServiceUnavailable], took.Round(time.Millisecond))
}
