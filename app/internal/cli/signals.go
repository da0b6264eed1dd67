package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Main runs the command line of this process and returns its exit code. The
// first Ctrl-C or SIGTERM asks it to end, the second ends it.
func Main() int {
	if HashesPasswords() {
		return hashPasswords()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	p := &program{args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, itself: true}
	return ExitCode(p.run(ctx))
}
