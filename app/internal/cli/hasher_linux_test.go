package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// hasher is the process that checks passwords, once there is one. No password is in
// its arguments, nor anything else.
func (d *daemon) hasher() (pid int) {
	d.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", d.cmd.Process.Pid))
		d.must(err)
		for _, list := range lists {
			text, _ := os.ReadFile(list) // of a thread that may have ended
			if _, err := fmt.Sscan(string(text), &pid); err == nil && d.read(pid, "cmdline") == "mintmark\x00hash-passwords\x00" && d.read(pid, "comm") == "mintmark\n" {
				return pid
			}
		}
		time.Sleep(10 * time.Millisecond) // it gives way to those who spin
	}
	d.Fatalf("no process is started\n%s", &d.stderr)
	return 0
}

func (d *daemon) read(pid int, name string) string {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name)) // "" of one that has ended
	return string(text)
}

func startForAnna(t *testing.T) *daemon {
	t.Helper()
	dir := t.TempDir()
	run(t, dir, testPassword+"\n", "user", "add", "anna", "--password-file", "-")
	d := startServe(t, dir, testEnv)
	d.wantStatus("anna", testPassword, 200)
	return d
}

// Passwords are checked by a process that knows nothing but them, and does not
// outlive the server, however that ends.
func TestServeHasher(t *testing.T) {
	for name, end := range map[string]func(*daemon){"stop": (*daemon).stop, "kill": (*daemon).kill} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := startForAnna(t)
			pid := d.hasher()
			fd, err := unix.PidfdOpen(pid, 0)
			d.must(err)
			defer unix.Close(fd)
			d.wantStatus("anna", testPassword, 200)
			d.wantStatus("anna", "wrong", 401)
			if got := d.read(pid, "environ"); got != "" {
				t.Errorf("environ: got %q, want nothing", got)
			}
			end(d)
			gone := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
			if n, err := unix.Poll(gone, 30_000); n != 1 || err != nil {
				t.Errorf("it is still there: %v", err)
			}
			if strings.Contains(d.stderr.String(), "has ended") {
				t.Errorf("it did not end by itself\n%s", &d.stderr)
			}
		})
	}
}

// Signals to all processes of a terminal or of a service are the server's: it
// finishes what is in flight.
func TestServeHasherHeedsNoSignal(t *testing.T) {
	d := startForAnna(t)
	pid := d.hasher()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		d.must(syscall.Kill(pid, signal))
	}
	d.wantStatus("anna", testPassword, 200)
	if group, err := syscall.Getpgid(pid); err != nil || group != pid || d.hasher() != pid {
		t.Errorf("got group %d, %v, want its own, and the same process\n%s", group, err, &d.stderr)
	}
	d.stop()
}

// Who kills it keeps nobody from logging in, and is told of in the log.
func TestServeHasherKilled(t *testing.T) {
	d := startForAnna(t)
	d.must(syscall.Kill(d.hasher(), syscall.SIGKILL))
	for range 3 {
		d.wantStatus("anna", testPassword, 200)
		d.wantStatus("anna", "wrong", 401)
	}
	d.await("signal: killed", 1)
	d.stop()
}
