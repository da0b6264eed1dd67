package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
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
	greet  string       // standard output
	stderr bytes.Buffer // to be read after the end only
	ended  func() error
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
	d := &daemon{T: t, cmd: command(dir, env, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)}
	d.cmd.Stderr = &d.stderr
	stdout, err := d.cmd.StdoutPipe()
	d.must(err)
	d.must(d.cmd.Start())
	d.ended = sync.OnceValue(d.cmd.Wait)
	t.Cleanup(func() { d.kill() })

	lines := bufio.NewScanner(stdout)
	last := "Mintmark is at "
	if strings.Contains(strings.Join(args, " "), "--dev") {
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

// token asks for one; the error says that no whole answer came.
func (d *daemon) token(client *http.Client, user, password string) (status int, token, id string, err error) {
	body, err := json.Marshal(map[string]string{"username": user, "password": password})
	if err != nil {
		return 0, "", "", err
	}
	resp, err := client.Post(d.url+"/token", "application/json", bytes.NewReader(body))
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
