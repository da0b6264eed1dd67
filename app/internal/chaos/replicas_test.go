package chaos

import (
	"net/http"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store/pgtest"
)

// Three replicas on one PostgreSQL are one server: a row for each token, and no
// id twice. What a token costs is within a fifth of what it costs one alone, as
// far as this machine's other work lets us see: that is told, not held.
func TestReplicas(t *testing.T) {
	const clients, enough = 8, 400
	measure := func(replicas int) (each time.Duration) {
		s := newSite(t, t.TempDir(), secret.Text(pgtest.DSN(t)))
		var all []*process
		c := newCrowd(s)
		for range replicas {
			all = append(all, s.serve())
		}
		for _, p := range all {
			c.come(clients, p.url)
		}
		before := c.await(http.StatusOK, enough*replicas/4) // what is done once is done
		for _, p := range all {
			each -= p.cpu()
		}
		c.await(http.StatusOK, enough*replicas)
		c.leave()
		for _, p := range all {
			each += p.cpu()
			p.stop()
		}
		c.wantOnly(http.StatusOK)
		if rows := s.check(c.received); rows != len(c.received) {
			t.Errorf("clients have %d tokens, and there are %d rows", len(c.received), rows)
		}
		return each / time.Duration(len(c.received)-before)
	}
	var one, three []float64
	for range *turns {
		one = append(one, measure(1).Seconds()*1e6)
		three = append(three, measure(3).Seconds()*1e6)
	}
	t.Logf("CPU for a token: %.0f µs of one server, %.0f µs of three", median(one), median(three))
}
