package cli

import (
	"runtime"
	"testing"
)

// C06: what a flood of logins takes does not grow with the machine, and is never all
// of it where there are two cores.
func TestHashesAtOnce(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for procs, want := range map[int]int{1: 1, 2: 1, 4: 3, 64: 4} {
		runtime.GOMAXPROCS(procs)
		if got := hashesAtOnce(); got != want {
			t.Errorf("%d cores: got %d, want %d", procs, got, want)
		}
	}
}
