package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/tokens"
)

// With --json the greeting and the log are JSON.
func TestServeJSON(t *testing.T) {
	var stdout, stderr bytes.Buffer
	dir := t.TempDir()
	cmd := command(dir, nil, "serve", "--dev", "--json", "--listen", "127.0.0.1:0")
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	var hello greeting
	if err := json.NewDecoder(io.TeeReader(pipe, &stdout)).Decode(&hello); err != nil || hello.Username != "dev" {
		t.Fatalf("got %s, %v", &stdout, err)
	}
	d := &daemon{T: t, url: strings.TrimSuffix(hello.URL, "/")}
	d.wantStatus(hello.Username, hello.Password, http.StatusOK)
	d.must(cmd.Process.Signal(syscall.SIGTERM))
	d.must(cmd.Wait())
	for line := range strings.Lines(stderr.String()) {
		if !json.Valid([]byte(line)) && !strings.HasPrefix(line, "mintmark: warning: ") {
			t.Errorf("not JSON: %s", line)
		}
	}
}

// Hashes are for the owner's eyes, also in a file that came from elsewhere.
func TestServeSpeaksOfOpenDatabase(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes here")
	}
	dir := t.TempDir()
	run(t, dir, testPassword, "user", "add", "anna", "--db", "my.db")
	if err := os.Chmod(filepath.Join(dir, "my.db"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := startServe(t, dir, testEnv, "--db", "my.db")
	d.stop()
	if !strings.Contains(d.stderr.String(), "chmod 600 my.db") {
		t.Errorf("it did not say that others may read the database: %s", &d.stderr)
	}
	run(t, dir, testPassword, "user", "add", "bob", "--db", "my.db")
}

// A path may hold what a terminal obeys and what nobody sees. The log says it in
// plain letters, and JSON means the same.
func TestServeLogIsPrintable(t *testing.T) {
	const path = "/\u009b31mred\u202eevil\x7f\u3164\U000e0041"
	for _, asJSON := range []bool{false, true} {
		var log bytes.Buffer
		s := &serve{program: &program{json: asJSON}, lines: &logLines{to: &log}}
		h, err := server.New(server.Config{
			Log: s.log(),
			Settings: server.Settings{
				Policy:  policy.ForEveryone(time.Minute, []tokens.Grant{&tokens.Video{}}),
				Signers: []server.Signer{{AccountSID: madeUpSID("AC"), KeySID: madeUpSID("SK"), Secret: testSecret}},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", (&url.URL{Path: path}).String(), nil))
		s.log().Error(path)
		s.lines.flush()

		if got := strings.ReplaceAll(log.String(), "\n", ""); strings.Count(got, "31mred") != 2 || printable(got) != got {
			t.Errorf("json %v: got %q", asJSON, got)
		}
		if !asJSON {
			continue
		}
		var line struct{ Path string }
		if err := json.NewDecoder(&log).Decode(&line); err != nil || line.Path != path {
			t.Errorf("got path %q, %v, want %q", line.Path, err, path)
		}
	}
}
