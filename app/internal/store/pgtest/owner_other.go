//go:build !unix

package pgtest

import "syscall"

func giveAway(string) error { return nil }

func dropRoot(*syscall.SysProcAttr) {}
