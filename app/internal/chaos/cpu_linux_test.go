package chaos

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// cpu is what the process has used so far, all of its threads, in user and in
// system mode.
//
// Source: clock_getcpuclockid(3).
func (p *process) cpu() time.Duration {
	p.Helper()
	return cpuOf(p, p.cmd.Process.Pid)
}

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

// peakMiB is the most memory that the process has had.
func (p *process) peakMiB() float64 {
	p.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	p.must(err)
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var kib float64
	_, err = fmt.Sscan(after, &kib)
	p.must(err)
	return kib / 1024
}
