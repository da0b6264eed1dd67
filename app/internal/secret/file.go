package secret

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// CheckFile refuses a file with a secret in it that others can read or write.
func CheckFile(path string) error {
	info, err := os.Stat(path)
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err // without the name of the system call
	}
	if err == nil {
		err = CheckMode(info)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.ToSlash(path), err)
	}
	return nil
}

// CheckMode refuses a file that others can read or write. Its group may read it
// where the file is somebody else's, for then that is how we can: Kubernetes
// mounts a secret as root's, mode 0440, for the fsGroup of the pod.
func CheckMode(info fs.FileInfo) error {
	mode := info.Mode().Perm()
	switch {
	case runtime.GOOS == "windows":
		return nil
	case mode&0o007 != 0:
		return fmt.Errorf("others on this machine may read or write it, mode %#o: chmod 600, or for a mounted Kubernetes secret defaultMode: 0400 and an fsGroup", mode)
	case mode&0o030 != 0:
		return fmt.Errorf("its group may write it, mode %#o: chmod 600", mode)
	case mode&0o040 != 0 && owned(info):
		return fmt.Errorf("its group may read it, mode %#o: chmod 600", mode)
	}
	return nil
}
