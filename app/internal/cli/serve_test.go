package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/app/internal/site"
	"mintmark/app/internal/store"
	"mintmark/tokens"
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

// Grants come from --grant, else from the names that the tutorials use.
func TestServeGrants(t *testing.T) {
	const app, service = "AP0123456789abcdef0123456789abcdef", "IS0123456789abcdef0123456789abcdef"
	tests := []struct {
		name string
		env  []string
		args []string
		want string // the grants in the token
	}{
		{"nothing", nil, nil, `{"identity":"dev","video":{}}`},
		{"voice", []string{"TWILIO_TWIML_APP_SID=" + app}, nil,
			`{"identity":"dev","voice":{"incoming":{"allow":true},"outgoing":{"application_sid":"` + app + `"}}}`},
		{"more", []string{"TWILIO_CHAT_SERVICE_SID=" + service, "TWILIO_SYNC_SERVICE_SID=default"}, nil,
			`{"identity":"dev","chat":{"service_sid":"` + service + `"},"data_sync":{"service_sid":"default"}}`},
		{"flags win", []string{"TWILIO_TWIML_APP_SID=" + app}, []string{"--grant", `{"video":{"room":"a,b"}}`, "--allow-unknown", "--grant", `{"new":{"x":1}}`},
			`{"identity":"dev","video":{"room":"a,b"},"new":{"x":1}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := startServe(t, t.TempDir(), append(tt.env, testEnv...), append([]string{"--dev", "--ttl", "90"}, tt.args...)...)
			token := tokens.Decode(d.curl())
			if err := tokens.Verify(token, tokens.SecretKey(testSecret)); err != nil {
				t.Error(err)
			}
			var claims struct {
				Iat, Exp int64
				Grants   json.RawMessage
			}
			d.must(json.Unmarshal(token.Payload.Data, &claims))
			if got := string(claims.Grants); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := claims.Exp - claims.Iat; got != 90 {
				t.Errorf("it lives for %d s, want 90", got)
			}
			d.stop()
			if !strings.Contains(d.stderr.String(), " ttl=90 ") {
				t.Errorf("it logs %s, want the seconds of a token", &d.stderr)
			}
			if strings.Contains(d.stderr.String(), "refuse") {
				t.Errorf("with credentials of its own it says %s", &d.stderr)
			}
		})
	}
}

// curl pastes the line that was printed into a shell and returns the token.
func (d *daemon) curl() (token string) {
	d.Helper()
	_, line, _ := strings.Cut(d.greet, "\ncurl ")
	line, _, _ = strings.Cut(line, "\n")
	out, err := exec.Command("sh", "-c", "curl "+line).Output()
	if errors.Is(err, exec.ErrNotFound) || err != nil && !hasCurl() {
		out = d.withoutCurl(line)
	} else if err != nil {
		d.Fatalf("curl %s: %v", line, err)
	}
	var answer struct{ Token string }
	if err := json.Unmarshal(out, &answer); err != nil || answer.Token == "" {
		d.Fatalf("curl %s: got %q, %v", line, out, err)
	}
	return answer.Token
}

func hasCurl() bool {
	_, err := exec.LookPath("curl")
	return err == nil
}

// withoutCurl sends what the line would, on a machine that has no curl.
func (d *daemon) withoutCurl(line string) []byte {
	d.Helper()
	parts := strings.Split(line, "'") // -s URL -H 'type' -d 'body'
	resp, err := http.Post(strings.Fields(parts[0])[1], strings.TrimPrefix(parts[1], "Content-Type: "), strings.NewReader(parts[3]))
	d.must(err)
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	d.must(err)
	return out
}

// --dev needs nothing and leaves nothing.
func TestServeDev(t *testing.T) {
	dir := t.TempDir()
	d := startServe(t, dir, nil, "--dev")
	verdict := tokens.Diagnose(tokens.Decode(d.curl()), tokens.Options{})
	if verdict.Refused {
		t.Errorf("its token: %+v", verdict)
	}
	d.wantPage(false)
	d.stop()
	if got := d.stderr.String(); !strings.Contains(got, "Twilio will refuse these tokens") || !strings.Contains(got, "TWILIO_ACCOUNT_SID") {
		t.Errorf("it does not say that Twilio will refuse the tokens: %s", got)
	}
	if _, password, _ := strings.Cut(d.greet, `"password":"`); strings.Contains(d.stderr.String(), password[:20]) {
		t.Errorf("the password is in the log: %s", &d.stderr)
	}
	left, err := os.ReadDir(dir)
	d.must(err)
	if len(left) != 0 {
		t.Errorf("it left %v", left)
	}
}

// wantPage wants the page at /, if this program was built with it, with its
// service worker or without.
func (d *daemon) wantPage(worker bool) {
	d.Helper()
	want := http.StatusOK
	if _, err := site.Open(); err != nil {
		want = http.StatusNotFound
	}
	resp, err := http.Get(d.url)
	d.must(err)
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	d.must(err)
	if resp.StatusCode != want {
		d.Fatalf("GET /: got %s, want %d", resp.Status, want)
	}
	if got := bytes.Contains(page, []byte("data-worker=")); want == http.StatusOK && got != worker {
		d.Errorf("GET /: got a page with a worker %v, want %v", got, worker)
	}
}

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

// With a database that stays, each run has its own password, and the other
// users stay as they are.
func TestServeDevKeepsDatabase(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, testPassword, "user", "add", "anna", "--db", "my.db")
	first := startServe(t, dir, nil, "--dev", "--db", "my.db")
	first.curl()
	first.stop()
	if users := run(t, dir, "", "user", "list", "--db", "my.db"); !regexp.MustCompile(`(?m)^dev +disabled`).MatchString(users) {
		t.Errorf("the user of --dev may still log in:\n%s", users)
	}

	second := startServe(t, dir, nil, "--dev", "--db", "my.db")
	second.curl()
	second.wantStatus("anna", testPassword, http.StatusOK)
	_, old, _ := strings.Cut(first.greet, `"password":"`)
	old, _, _ = strings.Cut(old, `"`)
	second.wantStatus("dev", old, http.StatusUnauthorized)
	second.stop()
}

