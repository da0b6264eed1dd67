//go:build unix

package server_test

import (
	"syscall"
	"time"
)

// worked is how long this process has computed, whatever others do meanwhile.
func worked() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
