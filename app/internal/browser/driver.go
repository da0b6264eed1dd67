package browser

import (
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// A Driver is one tab of any browser, with as much of it as the journeys need
// that are made in all of them. Its methods fail the test that opened it.
type Driver interface {
	// Open goes to the address and returns when the load event has been.
	Open(url string)
	// Wait returns when the JavaScript expression is true.
	Wait(expression string)
	// Value is the value of a JavaScript expression as String() has it.
	Value(expression string) string
	// Type types into the element with that CSS selector, key by key.
	Type(selector, text string)
	// Complaints are the errors on the page's console.
	Complaints() []string
}

var (
	_ Driver = (*Page)(nil)
	_ Driver = (*Firefox)(nil)
	_ Driver = (*WebKit)(nil)
)

// Value is the value of a JavaScript expression as String() has it.
func (p *Page) Value(expression string) string {
	p.t.Helper()
	return Eval[string](p, `String(`+expression+`)`)
}

// whenTrue is a promise of the moment when an expression is true.
func whenTrue(expression string) string {
	return `new Promise((done) => {
		const look = () => (` + expression + `) ? done(true) : setTimeout(look, 20);
		look();
	})`
}

// focus gives an element the focus, with the caret behind its text.
func focus(selector string) string {
	return `((e) => (e.focus(), e.setSelectionRange?.(e.value.length, e.value.length), true))(document.querySelector(` + strconv.Quote(selector) + `))`
}

// installed is the path of the first of these programs that there is.
func installed(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "install "+names[len(names)-1]+" for this test")
	return ""
}

// begin starts a program in a home of its own; it is killed with the test,
// unless it has ended by then.
func begin(t testing.TB, home string, cmd *exec.Cmd) {
	t.Helper()
	cmd.Env = append(os.Environ(), append(cmd.Env, "HOME="+home)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // which fails where it has ended
		_ = cmd.Wait()         // which tells of the kill
	})
}
