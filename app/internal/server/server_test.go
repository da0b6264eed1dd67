package server_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/password"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/server"
	"mintmark/app/internal/server/contracttest"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
	"mintmark/tokens"
)

const (
	accountSID = "AC0123456789abcdef0123456789abcdef"
	keySID     = "SK0123456789abcdef0123456789abcdef"
	keySecret  = "canarySecretQ1w2E3r4T5y6U7i8O9p0"
	right      = "canary-right-Pa55word"
	wrong      = "canary-wrong-Pa55word"
)

// cheap keeps tests quick that are not about the cost of a hash.
var cheap = password.Params{Memory: 64, Time: 1, Threads: 1}

// patient keeps tests apart from limits that are not about them.
var patient = func() limit.Rules {
	r := limit.Rule{Tries: 1e5, First: time.Second, Most: time.Second, Forget: time.Second}
	all := r
	all.Tries = 1e6
	return limit.Rules{Account: r, Client: r, Network: all, Bearer: r}
}()

// now has a fraction and a zone, which no token has.
var now = time.Date(2026, 3, 4, 5, 6, 7, 891234567, time.FixedZone("", 3600))

// A fixture is a server on a real port and a real database. It has the users
// anna, who may log in, and carl, who is disabled.
type fixture struct {
	testing.TB
	url    string
	server *server.Server
	open   storetest.Opener // of the database that the server uses
	store  store.Store
	db     string // path of the database, or address, where exec is to find it
	log    *safeBuffer
	stop   func() error // ends the server and returns what Serve did
}

// start runs a server on SQLite; edit may change its configuration.
func start(t testing.TB, edit func(*server.Config)) *fixture {
	t.Helper()
	db, open := storetest.SQLite(t)
	f := startOn(t, open, edit)
	f.db = db
	return f
}

// onEach is start on each engine.
func onEach(t *testing.T, test func(f *fixture)) {
	t.Run("SQLite", func(t *testing.T) { test(start(t, nil)) })
	t.Run("PostgreSQL", func(t *testing.T) {
		address, open := storetest.Postgres(t)
		f := startOn(t, open, nil)
		f.db = address.Reveal()
		test(f)
	})
}

// startOn is start on an empty database.
func startOn(t testing.TB, open storetest.Opener, edit func(*server.Config)) *fixture {
	t.Helper()
	f := &fixture{TB: t, open: open, log: &safeBuffer{}}
	f.addUsers(f.other(), password.NewHasher(cheap, 4))
	f.run(edit)
	return f
}

// beside runs one more server on the same database, as another replica would be.
func (f *fixture) beside(edit func(*server.Config)) *fixture {
	f.Helper()
	next := &fixture{TB: f.TB, open: f.open, db: f.db, log: &safeBuffer{}}
	next.run(edit)
	return next
}

func (f *fixture) run(edit func(*server.Config)) {
	f.Helper()
	f.store = f.other()
	c := config(f.store, f.log)
	if edit != nil {
		edit(&c)
	}
	var err error
	f.server, err = server.New(c)
	f.must(err)
	f.serve(contracttest.Handler(f, f.server), c.Log)
}

// other is the same database, opened by somebody else.
func (f *fixture) other() store.Store {
	f.Helper()
	s, err := f.open()
	f.must(err)
	f.Cleanup(func() { s.Close() })
	return s
}

func config(s store.Store, log io.Writer) server.Config {
	return server.Config{
		Store:  s,
		Hasher: password.NewHasher(cheap, 4),
		Settings: server.Settings{
			Policy:  policy.ForEveryone(10*time.Minute, []tokens.Grant{&tokens.Video{Room: "daily"}}),
			Signers: []server.Signer{{AccountSID: accountSID, KeySID: keySID, Secret: keySecret}},
			Limits:  patient,
		},
		Log: slog.New(slog.NewTextHandler(log, nil)),
		Now: func() time.Time { return now },
	}
}

func (f *fixture) logger() *slog.Logger { return slog.New(slog.NewTextHandler(f.log, nil)) }

