package password

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// Delegates is whether [Hasher.Delegate] starts processes on this system.
const Delegates = true

// startBehind starts a process that gives way to others. It has no file of ours
// but those it is given, and no signal of a terminal reaches it.
func startBehind(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // the process gives way as this thread does, which ends here
		giveWay()
		_ = unix.CloseRange(3, 1<<31-1, unix.CLOSE_RANGE_CLOEXEC)
		started <- cmd.Start()
	}()
	return <-started
}

// giveWay is about this thread. Under SCHED_IDLE whoever else wants to run goes
// first, and at once: beside a process that is merely nice, others wait for the end
// of its slice. Where neither is allowed there is still a core for others.
//
// Source: sched(7).
func giveWay() {
	const self, least = 0, 19
	if unix.SchedSetAttr(self, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_IDLE}, 0) != nil {
		_ = unix.Setpriority(unix.PRIO_PROCESS, self, least)
	}
}

// polled is the same pipe, that waits without the one thread that may run: until
// the runtime takes that away from a read, a hash could have begun.
func polled(pipe *os.File) (*os.File, error) {
	fd := pipe.Fd()
	if err := syscall.SetNonblock(int(fd), true); err != nil {
		return nil, err
	}
	return os.NewFile(fd, pipe.Name()), nil
}
