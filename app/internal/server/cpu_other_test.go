//go:build !unix

package server_test

import "time"

var began = time.Now()

// worked is how long this process has run.
func worked() time.Duration { return time.Since(began) }
