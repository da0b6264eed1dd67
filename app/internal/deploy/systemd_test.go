package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"mintmark/app/internal/deploy"
)

// unit writes the unit with a program that is there.
func unit(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("there is no systemd-analyze here")
	}
	text := strings.Replace(deploy.Systemd, "/usr/local/bin/mintmark ", "/bin/true ", 1)
	name := filepath.Join(t.TempDir(), "mintmark.service")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSystemdVerifies(t *testing.T) {
	if out, err := exec.Command("systemd-analyze", "verify", unit(t)).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

// systemd's own measure of what a service could do to the machine: 0 is least, 10
// most, and 9.6 a service without a line about it.
func TestSystemdIsHardened(t *testing.T) {
	out, err := exec.Command("systemd-analyze", "security", "--offline=yes", "--no-pager", unit(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	m := regexp.MustCompile(`Overall exposure level for mintmark\.service: ([0-9.]+)`).FindSubmatch(out)
	if m == nil {
		t.Fatalf("got no level in\n%s", out)
	}
	if level, err := strconv.ParseFloat(string(m[1]), 64); err != nil || level > 1.5 {
		t.Errorf("got exposure %s, want 1.5 or less", m[1])
	}
}

// What must not get lost: secrets come as credentials, the state is kept, a stop
// has the time that the server takes.
func TestSystemdLines(t *testing.T) {
	for _, line := range []string{
		"ExecStart=/usr/local/bin/mintmark serve --config /etc/mintmark/mintmark.yaml",
		"ExecReload=/bin/kill -HUP $MAINPID",
		"LoadCredential=sk_a:/etc/mintmark/secrets/sk_a",
		"DynamicUser=yes", "StateDirectory=mintmark", "TimeoutStopSec=40", "LimitCORE=0", "ProtectSystem=strict",
		"SystemCallFilter=sched_setattr",
	} {
		if !strings.Contains(deploy.Systemd, "\n"+line+"\n") {
			t.Errorf("there is no line %s", line)
		}
	}
	if strings.Contains(deploy.Systemd, "\nEnvironment") {
		t.Error("secrets are no business of the environment here")
	}
}
