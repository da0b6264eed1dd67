package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mintmark/app/internal/server/contracttest"
	"mintmark/app/internal/site"
)

const testPassword = "canary-Pa55word"

var testEnv = []string{
	"TWILIO_ACCOUNT_SID=AC0123456789abcdef0123456789abcdef",
	"TWILIO_API_KEY_SID=SK0123456789abcdef0123456789abcdef",
	"TWILIO_API_KEY_SECRET=canarySecretQ1w2E3r4T5y6U7i8O9p0",
}

const testSecret = "canarySecretQ1w2E3r4T5y6U7i8O9p0"

// A daemon is mintmark serve, as a process in a folder of its own.
type daemon struct {
	*testing.T
	cmd    *exec.Cmd
	url    string
	greet  string // standard output
	stderr output
	ended  func() error
}

// output is what a process has written so far.
type output struct {
	mu   sync.Mutex
	text strings.Builder
	more chan struct{} // closed with the next of it
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.more != nil {
		close(o.more)
		o.more = nil
	}
	return o.text.Write(b)
}

func (o *output) String() string {
	text, _ := o.look()
	return text
}

// look returns what there is, and a channel that is closed when there is more.
func (o *output) look() (string, <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.more == nil {
		o.more = make(chan struct{})
	}
	return o.text.String(), o.more
}

// await returns when the log holds a text so many times.
func (d *daemon) await(text string, times int) {
	d.Helper()
	for timeout := time.After(30 * time.Second); ; {
		got, more := d.stderr.look()
		if strings.Count(got, text) >= times {
			return
		}
		select {
		case <-more:
		case <-timeout:
			d.Fatalf("want %q %d times in the log, got\n%s", text, times, got)
		}
	}
}

// command is mintmark with nothing of our own environment but the path.
func command(dir string, env []string, args ...string) *exec.Cmd {
	cmd := exec.Command("mintmark", args...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir}, env...)
	return cmd
}

// startServe returns when the server listens.
func startServe(t *testing.T, dir string, env []string, args ...string) *daemon {
	t.Helper()
	return startDaemon(t, command(dir, env, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...))
}

func startDaemon(t *testing.T, cmd *exec.Cmd) *daemon {
	t.Helper()
	d := &daemon{T: t, cmd: cmd}
	d.cmd.Stderr = &d.stderr
	stdout, err := d.cmd.StdoutPipe()
	d.must(err)
	d.must(d.cmd.Start())
	d.ended = sync.OnceValue(d.cmd.Wait)
	t.Cleanup(func() { d.kill() })

	lines := bufio.NewScanner(stdout)
	last := "Mintmark is at "
	if slices.Contains(cmd.Args, "--dev") {
		last = "curl "
	}
	for lines.Scan() {
		d.greet += lines.Text() + "\n"
		if url, ok := strings.CutPrefix(lines.Text(), "Mintmark is at "); ok {
			d.url = strings.TrimSuffix(url, "/")
		}
		if strings.HasPrefix(lines.Text(), last) {
			return d
		}
	}
	err = d.ended()
	t.Fatalf("serve ended: %v\n%s%s", err, d.greet, &d.stderr)
	return nil
}

func (d *daemon) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *daemon) kill() {
	_ = d.cmd.Process.Kill()
	_ = d.ended()
}

// stop asks the server to end, and wants it to end well.
func (d *daemon) stop() {
	d.Helper()
	d.must(d.cmd.Process.Signal(syscall.SIGTERM))
	if err := d.ended(); err != nil {
		d.Errorf("serve ended with %v\n%s", err, &d.stderr)
	}
}

// do sends a request to the server, or to its admin listener. What it answers is
// what its OpenAPI document says.
func (d *daemon) do(client *http.Client, r *http.Request) (*http.Response, error) {
	watched := *client
	watched.Transport = contracttest.Transport{TB: d, Next: client.Transport, Admin: !strings.HasPrefix(r.URL.String(), d.url+"/")}
	return watched.Do(r)
}

// token asks for one; the error says that no whole answer came.
func (d *daemon) token(client *http.Client, user, password string) (status int, token, id string, err error) {
	body, err := json.Marshal(map[string]string{"username": user, "password": password})
	if err != nil {
		return 0, "", "", err
	}
	r, err := http.NewRequest("POST", d.url+"/token", bytes.NewReader(body))
	if err != nil {
		return 0, "", "", err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := d.do(client, r)
	if err != nil {
		return 0, "", "", err
	}
	defer resp.Body.Close()
	var answer struct {
		Token string `json:"token"`
		ID    string `json:"jti"`
	}
	err = json.NewDecoder(resp.Body).Decode(&answer)
	return resp.StatusCode, answer.Token, answer.ID, err
}

func (d *daemon) wantStatus(user, password string, want int) (token string) {
	d.Helper()
	got, token, _, err := d.token(http.DefaultClient, user, password)
	if err != nil || got != want {
		d.Fatalf("%s: got %d, %v, want %d", user, got, err, want)
	}
	return token
}

// run runs another command in the same folder.
func run(t *testing.T, dir, stdin string, args ...string) string {
	t.Helper()
	cmd := command(dir, nil, args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("mintmark %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// curl pastes the line that was printed into a shell and returns the token.
func (d *daemon) curl() (token string) {
	d.Helper()
	_, line, _ := strings.Cut(d.greet, "\ncurl ")
	line, _, _ = strings.Cut(line, "\n")
	cmd := exec.Command("sh", "-c", "curl "+line)
	cmd.Env = append(cmd.Environ(), "http_proxy="+contracttest.Proxy(d), "no_proxy=")
	out, err := cmd.Output()
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
	r, err := http.NewRequest("POST", strings.Fields(parts[0])[1], strings.NewReader(parts[3]))
	d.must(err)
	r.Header.Set("Content-Type", strings.TrimPrefix(parts[1], "Content-Type: "))
	resp, err := d.do(http.DefaultClient, r)
	d.must(err)
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	d.must(err)
	return out
}

// wantPage wants the page at /, if this program was built with it, with its
// service worker or without.
func (d *daemon) wantPage(worker bool) {
	d.Helper()
	want := http.StatusOK
	if _, err := site.Open(); err != nil {
		want = http.StatusNotFound
	}
	status, page, _ := d.ask(http.DefaultClient, "GET", d.url+"/", "", "")
	if status != want {
		d.Fatalf("GET /: got %d, want %d", status, want)
	}
	if got := strings.Contains(page, "data-worker="); want == http.StatusOK && got != worker {
		d.Errorf("GET /: got a page with a worker %v, want %v", got, worker)
	}
}

func wantUsage(t *testing.T, out []byte, err error, want string) {
	t.Helper()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitUsage || !strings.Contains(string(out), want) {
		t.Errorf("got %v, %s, want exit code %d and %q", err, out, exitUsage, want)
	}
}
