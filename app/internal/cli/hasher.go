package cli

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"mintmark/app/internal/password"
)

// hasherArg is what serve starts this program with, once more, to have passwords
// checked. It is no command: nobody types it.
const hasherArg = "hash-passwords"

// HashesPasswords reports whether this process was started for that alone, which
// [Main] then does.
func HashesPasswords() bool { return len(os.Args) == 2 && os.Args[1] == hasherArg }

// hashPasswords ends with its standard input, which serve holds, and by no signal
// that is meant for serve: that finishes what is in flight.
func hashPasswords() int {
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	if isTerminal(os.Stdin) {
		fmt.Fprintln(os.Stderr, "mintmark: error: hash-passwords is for mintmark serve alone")
		return exitUsage
	}
	_ = os.WriteFile("/proc/self/comm", []byte("mintmark"), 0) // it was started as exe
	if err := password.Work(os.Stdin, os.Stdout); err != nil {
		return exitUsage
	}
	return exitOK
}

// delegate has passwords checked by processes of their own.
func (s *serve) delegate() {
	if s.itself && password.Delegates {
		s.hasher.Delegate(hasherCommand, s.log())
	}
}

// hasherCommand is the very program that runs, also where its file was replaced
// meanwhile. It knows nothing of our environment.
func hasherCommand() *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", hasherArg)
	cmd.Args[0] = os.Args[0]
	cmd.Env = []string{}
	cmd.Dir = "/"
	return cmd
}
