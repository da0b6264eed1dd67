package chaos

import (
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// The disk is full: 503 and no token, and tokens again as soon as there is
// space, without a restart.
func TestDiskFull(t *testing.T) {
	const clients = 8
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", data, "tmpfs", 0, "size=512k"); err != nil {
		t.Skip("no small disk can be had:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(data, 0); err != nil {
			t.Error(err)
		}
	})
	s := newSite(t, dir, "")
	p := s.serve()
	t.Cleanup(p.kill) // before the disk goes
	c := newCrowd(s)
	c.come(clients, p.url)
	c.await(http.StatusServiceUnavailable, 50)
	s.must(syscall.Mount("", data, "", syscall.MS_REMOUNT, "size=64m"))
	c.await(http.StatusOK, 100)
	c.leave()
	c.wantOnly(http.StatusOK, http.StatusServiceUnavailable)
	rows := s.check(c.received)
	s.intact()
	t.Logf("disk full: %d tokens received, %d rows, %d times 503", len(c.received), rows, c.statuses[http.StatusServiceUnavailable])
}
