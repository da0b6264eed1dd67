package password

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A diary is a log that can be read meanwhile.
type diary struct {
	mu   sync.Mutex
	text strings.Builder
}

func (d *diary) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(b)
}

func (d *diary) count(text string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Count(d.text.String(), text)
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.String()
}

// delegating returns a Hasher that has one process already, which has the time for
// every hash: other tests may take all of the machine's.
func delegating(t *testing.T, params Params, atOnce int, name string) (*Hasher, *diary) {
	t.Helper()
	return delegatingTo(t, params, atOnce, name, func(c *crew) {
		c.begin, c.usual = (*exec.Cmd).Start, time.Hour
	})
}

func delegatingTo(t *testing.T, params Params, atOnce int, name string, edit func(*crew)) (*Hasher, *diary) {
	t.Helper()
	h, log := NewHasher(params, atOnce), new(diary)
	h.Delegate(program(name), slog.New(slog.NewTextHandler(log, nil)))
	edit(h.crew)
	h.crew.pause = 0
	h.crew.missing--
	h.crew.start()
	t.Cleanup(h.Close)
	return h, log
}

// idle is the one process that there is.
func (h *Hasher) idle(t *testing.T) *child {
	t.Helper()
	h.crew.mu.Lock()
	defer h.crew.mu.Unlock()
	if len(h.crew.idle) != 1 {
		t.Fatalf("there are %d idle processes, want one", len(h.crew.idle))
	}
	return h.crew.idle[0]
}

// A process says of each password what we say, and keeps being asked.
func TestDelegate(t *testing.T) {
	ctx := t.Context()
	here := NewHasher(cheap, 1)
	h, log := delegating(t, Params{Memory: 128, Time: 2, Threads: 1}, 1, "work")
	phc, err := h.Hash(ctx, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	pid := h.idle(t).cmd.Process.Pid
	old, err := here.Hash(ctx, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, phc, password string
		want                bool
	}{
		{"right", phc, "correct horse", true},
		{"wrong", phc, "correct horsf", false},
		{"cheaper", old, "correct horse", true},
		{"cheaper and wrong", old, "x", false},
		{"empty", phc, "", false},
		{"huge", phc, strings.Repeat("x", 1<<16), false},
		{"nobody", "", "correct horse", false},
	} {
		for where, h := range map[string]*Hasher{"there": h, "here": here} {
			if got, err := h.Verify(ctx, tt.phc, tt.password); got != tt.want || err != nil {
				t.Errorf("%s, %s: got %v, %v, want %v", tt.name, where, got, err, tt.want)
			}
		}
	}
	if got := h.idle(t).cmd.Process.Pid; got != pid || log.String() != "" {
		t.Errorf("another process was started: %s", log)
	}
}

// Whatever hashes are asked for at once, there are no more processes than turns.
func TestDelegateAtOnce(t *testing.T) {
	h, log := delegating(t, cheap, 3, "work")
	var wg sync.WaitGroup
	for range 24 {
		wg.Go(func() {
			phc, err := h.Hash(t.Context(), "x")
			if err != nil {
				t.Error(err)
				return
			}
			if ok, err := h.Verify(t.Context(), phc, "x"); !ok || err != nil {
				t.Errorf("got %v, %v", ok, err)
			}
		})
	}
	wg.Wait()
	if got := len(h.crew.idle); got < 1 || got > 3 || log.String() != "" {
		t.Errorf("got %d processes, want 1 to 3: %s", got, log)
	}
}

// A process that is killed costs nobody his login, and there is another.
func TestDelegateKilled(t *testing.T) {
	const kills = 10
	h, log := delegating(t, Params{Memory: 4096, Time: 1, Threads: 1}, 2, "work")
	phc, err := h.Hash(t.Context(), "right")
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			password := []string{"right", "wrong"}[n%2]
			for {
				select {
				case <-stop:
					return
				default:
				}
				if ok, err := h.Verify(t.Context(), phc, password); ok != (password == "right") || err != nil {
					t.Errorf("%s: got %v, %v", password, ok, err)
				}
			}
		})
	}
	killed := map[int]bool{}
	for range kills {
		pid := childOf(t, killed)
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Error(err)
		}
		killed[pid] = true
	}
	close(stop)
	wg.Wait()
	h.Close()
	if log.count("level=ERROR") > 0 {
		t.Error(log)
	}
}

// childOf is a process that we have started and that is none of those.
func childOf(t *testing.T, none map[int]bool) (child int) {
	t.Helper()
	for {
		lists, err := filepath.Glob("/proc/self/task/*/children")
		if err != nil || len(lists) == 0 {
			t.Fatal(lists, err)
		}
		for _, list := range lists {
			text, _ := os.ReadFile(list) // of a thread that may have ended
			for field := range strings.FieldsSeq(string(text)) {
				if _, err := fmt.Sscan(field, &child); err == nil && !none[child] {
					return child
				}
			}
		}
	}
}

