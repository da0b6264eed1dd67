//go:build !wasm

// Mintmark reads, judges and mints Twilio tokens.
package main

import (
	"os"

	"mintmark/app/internal/cli"
)

func main() { os.Exit(cli.Main()) }
