package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// Main runs the command line of this process and returns its exit code. The
// first Ctrl-C or SIGTERM asks it to end, the second ends it.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return ExitCode(Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
