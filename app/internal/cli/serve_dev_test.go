package cli

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"mintmark/tokens"
)

// --dev needs nothing and leaves nothing.
func TestServeDev(t *testing.T) {
	dir := t.TempDir()
	d := startServe(t, dir, nil, "--dev")
	verdict := tokens.Diagnose(tokens.Decode(d.curl()), tokens.Options{})
	if verdict.Refused {
		t.Errorf("its token: %+v", verdict)
	}
	d.wantPage(false)
	d.stop()
	if got := d.stderr.String(); !strings.Contains(got, "Twilio will refuse these tokens") || !strings.Contains(got, "TWILIO_ACCOUNT_SID") {
		t.Errorf("it does not say that Twilio will refuse the tokens: %s", got)
	}
	if _, password, _ := strings.Cut(d.greet, `"password":"`); strings.Contains(d.stderr.String(), password[:20]) {
		t.Errorf("the password is in the log: %s", &d.stderr)
	}
	left, err := os.ReadDir(dir)
	d.must(err)
	if len(left) != 0 {
		t.Errorf("it left %v", left)
	}
}

// With a database that stays, each run has its own password, and the other
// users stay as they are.
func TestServeDevKeepsDatabase(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, testPassword, "user", "add", "anna", "--db", "my.db")
	first := startServe(t, dir, nil, "--dev", "--db", "my.db")
	first.curl()
	first.stop()
	if users := run(t, dir, "", "user", "list", "--db", "my.db"); !regexp.MustCompile(`(?m)^dev +disabled`).MatchString(users) {
		t.Errorf("the user of --dev may still log in:\n%s", users)
	}

	second := startServe(t, dir, nil, "--dev", "--db", "my.db")
	second.curl()
	second.wantStatus("anna", testPassword, http.StatusOK)
	_, old, _ := strings.Cut(first.greet, `"password":"`)
	old, _, _ = strings.Cut(old, `"`)
	second.wantStatus("dev", old, http.StatusUnauthorized)
	second.stop()
}

// Somebody may be called dev. What serve --dev cannot have made it leaves as it is,
// also where it took the name for a run and somebody uses it since.
func TestServeDevLeavesRealUser(t *testing.T) {
	for name, before := range map[string]func(t *testing.T, dir string){
		"added": func(t *testing.T, dir string) {
			run(t, dir, testPassword, "user", "add", "dev", "--db", "my.db")
		},
		"taken over": func(t *testing.T, dir string) {
			startServe(t, dir, nil, "--dev", "--db", "my.db").stop()
			run(t, dir, testPassword, "user", "passwd", "dev", "--db", "my.db")
			run(t, dir, "", "user", "enable", "dev", "--db", "my.db")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			before(t, dir)
			out, err := command(dir, nil, "serve", "--dev", "--db", "my.db", "--listen", "127.0.0.1:0").CombinedOutput()
			wantUsage(t, out, err, "my.db has a user dev whose password serve --dev did not make")
			d := startServe(t, dir, testEnv, "--db", "my.db")
			d.wantStatus("dev", testPassword, http.StatusOK)
			d.stop()
			if strings.Contains(d.stderr.String(), "whom serve --dev makes") {
				t.Errorf("it takes somebody for its own: %s", &d.stderr)
			}
		})
	}
}

// Of two --dev on one database the second is refused: it would take the user of
// the first. So is one after a --dev that was killed, until somebody says so.
func TestServeDevTwice(t *testing.T) {
	dir := t.TempDir()
	first := startServe(t, dir, nil, "--dev", "--db", "my.db")
	refused := func() {
		t.Helper()
		out, err := command(dir, nil, "serve", "--dev", "--db", "my.db", "--listen", "127.0.0.1:0").CombinedOutput()
		wantUsage(t, out, err, "another serve --dev is using my.db")
		wantUsage(t, out, err, "mintmark user disable dev --db my.db\n")
	}
	refused()
	first.curl()
	first.kill()
	refused()
	run(t, dir, "", "user", "disable", "dev", "--db", "my.db")
	startServe(t, dir, nil, "--dev", "--db", "my.db").curl()
}

// A --dev that was killed cannot clear up; the next server says so.
func TestServeSpeaksOfLeftovers(t *testing.T) {
	dir := t.TempDir()
	startServe(t, dir, nil, "--dev", "--db", "my.db").kill()
	d := startServe(t, dir, testEnv, "--db", "my.db")
	d.stop()
	if !strings.Contains(d.stderr.String(), "the user dev, whom serve --dev makes, may log in") {
		t.Errorf("it did not say that dev may log in: %s", &d.stderr)
	}
}
