package chaos

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
)

// A site is a folder with a configuration, and a database with one service key.
type site struct {
	testing.TB
	dir   string
	place secret.Text // of the database
	env   []string
	key   string
}

const policy = `admin: { listen: off }
policy:
  profiles: { lobby: { grants: { video: { room: lobby } } } }
  rules: [ { id: all, match: everyone, allow: { profiles: lobby } } ]
`

// engines are the databases a server can have.
var engines = []struct {
	name string
	site func(testing.TB) *site
}{
	{"SQLite", func(t testing.TB) *site { return newSite(t, t.TempDir(), "") }},
	{"PostgreSQL", func(t testing.TB) *site { return newSite(t, t.TempDir(), secret.Text(pgtest.DSN(t))) }},
}

// newSite has its database in the folder where no address is given.
func newSite(t testing.TB, dir string, address secret.Text) *site {
	t.Helper()
	s := &site{TB: t, dir: dir, place: address, env: []string{
		"TWILIO_ACCOUNT_SID=AC0123456789abcdef0123456789abcdef",
		"TWILIO_API_KEY_SID=SK0123456789abcdef0123456789abcdef",
		"TWILIO_API_KEY_SECRET=canarySecretQ1w2E3r4T5y6U7i8O9p0",
	}}
	config := policy
	if address == "" {
		s.place = secret.Text(filepath.Join(dir, "data", "mintmark.db"))
	} else {
		config += "store: { driver: postgres, dsn: { env: DATABASE_URL } }\n"
		s.env = append(s.env, "DATABASE_URL="+address.Reveal())
	}
	s.must(os.WriteFile(filepath.Join(dir, "mintmark.yaml"), []byte(config), 0o600))
	_, _, err := store.Migrate(t.Context(), s.place)
	s.must(err)
	db := s.open()
	defer db.Close()
	key, hash, err := store.NewServiceKey("kiosk")
	s.must(err)
	s.must(db.AddServiceKey(t.Context(), "kiosk", hash, store.Event{Time: time.Now(), Kind: store.ServiceKeyCreated, Principal: "kiosk"}))
	s.key = key.Reveal()
	return s
}

// configure says more in the configuration.
func (s *site) configure(text string) {
	s.Helper()
	f, err := os.OpenFile(filepath.Join(s.dir, "mintmark.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	s.must(err)
	_, err = f.WriteString(text)
	s.must(errors.Join(err, f.Close()))
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) open() store.Store {
	s.Helper()
	db, err := store.Open(s.Context(), s.place)
	s.must(err)
	return db
}

func (s *site) serve(args ...string) *process {
	s.Helper()
	return launch(s, "mintmark", s.dir, s.env, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
}

// issued is how often the audit trail tells of each token, by its id.
func (s *site) issued() map[string]int {
	s.Helper()
	db := s.open()
	defer db.Close()
	rows := map[string]int{}
	for e, err := range db.Events(s.Context()) {
		s.must(err)
		if e.Kind == store.TokenIssued {
			rows[e.TokenID]++
		}
	}
	return rows
}

// check holds what clients received against the audit trail. It returns how many
// rows there are.
func (s *site) check(received []string) (rows int) {
	s.Helper()
	trail := s.issued()
	for id, times := range trail {
		if times != 1 {
			s.Errorf("the audit trail tells %d times of %s", times, id)
		}
	}
	seen := map[string]bool{}
	for _, id := range received {
		if trail[id] == 0 {
			s.Errorf("a client has the token %s, and the audit trail does not", id)
		}
		if seen[id] {
			s.Errorf("two tokens have the id %s", id)
		}
		seen[id] = true
	}
	return len(trail)
}

// intact asks SQLite about its file.
func (s *site) intact() {
	s.Helper()
	if store.IsAddress(s.place) {
		return
	}
	db, err := sql.Open("sqlite", s.place.Reveal())
	s.must(err)
	defer db.Close()
	var got string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&got); err != nil || got != "ok" {
		s.Errorf("integrity_check: got %q, %v, want ok", got, err)
	}
}