// Somebody may be called dev. What serve --dev cannot have made it leaves as it is,
// also where it took the name for a run and somebody uses it since.
func TestServeDevLeavesRealUser(t *testing.T) {
	for name, before := range map[string]func(t *testing.T, dir string){
		"added": func(t *testing.T, dir string) {
			run(t, dir, testPassword, "user", "add", "dev", "--db", "my.db")
		},
		"taken over": func(t *testing.T, dir string) {
			startServe(t, dir, nil, "--dev", "--db", "my.db").stop()
			run(t, dir, testPassword, "user", "passwd", "dev", "--db", "my.db")
			run(t, dir, "", "user", "enable", "dev", "--db", "my.db")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			before(t, dir)
			out, err := command(dir, nil, "serve", "--dev", "--db", "my.db", "--listen", "127.0.0.1:0").CombinedOutput()
			wantUsage(t, out, err, "my.db has a user dev whose password serve --dev did not make")
			d := startServe(t, dir, testEnv, "--db", "my.db")
			d.wantStatus("dev", testPassword, http.StatusOK)
			d.stop()
			if strings.Contains(d.stderr.String(), "whom serve --dev makes") {
				t.Errorf("it takes somebody for its own: %s", &d.stderr)
			}
		})
	}
}

// A --dev that was killed cannot clear up; the next server says so.
func TestServeSpeaksOfLeftovers(t *testing.T) {
	dir := t.TempDir()
	startServe(t, dir, nil, "--dev", "--db", "my.db").kill()
	d := startServe(t, dir, testEnv, "--db", "my.db")
	d.stop()
	if !strings.Contains(d.stderr.String(), "the user dev, whom serve --dev makes, may log in") {
		t.Errorf("it did not say that dev may log in: %s", &d.stderr)
	}
}

// Of two --dev on one database the second is refused: it would take the user of
// the first. So is one after a --dev that was killed, until somebody says so.
func TestServeDevTwice(t *testing.T) {
	dir := t.TempDir()
	first := startServe(t, dir, nil, "--dev", "--db", "my.db")
	refused := func() {
		t.Helper()
		out, err := command(dir, nil, "serve", "--dev", "--db", "my.db", "--listen", "127.0.0.1:0").CombinedOutput()
		wantUsage(t, out, err, "another serve --dev is using my.db")
		wantUsage(t, out, err, "mintmark user disable dev --db my.db\n")
	}
	refused()
	first.curl()
	first.kill()
	refused()
	run(t, dir, "", "user", "disable", "dev", "--db", "my.db")
	startServe(t, dir, nil, "--dev", "--db", "my.db").curl()
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

func wantUsage(t *testing.T, out []byte, err error, want string) {
	t.Helper()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitUsage || !strings.Contains(string(out), want) {
		t.Errorf("got %v, %s, want exit code %d and %q", err, out, exitUsage, want)
	}
}

// A path may hold what a terminal obeys and what nobody sees. The log says it in
// plain letters, and JSON means the same.
func TestServeLogIsPrintable(t *testing.T) {
	const path = "/\u009b31mred\u202eevil\x7f\u3164\U000e0041"
	for _, asJSON := range []bool{false, true} {
		var log bytes.Buffer
		s := &serve{program: &program{stderr: &log, json: asJSON}}
		h, err := server.New(server.Config{
			Log:    s.log(),
			Policy: &policy.Policy{TTL: time.Minute, Grants: []tokens.Grant{&tokens.Video{}}},
			Signer: server.Signer{AccountSID: madeUpSID("AC"), KeySID: madeUpSID("SK"), Secret: testSecret},
		})
		if err != nil {
			t.Fatal(err)
		}
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", (&url.URL{Path: path}).String(), nil))
		s.log().Error(path)

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
