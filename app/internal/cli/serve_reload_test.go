package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"mintmark/app/internal/oidc"
	"mintmark/app/internal/oidc/oidctest"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
)

// roomConfig lets everyone into one room.
func roomConfig(room string) string {
	return "admin: { listen: \"127.0.0.1:0\" }\npolicy:\n  profiles: { room: { grants: { video: { room: " + room +
		" } } } }\n  rules: [ { id: all, match: everyone, allow: { profiles: room } } ]\n"
}

// awaitRoom asks until the configuration with that room is in force.
func (d *daemon) awaitRoom(bearer, want string) {
	d.Helper()
	got := ""
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		status, answer, _ := d.ask(http.DefaultClient, "POST", d.url+"/token", bearer, "{}")
		if status != http.StatusOK {
			d.Fatalf("got %d %s", status, answer)
		}
		if got = d.roomOf(answer); got == want {
			return
		}
	}
	d.Fatalf("got the room %q, want %q\n%s", got, want, &d.stderr)
}

// 200 reloads under load, with a broken file in between: not one request is lost
// or answered with an error.
func TestServeReloads(t *testing.T) {
	const reloads, clients = 200, 4
	dir := t.TempDir()
	db := openSQLite(t, filepath.Join(dir, defaultDB))
	kiosk := addServiceKey(t, db, "kiosk")
	db.Close()
	put(t, dir, "mintmark.yaml", roomConfig("r0"))
	d := startServe(t, dir, testEnv)

	var load sync.WaitGroup
	var sent, answered atomic.Int64
	ended := make(chan struct{})
	for range clients {
		load.Go(func() { d.load(kiosk, ended, &sent, &answered) })
	}
	for i := 1; i <= reloads; i++ {
		if i == reloads/2 {
			put(t, dir, "mintmark.yaml", roomConfig("broken")+"\nfoo: bar\n")
			d.must(d.cmd.Process.Signal(syscall.SIGHUP))
			d.await("mintmark.yaml:6: the configuration has no key “foo”", 1)
			d.awaitRoom(kiosk, fmt.Sprintf("r%d", i-1))
			answered.Add(1)
			sent.Add(1)
		}
		put(t, dir, "mintmark.yaml", roomConfig(fmt.Sprintf("r%d", i)))
		d.must(d.cmd.Process.Signal(syscall.SIGHUP))
		d.awaitRoom(kiosk, fmt.Sprintf("r%d", i))
	}
	close(ended)
	load.Wait()
	_, metrics, _ := d.ask(http.DefaultClient, "GET", d.admin()+"/metrics", "", "")
	if !strings.Contains(metrics, `mintmark_settings_applied_total{ok="false"} 1`) {
		t.Errorf("the broken file is not counted: %s", metrics)
	}
	d.stop()
	if sent.Load() != answered.Load() || answered.Load() < reloads {
		t.Errorf("%d requests were sent, %d answered with a token", sent.Load(), answered.Load())
	}
	if rows := int64(len(issued(t, filepath.Join(dir, defaultDB)))); rows < answered.Load() {
		t.Errorf("%d tokens were received, and the audit trail has %d", answered.Load(), rows)
	}
	t.Logf("%d requests during %d reloads", sent.Load(), reloads)
}

// A SIGHUP has the files read, also where they have not changed: who asks for it is
// told of the same mistake again.
func TestServeHangup(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "mintmark.yaml", roomConfig("one"))
	d := startServe(t, dir, testEnv)
	put(t, dir, "mintmark.yaml", roomConfig("one")+"foo: bar\n")
	for i := range 3 {
		d.await("is not taken over", i+1)
		d.must(d.cmd.Process.Signal(syscall.SIGHUP))
	}
	d.await("is not taken over", 4)
	put(t, dir, "mintmark.yaml", roomConfig("two"))
	d.await("configuration taken over", 1)
	d.stop()
}

