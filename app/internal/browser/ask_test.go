package browser

import (
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/password"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/tokens"
)

const rightPassword = "correct horse battery staple"

// issuance is a real issuance server that serves the page too; anna may have a
// token.
func issuance(t *testing.T) *Server {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	users, err := store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "mintmark.db"))
	must(err)
	t.Cleanup(func() { users.Close() })
	hasher := password.NewHasher(password.Params{Memory: 64, Time: 1, Threads: 1}, 1)
	hash, err := hasher.Hash(t.Context(), rightPassword)
	must(err)
	must(users.AddUser(t.Context(), "anna", hash, store.Event{Time: time.Now(), Kind: store.UserAdded}))
	h, err := server.New(server.Config{
		Store: users, Hasher: hasher,
		Settings: server.Settings{
			Policy:  policy.ForEveryone(10*time.Minute, []tokens.Grant{&tokens.Video{Room: "daily"}}),
			Signers: []server.Signer{{AccountSID: "AC15c1737bf14064d2278d616face3f17f", KeySID: "SK21c17013f3face8fdc4e4623b0a9d2c1", Secret: secret}},
		},
		Log:  slog.New(slog.NewTextHandler(io.Discard, nil)),
		Page: Site(t).Handler(),
	})
	must(err)
	return Serve(t, h)
}

const asked = `document.getElementById("asked")?.innerText ?? ""`

func TestServerIsAskedForAToken(t *testing.T) {
	s := issuance(t)
	p := Start(t).NewPage(t)
	p.OpenReady(s.URL + "#/server")
	p.Type("#user", "anna")
	p.Type("#password", "wrong")
	p.Click(".row-end .btn.main")
	p.Wait(`(` + asked + `).includes("The user name or the password is missing or wrong.")`)
	if got := Eval[string](p, asked); !strings.Contains(got, "The server’s log has it under ") {
		t.Errorf("the answer %q names no request", got)
	}
	Eval[bool](p, `(document.getElementById("password").select(), true)`)
	p.Type("#password", rightPassword+"\r")
	p.Wait(`(` + asked + `).includes("Here is a token for anna. It ends in ")`)
	if got := Eval[string](p, `document.getElementById("password").value`); got != "" {
		t.Error("the password is still in its field")
	}
	p.Click("#asked .btn.main")
	p.Wait(`location.hash === "#/" && (` + headline + `) !== ""`)
	if got := claims(t, p, secret)["grants"]; got == nil {
		t.Error("the token of the server is not on the workbench")
	}
	asks := 0
	for _, r := range s.Requests() {
		if strings.HasSuffix(r, "/token") {
			asks++
		}
	}
	if asks != 2 {
		t.Errorf("the server was asked %d times, want 2: %v", asks, s.Requests())
	}
}

func TestStaticSiteIsNoServer(t *testing.T) {
	p := Start(t).NewPage(t)
	p.OpenReady(Serve(t, Site(t).Handler()).URL + "#/server")
	p.Type("#user", "anna")
	p.Type("#password", "x\r")
	p.Wait(`(` + asked + `).includes("This page did not come from an issuance server.")`)
}

// An answer that is JSON and no object ends nothing.
func TestServerAnswersANumber(t *testing.T) {
	page := Site(t).Handler()
	s := Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			io.WriteString(w, "1")
			return
		}
		page.ServeHTTP(w, r)
	}))
	p := Start(t).NewPage(t)
	p.OpenReady(s.URL + "#/server")
	p.Type("#user", "anna")
	p.Type("#password", "x\r")
	p.Wait(`(` + asked + `).includes("This page did not come from an issuance server.")`)
}

func TestFileAsksNobody(t *testing.T) {
	p := Start(t).NewPage(t)
	p.OpenReady(SingleFile(t, Site(t)) + "#/server")
	p.Wait(`document.querySelector("main").innerText.includes("This page is a file on your disk")`)
}
