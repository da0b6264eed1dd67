package browser

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/cli"
	"mintmark/app/internal/server/contracttest"
)

// A transcript is what a command says, while it says it.
type transcript struct {
	sync.Mutex
	bytes.Buffer
	more chan struct{} // there is more to read
}

func (t *transcript) Write(p []byte) (int, error) {
	t.Lock()
	defer t.Unlock()
	select {
	case t.more <- struct{}{}:
	default:
	}
	return t.Buffer.Write(p)
}

func (t *transcript) find(pattern *regexp.Regexp) string {
	t.Lock()
	defer t.Unlock()
	return string(pattern.Find(t.Bytes()))
}

// served is the address of a mintmark serve with a configuration, of which
// somePolicy is the policy; anna is its user. Between the two stands who holds
// all that is said against the OpenAPI document.
func served(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "sk"), []byte("q7Wm2Zt9Kd4Xv1Rb8Nc5Lp3Hs6Jg0Fy4\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "mintmark.yaml"), []byte(`
admin: { listen: off }
twilio:
  account_sid: `+accountSID+`
  keys: [ { sid: `+keySID+`, secret: { file: sk } } ]
store: { driver: sqlite, path: my.db }
policy:
`+strings.ReplaceAll(somePolicy, "\n", "\n  ")), 0o600))
	must(t, annas(t, filepath.Join(dir, "my.db")).Close())

	ctx, stop := context.WithCancel(context.Background())
	said, ended := &transcript{more: make(chan struct{}, 1)}, make(chan error, 1)
	go func() {
		ended <- cli.Run(ctx, []string{"serve", "--config", filepath.Join(dir, "mintmark.yaml"), "--listen", "127.0.0.1:0"}, strings.NewReader(""), said, said)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("mintmark serve: %v", err)
		}
	})
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)
	late := time.After(patience)
	for {
		select {
		case <-said.more:
			if url := said.find(address); url != "" {
				return Serve(t, contracttest.Reverse(t, url)).URL
			}
		case err := <-ended:
			ended <- nil
			t.Fatalf("mintmark serve ended: %v\n%s", err, said.find(regexp.MustCompile(`(?s).*`)))
		case <-late:
			t.Fatal("mintmark serve does not say where it is")
		}
	}
}

// The command itself, with a configuration: whoever logs in on its page is
// offered what the policy gives, and gets it.
func TestCommandIsAskedForAToken(t *testing.T) {
	t.Parallel()
	p := Start(t).NewPage(t)
	p.OpenReady(served(t) + "#/server")
	logIn(p)
	Eval[bool](p, `((profile) => (profile.selectedIndex = 1, profile.dispatchEvent(new Event("change", { bubbles: true }))))(document.getElementById("profile"))`)
	p.Wait(contains(`document.querySelector("main").innerText`, "voice.outgoing.application_sid"))
	press(p, "#ask-preview")
	p.Wait(contains(asked, "The policy would give it, for anna, good for 10 minutes."))
	p.Wait(contains(`document.querySelector("main").innerText`, "decides staff"))
	press(p, "#ask-token")
	p.Wait(contains(asked, "Here is a token for anna."))
	pressWithFocus(p, buttonNamed("Look at it"))
	p.Wait(contains(`document.querySelector(".says").innerText`, "AP0123456789abcdef0123456789abcdef"))
	noComplaints(t, p)
}
