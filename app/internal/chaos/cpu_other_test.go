//go:build !linux

package chaos

import "time"

func (p *process) cpu() time.Duration {
	p.Helper()
	p.Skip("the CPU time of another process can be read on Linux only")
	return 0
}

func (p *process) peakMiB() float64 { return 0 }
