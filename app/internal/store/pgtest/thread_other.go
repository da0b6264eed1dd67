//go:build !linux

package pgtest

import "syscall"

func tieToThread(*syscall.SysProcAttr) (release func()) { return func() {} }
