//go:build !linux

package chaos

import (
	"testing"
	"time"
)

func (p *process) cpu() time.Duration { return cpuOf(p, 0) }

func cpuOf(t testing.TB, _ int) time.Duration {
	t.Skip("the CPU time of a process can be read on Linux only")
	return 0
}

func busy(t testing.TB) time.Duration { return cpuOf(t, 0) }

func (p *process) peakMiB() float64 { return 0 }
