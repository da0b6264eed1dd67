//go:build unix

package secret

import (
	"io/fs"
	"os"
	"syscall"
)

// owned reports whether the file is that of whoever runs this program.
func owned(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(s.Uid) == os.Geteuid()
}