// C06: where a process has no time for a hash, this one has, and does not ask it
// again before it is done.
func TestDelegateStarves(t *testing.T) {
	h, log := delegatingTo(t, cheap, 1, "work", func(c *crew) { c.begin = (*exec.Cmd).Start })
	w := h.idle(t)
	if err := w.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	phc, err := h.Hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := h.Verify(t.Context(), phc, "x"); !ok || err != nil {
		t.Errorf("got %v, %v", ok, err)
	}
	if got := len(h.crew.idle); got != 0 || h.crew.take() != nil {
		t.Errorf("%d processes are idle, want none, and none to be asked", got)
	}
	h.crew.rest = time.Time{} // a while later
	if err := w.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for h.crew.take() != w {
		runtime.Gosched()
	}
	h.crew.put(w)
	if ok, err := h.Verify(t.Context(), phc, "x"); !ok || err != nil || log.String() != "" {
		t.Errorf("after it was late: got %v, %v: %s", ok, err, log)
	}
}

// Processes that nobody lets run are ended all the same, together.
func TestCloseWaitsForNobody(t *testing.T) {
	h, _ := delegating(t, cheap, 3, "work")
	h.crew.start()
	h.crew.start()
	if got := len(h.crew.idle); got != 3 {
		t.Fatalf("there are %d processes, want 3", got)
	}
	for _, w := range h.crew.idle {
		if err := w.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
	begin := time.Now()
	h.Close()
	if took := time.Since(begin); took >= 2*endWait {
		t.Errorf("it took %v, want little more than %v", took, endWait)
	}
}

// What makes no hashes is not asked for any: this process makes them, and says so
// once.
func TestDelegateToNobody(t *testing.T) {
	for _, name := range []string{"lie", "do nothing", "work\x00"} {
		t.Run(name, func(t *testing.T) {
			h, log := delegating(t, cheap, 1, name)
			for range 2 {
				phc, err := h.Hash(t.Context(), "x")
				if err != nil {
					t.Fatal(err)
				}
				if ok, err := h.Verify(t.Context(), phc, "x"); !ok || err != nil {
					t.Errorf("got %v, %v", ok, err)
				}
				h.crew.start() // as if a while later
			}
			if got := log.count("no other can be started"); got != 1 || log.count("\n") != 1 {
				t.Errorf("the log says so %d times, want once, and nothing else: %s", got, log)
			}
		})
	}
}

// A process that dies of each hash is none to rely on.
func TestDelegateToTheDying(t *testing.T) {
	h, log := delegating(t, cheap, 1, "work once")
	for range 3 {
		if ok, err := h.Verify(t.Context(), "", "x"); ok || err != nil {
			t.Errorf("got %v, %v", ok, err)
		}
	}
	h.Close()
	if log.count("has ended") == 0 {
		t.Error("the log says nothing")
	}
}

// A process gives way with all of its threads, and has nothing of ours: no password
// in its arguments, no open file.
func TestDelegateIsBare(t *testing.T) {
	const canary = "canary-Pa55word"
	name := filepath.Join(t.TempDir(), "canary-file")
	fd, err := syscall.Open(name, syscall.O_CREAT|syscall.O_RDWR, 0o600) // not closed on exec
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	h, _ := delegatingTo(t, cheap, 1, "work", func(c *crew) { c.usual = time.Hour })
	proc := fmt.Sprintf("/proc/%d/", h.idle(t).cmd.Process.Pid)
	if _, err := h.Hash(t.Context(), canary); err != nil {
		t.Fatal(err)
	}
	if args, err := os.ReadFile(proc + "cmdline"); err != nil || bytes.Contains(args, []byte(canary)) {
		t.Errorf("cmdline: got %q, %v", args, err)
	}
	files, err := filepath.Glob(proc + "fd/*")
	if err != nil || len(files) < 3 {
		t.Fatalf("got files %v, %v", files, err)
	}
	for _, file := range files {
		if to, _ := os.Readlink(file); to == name {
			t.Errorf("it has %s", to)
		}
	}
	threads, err := filepath.Glob(proc + "task/*/stat")
	if err != nil || len(threads) < 2 {
		t.Fatalf("got threads %v, %v", threads, err)
	}
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), ") ")
		if policy := strings.Fields(rest)[38]; policy != fmt.Sprint(unix.SCHED_IDLE) {
			t.Errorf("%s: got policy %s, want %d", thread, policy, unix.SCHED_IDLE)
		}
	}
}

// Where nobody waits for it any more a hash is not made to its end.
func TestWorkEndsWithItsInput(t *testing.T) {
	cmd := program("work")()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := trial.writeTo(in); err != nil {
		t.Fatal(err)
	}
	seconds := job{Params{Memory: maxMemory / 64, Time: maxTime, Threads: 1}, keyLen, make([]byte, saltLen), nil}
	if err := seconds.writeTo(in); err != nil {
		t.Fatal(err)
	}
	in.Close()
	if err := cmd.Wait(); err != nil || out.Len() > keyLen {
		t.Errorf("got %v and %d bytes, want an end, and not the second hash", err, out.Len())
	}
}

// What is no job ends the process.
func TestWorkRefusesNoise(t *testing.T) {
	cmd := program("work")()
	cmd.Stdin = io.MultiReader(strings.NewReader("GET / HTTP/1.1\r\n\r\n"), strings.NewReader(strings.Repeat("x", 100)))
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Run(); err == nil || out.Len() > 0 {
		t.Errorf("got %v and %q, want an error", err, &out)
	}
}
