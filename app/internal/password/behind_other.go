//go:build !linux

package password

import (
	"os"
	"os/exec"
)

// Delegates is whether [Hasher.Delegate] starts processes on this system.
const Delegates = false

func startBehind(cmd *exec.Cmd) error { return cmd.Start() }

func polled(pipe *os.File) (*os.File, error) { return pipe, nil }
