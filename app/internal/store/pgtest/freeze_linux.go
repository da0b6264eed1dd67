package pgtest

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// Freeze stops every process of the server where it is: connections stay open,
// and nothing comes back on them.
func (c *Cluster) Freeze() error { return c.signal(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (c *Cluster) Thaw() error { return c.signal(syscall.SIGCONT) }

// signal reaches the one that begets the others first: who is stopped has no
// more of them.
func (c *Cluster) signal(sig syscall.Signal) error {
	pid := c.cmd.Process.Pid
	if err := syscall.Kill(pid, sig); err != nil {
		return err
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", pid))
	if err != nil {
		return err
	}
	for _, text := range strings.Fields(string(children)) {
		var child int
		if _, err := fmt.Sscan(text, &child); err != nil {
			return err
		}
		if err := syscall.Kill(child, sig); err != nil && err != syscall.ESRCH {
			return err
		}
	}
	return nil
}
