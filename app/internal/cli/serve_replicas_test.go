package cli

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
)

// replicas are three servers, as processes, on one PostgreSQL.
type replicas struct {
	*testing.T
	dsn  string
	dir  string
	all  []*daemon
	once *http.Client // a new connection for each request: no replica is favoured
}

func startReplicas(t *testing.T, limits string) *replicas {
	t.Helper()
	r := &replicas{T: t, dsn: pgtest.DSN(t), dir: t.TempDir(), once: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	put(t, r.dir, "mintmark.yaml", noAdmin+limits+"store: { driver: postgres, dsn: { env: DATABASE_URL } }\n"+lobby)
	r.mintmark("", "migrate")
	r.mintmark("correct horse battery staple\n", "user", "add", "anna")
	for range 3 {
		r.all = append(r.all, startServe(t, r.dir, append([]string{"DATABASE_URL=" + r.dsn}, testEnv...)))
	}
	return r
}

// mintmark is another command on the same database, in a folder of its own.
func (r *replicas) mintmark(stdin string, args ...string) string {
	r.Helper()
	return run(r.T, r.TempDir(), stdin, append(args, "--db", r.dsn)...)
}

func (r *replicas) serviceKey(id string) (key string) {
	r.Helper()
	var made struct{ Key string }
	if err := json.Unmarshal([]byte(r.mintmark("", "servicekey", "create", id, "--json")), &made); err != nil || made.Key == "" {
		r.Fatalf("servicekey create: %v", err)
	}
	return made.Key
}

// bearer is the status of a request with a service key, and its jti.
func (r *replicas) bearer(d *daemon, key string) (status int, id string) {
	r.Helper()
	status, answer, _ := d.ask(r.once, "POST", d.url+"/token", key, "")
	var a struct {
		Token, JTI string
	}
	if status == http.StatusOK {
		if err := json.Unmarshal([]byte(answer), &a); err != nil || a.Token == "" {
			r.Errorf("got %q, %v", answer, err)
		}
	} else if strings.Contains(answer, "eyJ") {
		r.Errorf("status %d has a token", status)
	}
	return status, a.JTI
}

// login is the status of a login with a password.
func (r *replicas) login(d *daemon, password string) int {
	r.Helper()
	status, _, _, err := d.token(r.once, "anna", password)
	if err != nil {
		r.Fatal(err)
	}
	return status
}

func (r *replicas) wantAll(what string, want int, status func(*daemon) int) {
	r.Helper()
	for i, d := range r.all {
		if got := status(d); got != want {
			r.Errorf("%s: replica %d: got %d, want %d", what, i, got, want)
		}
	}
}

// C09: whom one stops, the others refuse on their next request, though nobody
// tells them: each asks the database. Five seconds would be allowed.
func TestReplicasStop(t *testing.T) {
	r := startReplicas(t, "limits: { account: { tries: 1000, first: 1s, most: 1s, forget: 1h } }\n")
	key := r.serviceKey("kiosk")
	login := func(d *daemon) int { return r.login(d, "correct horse battery staple") }
	bearer := func(d *daemon) int { status, _ := r.bearer(d, key); return status }
	for range 2 {
		r.wantAll("at first", http.StatusOK, login)
		r.wantAll("at first, a key", http.StatusOK, bearer)
		r.mintmark("", "user", "disable", "anna")
		r.wantAll("disabled", http.StatusUnauthorized, login)
		r.mintmark("", "user", "enable", "anna")
	}
	r.mintmark("another horse battery staple\n", "user", "passwd", "anna")
	r.wantAll("the old password", http.StatusUnauthorized, login)
	r.mintmark("", "servicekey", "revoke", "kiosk")
	r.wantAll("a revoked key", http.StatusUnauthorized, bearer)
	for _, d := range r.all {
		d.stop()
	}
}

// Connections that break hide nothing: what was changed meanwhile holds.
func TestReplicasLoseConnections(t *testing.T) {
	r := startReplicas(t, "")
	key := r.serviceKey("kiosk")
	bearer := func(d *daemon) int { status, _ := r.bearer(d, key); return status }
	r.wantAll("at first", http.StatusOK, bearer)
	conn, err := pgx.Connect(t.Context(), r.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = 'mintmark'`); err != nil {
		t.Fatal(err)
	}
	r.mintmark("", "servicekey", "revoke", "kiosk")
	revoked := time.Now()
	for i, d := range r.all {
		status := 0
		for status != http.StatusUnauthorized {
			if status = bearer(d); status == http.StatusOK || time.Since(revoked) > 5*time.Second {
				t.Fatalf("replica %d: got %d %v after the key was revoked", i, status, time.Since(revoked))
			}
		}
	}
}

// D01, D04: who guesses at one has guessed at all.
func TestReplicasShareBudgets(t *testing.T) {
	r := startReplicas(t, "limits: { account: { tries: 3, first: 10m, most: 10m, forget: 1h } }\n")
	r.wantAll("a wrong password", http.StatusUnauthorized, func(d *daemon) int { return r.login(d, "wrong horse battery staple") })
	r.wantAll("after three", http.StatusTooManyRequests, func(d *daemon) int { return r.login(d, "wrong horse battery staple") })
	r.wantAll("the right one", http.StatusTooManyRequests, func(d *daemon) int { return r.login(d, "correct horse battery staple") })
}

// A06, F05: all at once, no jti comes twice, and each token has one row. One that
// is killed takes nothing with it.
func TestReplicasIssue(t *testing.T) {
	const each, clients = 60, 4
	r := startReplicas(t, "")
	key := r.serviceKey("kiosk")
	var mu sync.Mutex
	times := map[string]int{}
	var wg sync.WaitGroup
	for _, d := range r.all {
		for range clients {
			wg.Go(func() {
				for range each / clients {
					if status, id := r.bearer(d, key); status == http.StatusOK {
						mu.Lock()
						times[id]++
						mu.Unlock()
					} else {
						t.Errorf("got %d", status)
					}
				}
			})
		}
	}
	wg.Wait()
	r.all[0].kill()
	for _, d := range r.all[1:] {
		status, id := r.bearer(d, key)
		if times[id]++; status != http.StatusOK {
			t.Errorf("one was killed: got %d of another", status)
		}
	}
	if want := 3*each + 2; len(times) != want {
		t.Errorf("got %d different tokens, want %d", len(times), want)
	}
	rows := r.rows()
	for id, n := range times {
		if n != 1 || rows[id] != 1 {
			t.Errorf("%s came %d times, and has %d rows", id, n, rows[id])
		}
	}
	if len(rows) != len(times) {
		t.Errorf("got %d rows, want %d", len(rows), len(times))
	}
}

// rows are how many the audit trail has by jti.
func (r *replicas) rows() map[string]int {
	r.Helper()
	s, err := store.Open(r.Context(), secret.Text(r.dsn))
	if err != nil {
		r.Fatal(err)
	}
	defer s.Close()
	rows := map[string]int{}
	for e, err := range s.Events(r.Context()) {
		if err != nil {
			r.Fatal(err)
		}
		if e.Kind == store.TokenIssued {
			rows[e.TokenID]++
		}
	}
	return rows
}

// A replica of the next version waits for its database.
func TestReplicaNeedsMigration(t *testing.T) {
	dir, dsn := t.TempDir(), pgtest.DSN(t)
	put(t, dir, "mintmark.yaml", noAdmin+"store: { driver: postgres, dsn: { env: DATABASE_URL } }\n"+lobby)
	out, err := command(dir, append([]string{"DATABASE_URL=" + dsn}, testEnv...), "serve", "--listen", "127.0.0.1:0").CombinedOutput()
	wantUsage(t, out, err, "mintmark migrate")
	_ = run(t, t.TempDir(), "", "migrate", "--db", dsn)
	startServe(t, dir, append([]string{"DATABASE_URL=" + dsn}, testEnv...)).stop()
}
