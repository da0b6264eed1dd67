//go:build unix

package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Whatever is read may never end. The first Ctrl-C ends it.
func TestInterruptedRead(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string // PIPE is a named pipe
	}{
		{"env file", []string{"mint", "video", "--identity", "alice", "--env-file", "PIPE"}},
		{"secret file", []string{"verify", "--secret-file", "PIPE", "eyJ"}},
		{"secret after @", []string{"verify", "--secret", "@PIPE", "eyJ"}},
		{"key", []string{"verify", "--key", "PIPE", "eyJ"}},
		{"password", []string{"user", "add", "anna", "--password-file", "PIPE"}},
		{"payload", []string{"encode", "--secret", "x", "@PIPE"}},
		{"header", []string{"encode", "--secret", "x", "--header", "@PIPE", "{}"}},
		{"tokens", []string{"check", "--in", "PIPE"}},
		{"standard input", []string{"decode", "--in", "/dev/stdin"}},
		{"standard input unnamed", []string{"decode"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := syscall.Mkfifo(filepath.Join(dir, "PIPE"), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := command(dir, nil, test.args...)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer stdin.Close()
			if strings.Contains(strings.Join(test.args, " "), "PIPE") {
				end := opened(t, filepath.Join(dir, "PIPE"))
				defer end.Close()
			} else if _, err := stdin.Write(bytes.Repeat([]byte("x"), pipeHolds+1)); err != nil { // waits until somebody reads
				t.Fatal(err)
			}
			interrupt(t, cmd)
			_ = cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != exitUsage || !strings.Contains(stderr.String(), "interrupted") {
				t.Errorf("got exit code %d, want 1: %s", got, &stderr)
			}
		})
	}
}

// pipeHolds is how much Linux keeps in a pipe that nobody reads, and more than
// the others keep.
const pipeHolds = 64 << 10

// opened is the end of a pipe to write to, once the program holds the other.
func opened(t *testing.T, name string) io.Closer {
	t.Helper()
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func interrupt(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
}

// A program that does not come to an end on the first signal does on another:
// this one writes to somebody who does not read.
func TestSecondSignalKills(t *testing.T) {
	cmd := command(t.TempDir(), nil, "encode", "--secret", "x", "--header", `{"alg":"HS256"}`, "-")
	cmd.Stdin = strings.NewReader(`"` + strings.Repeat("x", 4*pipeHolds) + `"`)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(stdout, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = cmd.Process.Wait()
	}()
	for range 1000 {
		interrupt(t, cmd)
		select {
		case <-ended:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	_ = cmd.Process.Kill()
	t.Error("a thousand signals did not end it")
}