// Each reload that is not taken over counts once, wherever it failed, in a panic
// too; the next one is taken over.
func TestReloadNotApplied(t *testing.T) {
	dir, log := t.TempDir(), new(bytes.Buffer)
	p := &program{stderr: io.Discard, now: time.Now}
	s := &serve{program: p, config: filepath.Join(dir, "mintmark.yaml"), lines: &logLines{to: log}}
	s.secrets.envFile = filepath.Join(dir, dotEnv)
	r := &running{serve: s, logger: slog.New(slog.NewTextHandler(log, nil)), db: openSQLite(t, filepath.Join(dir, defaultDB))}
	defer r.db.Close()
	put(t, dir, dotEnv, strings.Join(testEnv, "\n"))
	put(t, dir, "mintmark.yaml", roomConfig("one"))
	var err error
	if r.start, err = r.readAgain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r.issuers, err = oidc.New(oidc.Config{}); err != nil {
		t.Fatal(err)
	}
	defer r.issuers.Close()
	if r.server, err = server.New(server.Config{Store: r.db, Log: r.logger, Settings: settingsOf(r.start, r.issuers)}); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "mintmark.yaml", roomConfig("one")+"foo: bar\n")
	r.reload(t.Context(), true)
	put(t, dir, "mintmark.yaml", roomConfig("two"))
	issuers := r.issuers
	r.issuers = nil // nothing can be taken over beside it: a panic
	r.reload(t.Context(), true)
	r.issuers = issuers
	r.reload(t.Context(), true)

	w := httptest.NewRecorder()
	r.server.Admin().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{`applied_total{ok="false"} 2`, `applied_total{ok="true"} 2`, "mintmark_panics_total 1"} {
		if !strings.Contains(w.Body.String(), want+"\n") {
			t.Errorf("no %s in %s", want, w.Body)
		}
	}
	if got := log.String(); strings.Count(got, "is not taken over") != 2 || !strings.Contains(got, "error=\"panic: ") {
		t.Errorf("got the log %s", got)
	}
}

// load asks for tokens one after another.
func (d *daemon) load(bearer string, ended <-chan struct{}, sent, answered *atomic.Int64) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for {
		select {
		case <-ended:
			return
		default:
		}
		sent.Add(1)
		r, _ := http.NewRequest("POST", d.url+"/token", strings.NewReader("{}"))
		r.Header.Set("Authorization", "Bearer "+bearer)
		r.Header.Set("Content-Type", "application/json")
		resp, err := d.do(client, r)
		if err != nil {
			d.Errorf("a request is lost: %v", err)
			continue
		}
		var answer struct{ Token string }
		err = json.NewDecoder(resp.Body).Decode(&answer)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || answer.Token == "" {
			d.Errorf("got %s, %v", resp.Status, err)
			continue
		}
		answered.Add(1)
	}
}

