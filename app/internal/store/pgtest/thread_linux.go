package pgtest

import (
	"runtime"
	"syscall"
)

// tieToThread has the child end however this process ends.
func tieToThread(attr *syscall.SysProcAttr) (release func()) {
	runtime.LockOSThread()
	attr.Pdeathsig = syscall.SIGQUIT
	return runtime.UnlockOSThread
}
