package chaos

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// cpu is what the process and those that it has started have used so far.
func (p *process) cpu() (used time.Duration) {
	p.Helper()
	for _, pid := range p.family() {
		used += cpuOf(p, pid)
	}
	return used
}

// family is the process and those that it has started.
//
// Source: proc_pid_task(5).
func (p *process) family() []int {
	p.Helper()
	pids := []int{p.cmd.Process.Pid}
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", p.cmd.Process.Pid))
	p.must(err)
	for _, list := range lists {
		text, _ := os.ReadFile(list) // of a thread that may have ended
		for field := range strings.FieldsSeq(string(text)) {
			pid, err := strconv.Atoi(field)
			p.must(err)
			pids = append(pids, pid)
		}
	}
	return pids
}

// cpuOf is what all threads of a process have used, in user and in system mode.
//
// Source: clock_getcpuclockid(3).
func cpuOf(t testing.TB, pid int) time.Duration {
	t.Helper()
	clock := ^pid<<3 | 2
	var used syscall.Timespec
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, uintptr(clock), uintptr(unsafe.Pointer(&used)), 0); errno != 0 {
		t.Fatal(errno)
	}
	return time.Duration(used.Nano())
}

// busy is the CPU time that all there is on this machine has used so far.
//
// Source: proc_stat(5).
func busy(t testing.TB) time.Duration {
	t.Helper()
	const tick = 10 * time.Millisecond
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		t.Fatal(err)
	}
	var user, nice, system, idle, iowait, irq, softirq, steal time.Duration
	if _, err := fmt.Sscanf(string(text), "cpu %d %d %d %d %d %d %d %d", &user, &nice, &system, &idle, &iowait, &irq, &softirq, &steal); err != nil {
		t.Fatal(err)
	}
	return tick * (user + nice + system + irq + softirq + steal)
}

// peakMiB is the most memory that the process and those that it has started have
// had, each at its own time.
func (p *process) peakMiB() (sum float64) {
	p.Helper()
	for _, pid := range p.family() {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		p.must(err)
		_, after, _ := strings.Cut(string(status), "VmHWM:")
		var kib float64
		_, err = fmt.Sscan(after, &kib)
		p.must(err)
		sum += kib / 1024
	}
	return sum
}
