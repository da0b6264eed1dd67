package browser

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A WebKit is a window of WebKitGTK's MiniBrowser on a screen that nobody
// sees, over WebDriver.
//
// Source: W3C, "WebDriver".
type WebKit struct {
	t       testing.TB
	session string // its address
}

// StartWebKit starts WebKit with an empty profile; it stops with the test.
func StartWebKit(t testing.TB) *WebKit {
	t.Helper()
	home := t.TempDir()
	address := freeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	driver := exec.Command(installed(t, "WebKitWebDriver", "webkit2gtk-driver"), "--port="+port)
	driver.Env = []string{"DISPLAY=" + screen(t, home), "GDK_BACKEND=x11", "NO_AT_BRIDGE=1"}
	begin(t, home, driver)
	awaitListener(t, address)

	w := &WebKit{t: t, session: "http://" + address + "/session"}
	var made struct{ SessionID string }
	w.post("", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"timeouts": map[string]any{"script": patience.Milliseconds()},
	}}}, &made)
	w.session += "/" + made.SessionID
	t.Cleanup(func() { w.do(http.MethodDelete, "", nil, nil) })
	return w
}

// watch makes a page remember its complaints, which WebDriver does not tell.
// Nothing can run before the page's own scripts, so it misses what is said
// until the load event.
const watch = `window.complaints ??= (() => {
	const said = [];
	for (const level of ["error", "warn"]) {
		const say = console[level];
		console[level] = (...words) => (said.push(words.join(" ")), say.apply(console, words));
	}
	addEventListener("error", (e) => said.push(e.message));
	addEventListener("unhandledrejection", (e) => said.push(String(e.reason)));
	addEventListener("securitypolicyviolation", (e) => said.push("policy violated: " + e.effectiveDirective + " " + e.blockedURI));
	return said;
})()`

// Open goes to the address and returns when the load event has been.
func (w *WebKit) Open(url string) {
	w.t.Helper()
	w.post("/url", map[string]string{"url": "about:blank"}, nil) // else a new hash is no new page
	w.post("/url", map[string]string{"url": url}, nil)
	w.Value(watch)
}

// Wait returns when the JavaScript expression is true.
func (w *WebKit) Wait(expression string) {
	w.t.Helper()
	w.Value(whenTrue(expression))
}

// Value is the value of a JavaScript expression as String() has it; a promise
// is awaited.
func (w *WebKit) Value(expression string) string {
	w.t.Helper()
	var got struct{ Value, Wrong string }
	w.post("/execute/async", map[string]any{"args": []any{}, "script": `
		const done = arguments[0];
		(async () => ` + expression + `)().then((v) => done({ value: String(v) }), (err) => done({ wrong: String(err) }));
	`}, &got)
	if got.Wrong != "" {
		w.t.Fatalf("%s: %s", expression, got.Wrong)
	}
	return got.Value
}

// Type types into the element with that CSS selector, key by key.
func (w *WebKit) Type(selector, text string) {
	w.t.Helper()
	var element map[string]string
	w.post("/element", map[string]string{"using": "css selector", "value": selector}, &element)
	for _, id := range element {
		w.post("/element/"+id+"/value", map[string]string{"text": text}, nil)
	}
}

// Complaints are the errors and warnings on the page's console since the load
// event.
func (w *WebKit) Complaints() []string {
	w.t.Helper()
	said := w.Value(`complaints.join("\n")`)
	if said == "" {
		return nil
	}
	return strings.Split(said, "\n")
}

// post sends the session a command and decodes what comes back.
func (w *WebKit) post(command string, params, result any) {
	w.t.Helper()
	w.do(http.MethodPost, command, params, result)
}

func (w *WebKit) do(method, command string, params, result any) {
	w.t.Helper()
	body, err := json.Marshal(params)
	if err != nil {
		w.t.Fatal(err)
	}
	req, err := http.NewRequest(method, w.session+command, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	client := http.Client{Timeout: 2 * patience}
	resp, err := client.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		w.t.Fatalf("WebKit answers %s%s with %s: %s %v", method, command, resp.Status, answer, err)
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(answer, &struct{ Value any }{result}); err != nil {
		w.t.Fatalf("WebKit answers %s%s with %s: %v", method, command, answer, err)
	}
}

// screen starts an X server without a screen, and is its name.
func screen(t testing.TB, home string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command(installed(t, "Xvfb", "xvfb"), "-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "1280x1024x24")
	cmd.ExtraFiles = []*os.File{w}
	begin(t, home, cmd)
	w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb has ended: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// freeAddress is a loopback address that nobody listens on: WebKitWebDriver
// does not say which one it takes.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func awaitListener(t testing.TB, address string) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); <-time.After(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return
		}
	}
	t.Fatalf("nobody listens on %s", address)
}
