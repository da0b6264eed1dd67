//go:build !wasm

// Mintmark reads, judges and mints Twilio tokens.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"mintmark/app/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(cli.ExitCode(err))
}
