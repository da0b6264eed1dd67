package chaos

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// A clock is what a process takes for the time of day: the kernel asks us what
// to answer when that process, and no other, asks for it.
type clock struct {
	ahead  atomic.Int64 // nanoseconds
	notify uintptr      // file descriptor of the kernel's questions

	pid    int
	memory *os.File // of the process
}

func (c *clock) set(ahead time.Duration) { c.ahead.Store(int64(ahead)) }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

const (
	sysSeccomp    = 317
	sysPidfdOpen  = 434
	sysPidfdGetfd = 438

	clockFD = 3 // where a child says which of its descriptors the questions come from
)

// superviseClock has the kernel ask whoever has the descriptor, whose number it
// writes to [clockFD], about CLOCK_REALTIME. It is the first that the child does.
//
// Source: seccomp_unotify(2).
func superviseClock() error {
	const (
		loadWord, jumpIfEqual, answer = 0x20, 0x15, 0x06
		allow, ask                    = 0x7fff0000, 0x7fc00000
		setFilter, noNewPrivs         = 1, 38
		allThreads                    = 1 | 1<<4 // an error where that cannot be
		newListener                   = 1 << 3
		uninterrupted                 = 1 << 5 // but by SIGKILL
	)
	program := []syscall.SockFilter{
		{Code: loadWord, K: 0}, // the call
		{Code: jumpIfEqual, K: syscall.SYS_CLOCK_GETTIME, Jf: 3},
		{Code: loadWord, K: 16}, // its first argument
		{Code: jumpIfEqual, K: 0 /* CLOCK_REALTIME */, Jf: 1},
		{Code: answer, K: ask},
		{Code: answer, K: allow},
	}
	filter := syscall.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	runtime.LockOSThread() // whose privileges the others get with the filter
	defer runtime.UnlockOSThread()
	if _, _, errno := syscall.Syscall6(syscall.SYS_PRCTL, noNewPrivs, 1, 0, 0, 0, 0); errno != 0 {
		return fmt.Errorf("no new privileges: %w", errno)
	}
	fd, _, errno := syscall.Syscall(sysSeccomp, setFilter, allThreads|newListener|uninterrupted, uintptr(unsafe.Pointer(&filter)))
	if errno != 0 {
		return fmt.Errorf("seccomp: %w", errno)
	}
	_, err := os.NewFile(clockFD, "clock").Write([]byte{byte(fd)})
	return err
}

// hideVDSO makes a process that has not begun yet ask the kernel for the time,
// where it would else read it by itself.
//
// Source: ptrace(2), getauxval(3).
func hideVDSO(pid int) error {
	const vdso, ignore, word = 33, 1, 8
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(pid, &regs); err != nil {
		return err
	}
	at := uintptr(regs.Rsp)
	peek := func() (v uint64, err error) {
		var b [word]byte
		_, err = syscall.PtracePeekData(pid, at, b[:])
		at += word
		return binary.LittleEndian.Uint64(b[:]), err
	}
	for zeros := 0; zeros < 2; { // past the arguments and the environment
		v, err := peek()
		if err != nil {
			return err
		}
		if v == 0 {
			zeros++
		}
	}
	for {
		key, err := peek()
		switch {
		case err != nil || key == 0:
			return err
		case key == vdso:
			_, err = syscall.PtracePokeData(pid, at-word, []byte{ignore, 0, 0, 0, 0, 0, 0, 0})
			return err
		}
		at += word
	}
}

// begin starts a process of the role clocked.
func (c *clock) begin(cmd *exec.Cmd) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	cmd.ExtraFiles = []*os.File{w} // clockFD
	err = startWithoutVDSO(cmd)
	w.Close()
	if err != nil {
		return err
	}
	var fd [1]byte
	if _, err = io.ReadFull(r, fd[:]); err == nil {
		err = c.follow(cmd.Process.Pid, uintptr(fd[0]))
	}
	if err != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	return err
}

func startWithoutVDSO(cmd *exec.Cmd) error {
	runtime.LockOSThread() // a process is traced by a thread
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	pid := cmd.Process.Pid
	if _, err := syscall.Wait4(pid, nil, 0, nil); err != nil { // it stands before its first instruction
		return err
	}
	if err := hideVDSO(pid); err != nil {
		return err
	}
	return syscall.PtraceDetach(pid)
}

// follow answers the questions that come from a descriptor of the process.
func (c *clock) follow(pid int, fd uintptr) (err error) {
	c.pid = pid
	if c.memory, err = os.OpenFile(fmt.Sprintf("/proc/%d/mem", pid), os.O_RDWR, 0); err != nil {
		return err
	}
	process, _, errno := syscall.Syscall(sysPidfdOpen, uintptr(pid), 0, 0)
	if errno != 0 {
		return fmt.Errorf("pidfd_open: %w", errno)
	}
	defer syscall.Close(int(process))
	if c.notify, _, errno = syscall.Syscall(sysPidfdGetfd, process, fd, 0); errno != 0 {
		return fmt.Errorf("pidfd_getfd: %w", errno)
	}
	go c.answer()
	return nil
}

// answer ends with the process.
func (c *clock) answer() {
	const receive, send = 0xc0502100, 0xc0182101
	for {
		var question struct {
			id         uint64
			pid, flags uint32
			call       int32
			arch       uint32
			at         uint64
			args       [6]uint64
		}
		var reply struct {
			id    uint64
			value int64
			errno int32
			flags uint32
		}
		switch errno := c.ioctl(receive, unsafe.Pointer(&question)); errno {
		case 0:
		case syscall.EINTR:
			continue
		case syscall.ENOENT: // whoever asked was interrupted, and asks again, or is gone
			if syscall.Kill(c.pid, 0) != nil {
				return
			}
			continue
		default:
			return
		}
		now := c.now()
		var timespec [16]byte
		binary.LittleEndian.PutUint64(timespec[:], uint64(now.Unix()))
		binary.LittleEndian.PutUint64(timespec[8:], uint64(now.Nanosecond()))
		if _, err := c.memory.WriteAt(timespec[:], int64(question.args[1])); err != nil {
			reply.errno = -int32(syscall.EFAULT)
		}
		reply.id = question.id
		c.ioctl(send, unsafe.Pointer(&reply))
	}
}

func (c *clock) ioctl(what uintptr, about unsafe.Pointer) syscall.Errno {
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, c.notify, what, uintptr(about))
	return errno
}
