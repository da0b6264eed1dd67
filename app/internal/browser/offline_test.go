package browser

import (
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"mintmark/app/internal/site"
	"mintmark/web"
)

func TestWorksOnceTheServerIsGone(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	chromium := Start(t)
	p := chromium.NewPage(t)
	p.OpenReady(server.URL)
	p.WaitKept()
	server.Stop()

	p.Reload()
	noComplaints(t, p)
	for _, c := range []struct{ address, paste string }{
		{"?x=1", token},
		{"index.html", token},
		{"#token=" + token, ""},
	} {
		p := chromium.NewPage(t)
		p.OpenReady(server.URL + c.address)
		p.Paste("#token", c.paste)
		p.Wait(contains(headline, "it expired"))
		noComplaints(t, p)
	}
}

func TestWorkerLeavesOtherAddressesAlone(t *testing.T) {
	t.Parallel()
	page := Site(t).Handler()
	server := Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" {
			w.Write([]byte("ok"))
			return
		}
		page.ServeHTTP(w, r)
	}))
	p := Start(t).NewPage(t)
	p.OpenReady(server.URL)
	p.WaitKept()
	p.Open(server.URL + "healthz")
	if got, want := Eval[string](p, `document.body.innerText`), "ok"; got != want {
		t.Errorf("/healthz shows %q, want %q", got, want)
	}
}

func TestNewBuildReplacesTheOld(t *testing.T) {
	t.Parallel()
	old, next := Site(t), otherSite(t)
	server := Serve(t, old.Handler())
	p := Start(t).NewPage(t)
	p.OpenReady(server.URL)
	p.WaitKept()
	if Eval[bool](p, `mintmark.updated`) {
		t.Error("the first visit speaks of an update")
	}

	server.Replace(next.Handler())
	p.Reload()
	p.Wait(`mintmark.updated`)
	if got := Eval[string](p, `mintmark.version`); got != old.Version() {
		t.Errorf("version %s before the second reload, want %s", got, old.Version())
	}
	p.Reload()
	if got := Eval[string](p, `mintmark.version`); got != next.Version() {
		t.Errorf("version %s after the update, want %s", got, next.Version())
	}
	if got, want := Eval[string](p, `document.title`), "Another Mintmark"; !strings.Contains(got, want) {
		t.Errorf("title %q, want %q", got, want)
	}
	if got := Eval[int](p, `caches.keys().then((names) => names.length)`); got != 1 {
		t.Errorf("%d caches after the update, want 1", got)
	}
	server.Stop()
	p.Reload()
	if got := Eval[string](p, `mintmark.version`); got != next.Version() {
		t.Errorf("version %s offline, want %s", got, next.Version())
	}
	noComplaints(t, p)
}

// noWorkers is true once the origin has no service worker; one that was there
// needs a moment to go.
const noWorkers = `new Promise((done) => {
	const look = async () => (await navigator.serviceWorker.getRegistrations()).length ? setTimeout(look, 20) : done(true);
	look();
})`

// What answers on a loopback address tomorrow is another program, which the
// page must not stand in the way of.
func TestLoopbackPageLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	bare, err := Site(t).WithoutWorker()
	if err != nil {
		t.Fatal(err)
	}
	another := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("another program")) })
	opens := func(t *testing.T, p *Page, server *Server) {
		t.Helper()
		server.Replace(another)
		p.Open(server.URL)
		if got := Eval[string](p, `document.body.innerText`); got != "another program" {
			t.Errorf("the address shows %.40q, want the other program", got)
		}
	}
	t.Run("first visit", func(t *testing.T) {
		server := Serve(t, bare.Handler())
		p := Start(t).open(t, server.URL)
		p.Paste("#token", token)
		p.Wait(contains(headline, "it expired"))
		Eval[bool](p, noWorkers)
		if n := count(server.Requests(), "GET /sw.js"); n != 0 {
			t.Errorf("the worker was asked for %d times", n)
		}
		noComplaints(t, p)
		opens(t, p, server)
	})
	t.Run("after a page that stays", func(t *testing.T) {
		server := Serve(t, Site(t).Handler())
		p := Start(t).open(t, server.URL)
		p.WaitKept()
		server.Replace(bare.Handler())
		p.Reload()
		Eval[bool](p, noWorkers)
		if got := Eval[int](p, `caches.keys().then((names) => names.length)`); got != 0 {
			t.Errorf("%d caches are left", got)
		}
		opens(t, p, server)
	})
}

// otherSite is a build that differs in its shell.
func otherSite(t *testing.T) *site.Site {
	t.Helper()
	shell := fstest.MapFS{}
	entries, err := fs.ReadDir(web.Files, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := fs.ReadFile(web.Files, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() == "index.html" {
			content = []byte(strings.Replace(string(content), "<title>", "<title>Another ", 1))
		}
		shell[e.Name()] = &fstest.MapFile{Data: content}
	}
	s, err := site.Assemble(shell, os.DirFS("../site/built"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
