package chaos

import (
	"net/http"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store/pgtest"
)

// A lapse is of a PostgreSQL of our own, while many ask for tokens.
type lapse struct {
	*site

	cluster *pgtest.Cluster
	server  *process
	crowd   *crowd
}

const inLapse = 8 // clients

func newLapse(t *testing.T) *lapse {
	t.Helper()
	cluster := pgtest.New(t)
	s := newSite(t, t.TempDir(), secret.Text(cluster.DSN(t)))
	l := &lapse{site: s, cluster: cluster, server: s.serve(), crowd: newCrowd(s)}
	l.crowd.come(inLapse, l.server.url)
	l.crowd.await(http.StatusOK, 100)
	return l
}

// ask is one more request meanwhile.
func (l *lapse) ask() answer { return ask(l.server.client(), l.server.url, l.key) }

// wantReady wants /readyz to say so, and by then: whoever probes does not wait long.
func (l *lapse) wantReady(status int) {
	l.Helper()
	const soon = 5 * time.Second
	asked := time.Now()
	resp, err := l.server.client().Get(l.server.url + "/readyz")
	l.must(err)
	l.must(resp.Body.Close())
	if took := time.Since(asked); resp.StatusCode != status || took > soon {
		l.Errorf("/readyz: got %s after %v, want %d within %v", resp.Status, took, status, soon)
	}
}

// end is once the database is there again. It returns how long 100 tokens took
// from then on, and how many rows there are: one for each token at least.
func (l *lapse) end() (took time.Duration, rows int) {
	l.Helper()
	back := time.Now()
	l.crowd.await(http.StatusOK, 100)
	took = time.Since(back).Round(time.Millisecond)
	l.wantReady(http.StatusOK)
	l.crowd.leave()
	l.crowd.wantOnly(http.StatusOK, http.StatusServiceUnavailable)
	rows = l.check(l.crowd.received)
	l.server.stop()
	return took, rows
}
