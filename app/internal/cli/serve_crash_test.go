package cli

import (
	"bufio"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"mintmark/app/internal/server/contracttest"
	"mintmark/app/internal/store"
)

// issued is the id of every token that the audit trail tells of.
func issued(t *testing.T, path string) map[string]bool {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ids := map[string]bool{}
	for e, err := range s.Events(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == store.TokenIssued {
			ids[e.TokenID] = true
		}
	}
	return ids
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&got); err != nil || got != "ok" {
		t.Errorf("integrity_check: got %q, %v, want ok", got, err)
	}
}

// F05: kill -9 at any moment; the database opens, and every token that a client
// received has its row.
func TestServeKilled(t *testing.T) {
	const rounds, clients = 5, 6
	dir := t.TempDir()
	path := filepath.Join(dir, "data", "mintmark.db")
	run(t, dir, testPassword, "user", "add", "anna")
	received := map[string]bool{}
	for range rounds {
		d := startServe(t, dir, testEnv)
		for _, id := range d.hammer(clients, 1+rand.IntN(20)) {
			received[id] = true
		}
		checkIntegrity(t, path)
		rows := issued(t, path)
		for id := range received {
			if !rows[id] {
				t.Errorf("a client has the token %s, and the audit trail does not", id)
			}
		}
	}
	if len(received) < rounds {
		t.Errorf("only %d tokens were received", len(received))
	}
}

// hammer asks from many sides at once, kills the server as soon as so many
// tokens have come, and returns the ids of all that came.
func (d *daemon) hammer(clients, enough int) (received []string) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for {
				status, _, id, err := d.token(client, "anna", testPassword)
				if err != nil {
					return // the server is gone
				}
				if status != http.StatusOK {
					continue
				}
				mu.Lock()
				received = append(received, id)
				if len(received) == enough {
					_ = d.cmd.Process.Kill()
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	_ = d.ended()
	return received
}

// Who restores a copy after a kill -9, as the guide says, has what was copied and no
// more.
func TestServeRestored(t *testing.T) {
	const before, after = 3, 30
	dir := t.TempDir()
	path := filepath.Join(dir, defaultDB)
	db := openSQLite(t, path)
	key := addServiceKey(t, db, "kiosk")
	db.Close()
	d := startServe(t, dir, testEnv)
	ask := func(times int) {
		t.Helper()
		for range times {
			if status, answer, _ := d.ask(http.DefaultClient, "POST", d.url+"/token", key, "{}"); status != http.StatusOK {
				t.Fatalf("got %d %s", status, answer)
			}
		}
	}
	ask(before)
	run(t, dir, "", "backup", "copy.db")
	ask(after)
	d.kill()
	if left, err := os.Stat(path + "-wal"); err != nil || left.Size() == 0 {
		t.Fatalf("what was killed left nothing: %v", err)
	}
	for _, err := range []error{os.Rename(filepath.Join(dir, "copy.db"), path), os.Remove(path + "-wal"), os.Remove(path + "-shm")} {
		d.must(err)
	}
	d = startServe(t, dir, testEnv)
	ask(1)
	d.stop()
	checkIntegrity(t, path)
	if got := len(issued(t, path)); got != before+1 {
		t.Errorf("got %d rows, want %d", got, before+1)
	}
}

// A SIGTERM lets what is in flight finish: here requests whose bodies the server
// is waiting for.
func TestServeStopped(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, testPassword, "user", "add", "anna")
	d := startServe(t, dir, testEnv)
	const body = `{"username":"anna","password":"` + testPassword + `"}`
	addr := strings.TrimPrefix(d.url, "http://")
	asked, err := http.NewRequest("POST", d.url+"/token", nil)
	d.must(err)
	asked.Header.Set("Content-Type", "application/json")
	conns := make([]*bufio.ReadWriter, 4)
	for i := range conns {
		conns[i] = d.halfway(addr, len(body))
	}
	d.must(d.cmd.Process.Signal(syscall.SIGTERM))
	for err := error(nil); err == nil; { // until it listens no more
		var conn net.Conn
		if conn, err = net.Dial("tcp", addr); err == nil {
			conn.Close()
		}
	}
	for _, c := range conns {
		fmt.Fprint(c, body)
		d.must(c.Flush())
		resp, err := http.ReadResponse(c.Reader, nil)
		d.must(err)
		answer, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK || !bytes.Contains(answer, []byte(`"token":"eyJ`)) {
			t.Errorf("got %s %v %s", resp.Status, err, answer)
		}
		(&contracttest.Exchange{Request: asked, Sent: []byte(body), Status: resp.StatusCode, Header: resp.Header, Body: answer}).Check(t)
	}
	if err := d.ended(); err != nil {
		t.Errorf("serve ended with %v\n%s", err, &d.stderr)
	}
	if got := len(issued(t, filepath.Join(dir, defaultDB))); got != len(conns) {
		t.Errorf("got %d audit rows, want %d", got, len(conns))
	}
}

// halfway has sent a header, and knows that the server waits for the body: only
// then does it say 100 Continue.
func (d *daemon) halfway(addr string, length int) *bufio.ReadWriter {
	d.Helper()
	conn, err := net.Dial("tcp", addr)
	d.must(err)
	d.Cleanup(func() { conn.Close() })
	c := bufio.NewReadWriter(bufio.NewReader(conn), bufio.NewWriter(conn))
	fmt.Fprintf(c, "POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", length)
	d.must(c.Flush())
	for _, want := range []string{"HTTP/1.1 100 Continue\r\n", "\r\n"} {
		if got, err := c.ReadString('\n'); got != want || err != nil {
			d.Fatalf("got %q, %v, want %q", got, err, want)
		}
	}
	return c
}
