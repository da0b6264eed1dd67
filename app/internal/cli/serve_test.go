package cli

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mintmark/app/internal/store"
)

// What mintmark user does counts from the next request on.
func TestServeAndUser(t *testing.T) {
	dir := t.TempDir()
	d := startServe(t, dir, testEnv)
	d.wantStatus("anna", testPassword, http.StatusUnauthorized)
	run(t, dir, testPassword+"\n", "user", "add", "Anna")
	d.wantStatus("anna", testPassword, http.StatusOK)
	d.wantStatus("anna", testPassword+"\n", http.StatusUnauthorized)
	run(t, dir, "another good one", "user", "passwd", "anna")
	d.wantStatus("anna", testPassword, http.StatusUnauthorized)
	d.wantStatus("anna", "another good one", http.StatusOK)
	run(t, dir, "", "user", "disable", "anna")
	d.wantStatus("anna", "another good one", http.StatusUnauthorized)
	run(t, dir, "", "user", "enable", "anna")
	d.wantStatus("anna", "another good one", http.StatusOK)
	d.wantPage(true)
	d.stop()

	if !strings.Contains(d.stderr.String(), "there are no users") {
		t.Errorf("it did not say that there were no users: %s", &d.stderr)
	}
	for _, canary := range []string{testSecret, testPassword, "another good one"} {
		if strings.Contains(d.stderr.String()+d.greet, canary) {
			t.Errorf("the output has %s", canary)
		}
	}
	want := []store.Kind{store.UserAdded, store.PasswordChanged, store.UserDisabled, store.UserEnabled}
	if got := changes(t, filepath.Join(dir, defaultDB)); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got changes %v in the audit trail, want %v", got, want)
	}
}

func changes(t *testing.T, path string) (kinds []store.Kind) {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for e, err := range s.Events(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Method == "cli" && e.Principal == "anna" {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

// Where the configuration names the address, that is where to name another.
func TestServeAddressTakenOfConfig(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	text := "listen: " + taken.Addr().String() + `
policy:
  profiles: { p: { grants: { video: { room: lobby } } } }
  rules: [ { id: r, match: everyone, allow: { profiles: p } } ]
`
	if err := os.WriteFile(dir+"/mintmark.yaml", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := command(dir, testEnv, "serve").CombinedOutput()
	wantUsage(t, out, err, "in mintmark.yaml: listen: ")
}

// A server that cannot listen has not touched the database either.
func TestServeAddressTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for name, args := range map[string][]string{
		"serve":            nil,
		"serve --dev":      {"--dev"},
		"serve --dev --db": {"--dev", "--db", "my.db"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			args := append([]string{"serve", "--listen", taken.Addr().String()}, args...)
			out, err := command(dir, testEnv, args...).CombinedOutput()
			wantUsage(t, out, err, "--listen 127.0.0.1:0 takes a free port")
			left, err := os.ReadDir(dir)
			if err != nil || len(left) != 0 {
				t.Errorf("it left %v, %v", left, err)
			}
		})
	}
}
