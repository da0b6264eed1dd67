//go:build unix

package pgtest

import (
	"errors"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// giveAway makes the folder that of the user who runs PostgreSQL.
func giveAway(dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	uid, gid, err := owner()
	if err != nil {
		return errors.Join(errMissing, err)
	}
	return os.Chown(dir, uid, gid)
}

func owner() (uid, gid int, err error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, err
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	return uid, gid, errors.Join(err1, err2)
}

func dropRoot(attr *syscall.SysProcAttr) {
	if os.Geteuid() != 0 {
		return
	}
	if uid, gid, err := owner(); err == nil {
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
}