func (f *fixture) addUsers(s store.Store, h *password.Hasher) {
	f.Helper()
	for _, name := range []store.Name{"anna", "anna@example.com", "carl"} {
		hash, err := h.Hash(f.Context(), right)
		f.must(err)
		f.must(s.AddUser(f.Context(), name, hash, store.Event{Time: now, Kind: store.UserAdded}))
	}
	f.must(s.SetDisabled(f.Context(), "carl", true, store.Event{Time: now, Kind: store.UserDisabled}))
}

func (f *fixture) serve(h http.Handler, log *slog.Logger) {
	f.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	f.must(err)
	f.url = "http://" + ln.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, ln, nil, h, log) }()
	f.stop = sync.OnceValue(func() error {
		cancel()
		return <-served
	})
	f.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		f.must(f.stop())
	})
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// A reply is an answer that has been read.
type reply struct {
	*http.Response
	body string
}

// problem is the code of a problem; an answer that is none fails the test.
func (r reply) problem(t testing.TB) string {
	t.Helper()
	var p struct {
		Type, Title, Detail, Code string
		Status                    int
		RequestID                 string `json:"request_id"`
	}
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		t.Fatalf("%s: %v in %s", r.Status, err, r.body)
	}
	if got := r.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("got Content-Type %q, want application/problem+json", got)
	}
	if p.Status != r.StatusCode || p.RequestID != r.Header.Get("X-Request-Id") {
		t.Errorf("problem %s does not fit its answer, %s %v", r.body, r.Status, r.Header)
	}
	if p.Type != "about:blank" || p.Title != http.StatusText(p.Status) || p.Detail == "" {
		t.Errorf("got problem %s, want a type, a title and a detail", r.body)
	}
	return p.Code
}

// do sends a request with the Content-Type that a body has here.
func (f *fixture) do(method, path, body string, edit ...func(*http.Request)) reply {
	f.Helper()
	req, err := http.NewRequestWithContext(f.Context(), method, f.url+path, strings.NewReader(body))
	f.must(err)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, e := range edit {
		e(req)
	}
	return f.send(req)
}

func (f *fixture) send(req *http.Request) reply {
	f.Helper()
	resp, err := http.DefaultClient.Do(req)
	f.must(err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	f.must(err)
	return reply{resp, string(data)}
}

func (f *fixture) login(name, password string) reply {
	f.Helper()
	body, err := json.Marshal(map[string]string{"username": name, "password": password})
	f.must(err)
	return f.do("POST", "/token", string(body))
}

func basic(name, password string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(name, password) }
}

// events is the audit trail since the users were made.
func (f *fixture) events() (all []store.Event) {
	f.Helper()
	s, err := f.open()
	f.must(err)
	defer s.Close()
	for e, err := range s.Events(f.Context()) {
		f.must(err)
		if e.Kind != store.UserAdded && e.Kind != store.UserDisabled {
			all = append(all, e)
		}
	}
	return all
}

// exec runs SQL on the server's database, behind its back.
func (f *fixture) exec(query string) {
	f.Helper()
	driver := "sqlite"
	if f.isPostgres() {
		driver = "pgx"
	}
	db, err := sql.Open(driver, f.db)
	f.must(err)
	defer db.Close()
	_, err = db.Exec(query)
	f.must(err)
}

func (f *fixture) isPostgres() bool { return store.IsAddress(secret.Text(f.db)) }

// fillDisk leaves no space for another row of the audit trail, until freeDisk.
func (f *fixture) fillDisk() {
	f.Helper()
	if f.isPostgres() {
		f.exec(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk is full' USING ERRCODE = 'disk_full'; END $$;
			CREATE TRIGGER full_disk BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION refuse()`)
	} else {
		f.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON audit BEGIN SELECT RAISE(FAIL, 'disk is full'); END`)
	}
}

func (f *fixture) freeDisk() {
	f.Helper()
	if f.isPostgres() {
		f.exec(`DROP FUNCTION refuse() CASCADE`)
	} else {
		f.exec(`DROP TRIGGER full_disk`)
	}
}

// count is how many rows there are.
func (f *fixture) count(table string) (n int) {
	f.Helper()
	db, err := sql.Open("sqlite", f.db)
	f.must(err)
	defer db.Close()
	f.must(db.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n))
	return n
}

// A safeBuffer may be read while the server writes its log.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
