package chaos

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"mintmark/app/internal/server/contracttest"
)

// A process is a server that listens.
type process struct {
	testing.TB
	cmd   *exec.Cmd
	url   string
	bare  bool   // it only does as if
	log   string // path of what it writes to standard error
	ended func() error
}

// launch returns when the server says where it is.
func launch(t testing.TB, as, dir string, env []string, args ...string) *process {
	t.Helper()
	return launchBy((*exec.Cmd).Start, t, as, dir, env, args...)
}

func launchBy(start func(*exec.Cmd) error, t testing.TB, as, dir string, env []string, args ...string) *process {
	t.Helper()
	p := &process{TB: t, bare: as == "bare", cmd: exec.Command(os.Args[0], args...), log: filepath.Join(dir, "log")}
	p.cmd.Dir = dir
	p.cmd.Env = append([]string{role + "=" + as, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}, env...)
	log, err := os.OpenFile(p.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	p.must(err)
	defer log.Close()
	p.cmd.Stderr = log
	stdout, err := p.cmd.StdoutPipe()
	p.must(err)
	p.must(start(p.cmd))
	p.ended = sync.OnceValue(p.cmd.Wait)
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.ended()
	})
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadString('\n')
		if url, ok := strings.CutPrefix(strings.TrimSpace(line), "Mintmark is at "); ok {
			p.url = strings.TrimSuffix(url, "/")
			go func() { _, _ = io.Copy(io.Discard, lines) }()
			return p
		}
		if err != nil {
			t.Fatalf("%s ended: %v, %v\n%s", as, err, p.ended(), p.said())
		}
	}
}

// client is one whose every exchange is as the OpenAPI document says.
func (p *process) client() *http.Client {
	return &http.Client{Transport: contracttest.Transport{TB: p}}
}

func (p *process) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// said is the end of the log.
func (p *process) said() string {
	const most = 4096
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-most):])
}

func (p *process) kill() {
	p.must(p.cmd.Process.Kill())
	_ = p.ended()
}

// stop asks the server to end, and wants it to end well.
func (p *process) stop() {
	p.Helper()
	p.must(p.cmd.Process.Signal(syscall.SIGTERM))
	if err := p.ended(); err != nil {
		p.Errorf("the server ended with %v\n%s", err, p.said())
	}
}