// Files are followed wherever links lead, as Kubernetes mounts them, and so are
// secrets and .env.
func TestServeFollows(t *testing.T) {
	dir := t.TempDir()
	db := openSQLite(t, filepath.Join(dir, "data/mintmark.db"))
	kiosk := addServiceKey(t, db, "kiosk")
	db.Close()
	const keys = "twilio: { keys: [ { sid: { env: KEY }, secret: { file: sk } } ] }\nstore: { driver: sqlite, path: ../data/mintmark.db }\n"
	link := func(to string) {
		t.Helper()
		d := filepath.Join(dir, "etc", "..data")
		if err := os.Symlink(to, d+".new"); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(d+".new", d); err != nil {
			t.Fatal(err)
		}
	}
	put(t, dir, "etc/..1/mintmark.yaml", keys+roomConfig("one"))
	put(t, dir, "etc/..2/mintmark.yaml", keys+roomConfig("two"))
	put(t, dir, "etc/..3/mintmark.yaml", strings.Replace(keys, "file: sk", "file: sk_b", 1)+roomConfig("three"))
	put(t, dir, "etc/sk", testSecret)
	put(t, dir, ".env", testEnv[0]+"\nKEY=SK00000000000000000000000000000001\n")
	link("..1")
	if err := os.Symlink("..data/mintmark.yaml", filepath.Join(dir, "etc/mintmark.yaml")); err != nil {
		t.Fatal(err)
	}
	d := startServe(t, dir, nil, "--config", "etc/mintmark.yaml")
	d.awaitRoom(kiosk, "one")
	link("..2")
	d.awaitRoom(kiosk, "two")

	put(t, dir, ".env", testEnv[0]+"\nKEY=SK00000000000000000000000000000002\n")
	d.await("configuration taken over\" config=etc/mintmark.yaml key_sid=SK00000000000000000000000000000002", 1)
	if err := os.Chmod(filepath.Join(dir, "etc/sk"), 0o644); err != nil { // F02
		t.Fatal(err)
	}
	d.await("etc/sk: others on this machine may read or write it", 1)
	d.awaitRoom(kiosk, "two")
	put(t, dir, "etc/sk", strings.ToLower(testSecret)) // another, and private again
	d.await("configuration taken over", 3)

	link("..3") // asks for a file that is not there yet
	d.await("etc/sk_b: no such file", 1)
	put(t, dir, "etc/sk_b", testSecret)
	d.awaitRoom(kiosk, "three")
	d.stop()
	if got := strings.Count(d.stderr.String(), "is not taken over"); got != 2 {
		t.Errorf("got %d failures in the log, want 2: %s", got, &d.stderr)
	}
}

// The keys of an issuer are not fetched again because something else changes.
func TestServeKeepsIssuers(t *testing.T) {
	p := oidctest.New(t, time.Now, "k")
	bearer := p.Token("k", nil, oidctest.Doc{"sub": "42", "roles": []string{"staff"}})
	issuer := "auth: { oidc: [ { name: corp, issuer: \"" + p.URL + "\", audience: [mintmark], groups_claim: roles } ] }\n"
	dir := t.TempDir()
	put(t, dir, "mintmark.yaml", issuer+roomConfig("one"))
	d := startServe(t, dir, testEnv)
	d.awaitRoom(bearer, "one")
	put(t, dir, "mintmark.yaml", issuer+strings.Replace(roomConfig("two"), "everyone", "{ groups_any: [staff], issuer: corp }", 1))
	d.awaitRoom(bearer, "two")
	if got := p.Fetched(); got != 1 {
		t.Errorf("the keys were fetched %d times, want once", got)
	}
	put(t, dir, "mintmark.yaml", roomConfig("three"))
	d.await("configuration taken over", 2)
	if status, answer, _ := d.ask(http.DefaultClient, "POST", d.url+"/token", bearer, "{}"); status != http.StatusUnauthorized {
		t.Errorf("without the issuer: got %d %s", status, answer)
	}
	d.stop()
}

// What is older than audit.keep says goes, and nothing else.
func TestServePrunes(t *testing.T) {
	const old = 2500 // more than two batches
	dir := t.TempDir()
	path := filepath.Join(dir, defaultDB)
	db := openSQLite(t, path)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			for range old / 50 {
				d := store.Event{Time: time.Now().Add(-48 * time.Hour), Kind: store.LoginFailed, Principal: "old"}
				if err := db.Record(t.Context(), d); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if err := db.Record(t.Context(), store.Event{Time: time.Now().Add(-time.Hour), Kind: store.LoginFailed, Principal: "young"}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	put(t, dir, "mintmark.yaml", "audit: { keep: 1d }\n"+noAdmin+lobby)
	d := startServe(t, dir, testEnv)
	d.await("audit trail pruned\" rows=2500", 1)
	d.stop()
	db = openSQLite(t, path)
	defer db.Close()
	var got []string
	for e, err := range db.Events(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(e.Kind)+" "+e.Principal)
	}
	if want := "login_failed young,audit_pruned "; strings.Join(got, ",") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
