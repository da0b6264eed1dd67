package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/chromedp/remote"
)

// A Firefox is a tab in a Firefox of its own, over WebDriver BiDi. That looks
// enough like the DevTools protocol to be spoken with its messages: commands
// with an id, answers with a result, events with a method.
//
// Source: W3C, "WebDriver BiDi".
type Firefox struct {
	t          testing.TB
	conn       *remote.Conn
	tab        string
	id         int64
	read       string // the last message, as it came
	complaints []string
}

// firefoxPrefs keep Firefox from asking anybody but loopback addresses.
const firefoxPrefs = `user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
`

// StartFirefox starts Firefox with an empty profile; it stops with the test.
func StartFirefox(t testing.TB) *Firefox {
	t.Helper()
	profile := t.TempDir()
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(firefoxPrefs), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(installed(t, "firefox", "firefox-esr"),
		"--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	begin(t, profile, cmd)
	f := &Firefox{t: t}
	f.dial(listening(t, stderr) + "/session")
	t.Cleanup(func() {
		defer time.AfterFunc(patience, func() { _ = cmd.Process.Kill() }).Stop()
		f.command("browser.close", map[string]any{"now": true}) // an empty object would be left out
		_ = cmd.Wait()                                          // it has ended, however
	})
	return f
}

func (f *Firefox) dial(address string) {
	f.t.Helper()
	var err error
	f.conn, err = remote.DialContext(context.Background(), address, remote.WithConnDebugf(func(format string, args ...any) {
		f.read = fmt.Sprintf(format, args...)
	}))
	if err != nil {
		f.t.Fatalf("connect to Firefox: %v", err)
	}
	f.command("session.new", map[string]any{"capabilities": map[string]any{}})
	f.command("session.subscribe", map[string]any{"events": []string{"log.entryAdded"}})
	f.command("script.addPreloadScript", map[string]any{"functionDeclaration": `() => {` + confess + `}`})
	var tree struct{ Contexts []struct{ Context string } }
	f.decode(f.command("browsingContext.getTree", map[string]any{"maxDepth": 0}), &tree)
	f.tab = tree.Contexts[0].Context
}

// Open goes to the address and returns when the load event has been.
func (f *Firefox) Open(url string) {
	f.t.Helper()
	f.command("browsingContext.navigate", map[string]any{"context": f.tab, "url": url, "wait": "complete"})
}

// Wait returns when the JavaScript expression is true.
func (f *Firefox) Wait(expression string) {
	f.t.Helper()
	f.Value(whenTrue(expression))
}

// Value is the value of a JavaScript expression as String() has it; a promise
// is awaited.
func (f *Firefox) Value(expression string) string {
	f.t.Helper()
	var got struct {
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	f.decode(f.command("script.evaluate", map[string]any{
		"expression":   `Promise.resolve(` + expression + `).then(String)`,
		"target":       map[string]string{"context": f.tab},
		"awaitPromise": true,
	}), &got)
	if got.ExceptionDetails.Text != "" {
		f.t.Fatalf("%s: %s", expression, got.ExceptionDetails.Text)
	}
	return got.Result.Value
}

// Type types into the element with that CSS selector, key by key.
func (f *Firefox) Type(selector, text string) {
	f.t.Helper()
	f.Value(focus(selector))
	var keys []map[string]string
	for _, key := range text {
		keys = append(keys, map[string]string{"type": "keyDown", "value": string(key)}, map[string]string{"type": "keyUp", "value": string(key)})
	}
	f.command("input.performActions", map[string]any{
		"context": f.tab,
		"actions": []map[string]any{{"type": "key", "id": "keyboard", "actions": keys}},
	})
}

// Complaints are the errors and warnings on the page's console so far.
func (f *Firefox) Complaints() []string {
	f.t.Helper()
	f.Value("1") // its answer comes behind what has been logged
	return slices.Clone(f.complaints)
}

// command is the result of a command; events on the way to it are noted.
func (f *Firefox) command(method string, params any) []byte {
	f.t.Helper()
	encoded, err := json.Marshal(params)
	if err != nil {
		f.t.Fatal(err)
	}
	defer time.AfterFunc(patience, func() { f.conn.Close() }).Stop()
	f.id++
	if err := f.conn.Write(f.t.Context(), &cdproto.Message{ID: f.id, Method: cdproto.MethodType(method), Params: encoded}); err != nil {
		f.t.Fatalf("%s: %v", method, err)
	}
	for {
		var msg cdproto.Message
		if err := f.conn.Read(f.t.Context(), &msg); err != nil {
			f.t.Fatalf("%s: %v, after %s", method, err, f.read)
		}
		if msg.ID == f.id {
			return msg.Result
		}
		f.note(msg)
	}
}

func (f *Firefox) note(msg cdproto.Message) {
	var entry struct{ Level, Text string }
	if msg.Method != "log.entryAdded" {
		return
	}
	f.decode(msg.Params, &entry)
	if entry.Level == "error" || entry.Level == "warn" {
		f.complaints = append(f.complaints, entry.Text)
	}
}

func (f *Firefox) decode(data []byte, v any) {
	f.t.Helper()
	if err := json.Unmarshal(data, v); err != nil {
		f.t.Fatalf("Firefox says %s: %v", data, err)
	}
}

// listening is the address that Firefox says on its standard error.
func listening(t testing.TB, stderr interface{ Read([]byte) (int, error) }) string {
	t.Helper()
	var said []string
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); ok {
			go func() { // or it would wait for somebody to read
				for lines.Scan() {
				}
			}()
			return address
		}
		said = append(said, lines.Text())
	}
	t.Fatalf("Firefox ended: %s", strings.Join(said, "\n"))
	return ""
}
