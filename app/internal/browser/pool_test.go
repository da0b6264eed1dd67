package browser

import (
	"testing"
)

// What one test leaves, the next does not find, though it has the same Chromium
// and asks the same site.
func TestStartLeavesNothing(t *testing.T) {
	server := Serve(t, Site(t).Handler())
	file := SingleFile(t, Site(t))
	const left = `(async () => [
		localStorage.length, document.cookie.length, (await navigator.serviceWorker?.getRegistrations() ?? []).length,
		(await globalThis.caches?.keys() ?? []).length, (await navigator.permissions.query({ name: "clipboard-read" })).state,
	].join())()`
	var first *Browser
	for _, visitor := range []string{"one", "another"} {
		t.Run(visitor, func(t *testing.T) {
			b := Start(t)
			if first == nil {
				first = b
			} else if b != first {
				t.Skip("another test has that Chromium")
			}
			p := b.NewPage(t)
			p.Open(server.URL + "robots.txt")
			if got := Eval[string](p, left); got != "0,0,0,0,prompt" {
				t.Errorf("got %s on the site", got)
			}
			p.OpenReady(server.URL)
			p.WaitKept()
			Eval[string](p, `(localStorage.setItem("x", "1"), document.cookie = "x=1; max-age=1000")`)
			p.Clipboard("granted")
			if got := Eval[string](p, left); got != "1,3,1,1,granted" {
				t.Errorf("got %s where all was left that can be", got)
			}
			p = b.open(t, file)
			if got := Eval[int](p, `localStorage.length`); got != 0 {
				t.Errorf("got %d items on the disk", got)
			}
			Eval[bool](p, `(localStorage.setItem("x", "1"), true)`)
		})
	}
	if n := count(server.Requests(), "GET /app.wasm"); n < 2 {
		t.Errorf("the program was fetched %d times: the cache was not emptied", n)
	}
}
