package browser

import (
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"mintmark/app/internal/password"
	"mintmark/app/internal/server"
	"mintmark/app/internal/server/contracttest"
	"mintmark/app/internal/site"
	"mintmark/app/internal/store"
)

const (
	rightPassword = "correct horse battery staple"
	accountSID    = "AC15c1737bf14064d2278d616face3f17f"
	keySID        = "SK21c17013f3face8fdc4e4623b0a9d2c1"
)

// cheap hashes are quick: no test here is about what they cost.
var cheap = password.Params{Memory: 64, Time: 1, Threads: 1}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// annas is a new database, in which there is anna with the right password.
func annas(t testing.TB, path string) *store.SQLite {
	t.Helper()
	users, err := store.OpenSQLite(t.Context(), path)
	must(t, err)
	t.Cleanup(func() { users.Close() })
	hash, err := password.NewHasher(cheap, 1).Hash(t.Context(), rightPassword)
	must(t, err)
	must(t, users.AddUser(t.Context(), "anna", hash, store.Event{Time: time.Now(), Kind: store.UserAdded}))
	return users
}

// issuer is a real issuance server, with a policy that c has, for anna and the
// key of a kiosk. All that it answers is as its OpenAPI document says.
func issuer(t testing.TB, c server.Config) (h http.Handler, users *store.SQLite, key string) {
	t.Helper()
	users = annas(t, filepath.Join(t.TempDir(), "mintmark.db"))
	shown, kept, err := store.NewServiceKey("kiosk")
	must(t, err)
	must(t, users.AddServiceKey(t.Context(), "kiosk", kept, store.Event{Time: time.Now(), Kind: store.ServiceKeyCreated}))
	c.Store, c.Hasher = users, password.NewHasher(cheap, 1)
	c.Signers = []server.Signer{{AccountSID: accountSID, KeySID: keySID, Secret: secret}}
	c.Log, c.Client = slog.New(slog.NewTextHandler(io.Discard, nil)), site.Client()
	s, err := server.New(c)
	must(t, err)
	return contracttest.Handler(t, s), users, shown.Reveal()
}
