package cli

import (
	"bufio"
	"bytes"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// Every command waits for what packages do before main. Ours compile no
// expressions there and fill no big tables: that is done on first use.
func TestStartsAtOnce(t *testing.T) {
	const most, mostOfAll = 150, 300 // allocations; one long expression is 800
	cmd := exec.Command("mintmark", "version")
	cmd.Env = append(cmd.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	init := regexp.MustCompile(`^init (mintmark/\S+) .* (\d+) allocs$`)
	packages, all := 0, 0
	for lines := bufio.NewScanner(&trace); lines.Scan(); {
		m := init.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		allocs, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		if allocs > most {
			t.Errorf("%s allocates %d times before main, want %d at most", m[1], allocs, most)
		}
		packages, all = packages+1, all+allocs
	}
	if packages == 0 || all > mostOfAll {
		t.Errorf("%d packages allocate %d times before main, want %d at most", packages, all, mostOfAll)
	}
}
