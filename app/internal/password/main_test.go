package password

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// programs are what the test binary can be, by its one argument.
var programs = map[string]func() error{
	"work": func() error { return Work(os.Stdin, os.Stdout) },
	"work once": func() error { // and die of the second hash, without a word
		j, err := readJob(os.Stdin)
		if err == nil {
			_, err = os.Stdout.Write(j.derive())
		}
		if err == nil {
			_, err = readJob(os.Stdin)
		}
		return err
	},
	"lie": func() error {
		for {
			j, err := readJob(os.Stdin)
			if err != nil {
				return err
			}
			_, _ = os.Stdout.Write(make([]byte, j.keyLen))
		}
	},
	"do nothing": func() error { return nil },
}

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && programs[os.Args[1]] != nil {
		if err := programs[os.Args[1]](); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func program(name string) func() *exec.Cmd {
	return func() *exec.Cmd {
		cmd := exec.Command(os.Args[0], name)
		cmd.Env = []string{"GORACE=atexit_sleep_ms=0"}
		return cmd
	}
}
