package browser

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// token is printed in Twilio's own tutorial; it expired in 2021.
const token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.eyJqdGkiOiJTSzIxYzE3MDEzZjNmYWNlOGZkYzRlNDYyM2IwYTlkMmMxLTE2MTAzNzk3NDciLCJncmFudHMiOnsidmlkZW8iOnsicm9vbSI6Ik15IFJvb20ifSwiaWRlbnRpdHkiOiJzdXNhbiJ9LCJpc3MiOiJTSzIxYzE3MDEzZjNmYWNlOGZkYzRlNDYyM2IwYTlkMmMxIiwiZXhwIjoxNjEwMzgzMzQ3LCJuYmYiOjE2MTAzNzk3NDcsInN1YiI6IkFDMTVjMTczN2JmMTQwNjRkMjI3OGQ2MTZmYWNlM2YxN2YifQ.6VCgKYoXTWnX8SzzmIgqeiqTnkOaFYL6p1g8O_mMHOc"

// shown is all that a person can read on the page, fields included, without
// white space.
const shown = `(document.body.innerText + [...document.querySelectorAll("input, textarea")].map((f) => f.value).join("")).replace(/\s/g, "")`

// noComplaints fails the test if the page's console has any.
func noComplaints(t *testing.T, p *Page) {
	t.Helper()
	if got := p.Complaints(); len(got) > 0 {
		t.Errorf("the console complains: %q", got)
	}
}

// hold answers requests for the program only once release is called.
func hold(h http.Handler) (held http.Handler, release func()) {
	gate := make(chan struct{})
	held = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			select {
			case <-gate:
			case <-r.Context().Done():
			}
		}
		h.ServeHTTP(w, r)
	})
	return held, func() { close(gate) }
}

func TestShellTakesTextBeforeTheProgramIsThere(t *testing.T) {
	t.Parallel()
	handler, release := hold(Site(t).Handler())
	server := Serve(t, handler)
	p := Start(t).NewPage(t)
	p.Open(server.URL)

	if got, want := Eval[string](p, `document.documentElement.dataset.state`), "loading"; got != want {
		t.Errorf("state %q, want %q", got, want)
	}
	if !Eval[bool](p, `document.querySelector("main h1").checkVisibility()`) {
		t.Error("the shell shows no heading")
	}
	if got := Eval[string](p, `getComputedStyle(document.documentElement).backgroundColor`); got == "rgba(0, 0, 0, 0)" {
		t.Error("the shell has no style")
	}
	p.Paste("#token", token)
	release()
	p.WaitReady()
	p.Wait(shown + `.includes("` + token + `")`)
	noComplaints(t, p)
}

func TestShellKeepsThePresetThatWasChosen(t *testing.T) {
	t.Parallel()
	handler, release := hold(Site(t).Handler())
	p := Start(t).NewPage(t)
	p.Open(Serve(t, handler).URL)
	p.Click(`a[href="#preset=video"]`)
	release()
	p.WaitReady()
	if got, want := Eval[string](p, `mintmark.hash`), "#preset=video"; got != want {
		t.Errorf("hash %q, want %q", got, want)
	}
	noComplaints(t, p)
}

func TestPageAsksForItsOwnFilesOnly(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	p := Start(t).NewPage(t)
	p.OpenReady(server.URL)
	p.WaitKept()

	own := []string{"", "boot.js", "mintmark.css", "wasm_exec.js", "app.wasm", "icon.svg", "manifest.webmanifest", "sw.js"}
	for _, got := range p.Requests() {
		path, _, _ := strings.Cut(strings.TrimPrefix(got, server.URL), "?")
		if !slices.Contains(own, path) {
			t.Errorf("the page asked for %s", got)
		}
	}
	if n := count(server.Requests(), "GET /app.wasm"); n != 1 {
		t.Errorf("the program was fetched %d times, want once for page and worker", n)
	}
	noComplaints(t, p)
}

func count(requests []string, prefix string) (n int) {
	for _, r := range requests {
		if strings.HasPrefix(r, prefix) {
			n++
		}
	}
	return n
}

func TestThemeIsThereBeforeTheProgram(t *testing.T) {
	t.Parallel()
	handler, release := hold(Site(t).Handler())
	server := Serve(t, handler)
	p := Start(t).NewPage(t)
	p.Look(800, 600, "light")
	p.Open(server.URL)
	light := Eval[string](p, `getComputedStyle(document.documentElement).backgroundColor`)
	p.Click("#theme")
	p.Open(server.URL)
	if got, want := Eval[string](p, `mintmark.theme`), "dark"; got != want {
		t.Errorf("theme %q after a new start, want %q", got, want)
	}
	if got := Eval[string](p, `getComputedStyle(document.documentElement).backgroundColor`); got == light {
		t.Errorf("the dark page is as light as before: %s", got)
	}
	release()
	p.WaitReady()
	noComplaints(t, p)
}

func TestProgramStartsWithoutStorage(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	p := Start(t).NewPage(t)
	p.Before(`for (const name of ["localStorage", "sessionStorage"])
		Object.defineProperty(window, name, { configurable: true, get() { throw new DOMException("denied", "SecurityError"); } });
	window.BroadcastChannel = class { constructor() { throw new DOMException("denied", "SecurityError"); } };`)
	p.OpenReady(server.URL)
	noComplaints(t, p)
}

func TestFragmentThatIsNoURL(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	p := Start(t).NewPage(t)
	p.OpenReady(server.URL + "#100%")
	if got, want := Eval[string](p, `mintmark.hash`), "#100%"; got != want {
		t.Errorf("hash %q at the start, want %q", got, want)
	}
	Eval[string](p, `location.hash = "#token=%zz"`)
	p.Wait(`mintmark.hash === "#token=%zz"`)
	p.WaitReady()
	noComplaints(t, p)
}

// A token in an address would stay in the history, in bookmarks and in what
// browsers sync.
func TestAddressLosesTheToken(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	b := Start(t)
	loses := func(t *testing.T, address, param string) {
		p := b.NewPage(t)
		p.Before(`window.firstHash = location.hash`)
		p.OpenReady(address + "#" + param + "=" + token + "&state=x")
		p.Wait(contains(headline, "it expired"))
		if got, want := Eval[string](p, `firstHash`), "#"+param+"="+token+"&state=x"; got != want {
			t.Fatalf("the page was opened at %q, want %q", got, want)
		}
		if got, want := Eval[string](p, `location.href`), address+"#state=x"; got != want {
			t.Errorf("the address is %q, want %q", got, want)
		}
		p.Reload()
		p.Wait(`document.querySelector("main.empty") !== null`)
		noComplaints(t, p)
	}
	for _, param := range []string{"token", "id_token", "access_token", "value"} {
		t.Run("site, "+param, func(t *testing.T) {
			t.Parallel()
			loses(t, server.URL, param)
		})
	}
	t.Run("single file", func(t *testing.T) {
		t.Parallel()
		loses(t, SingleFile(t, Site(t)), "token")
	})
}

// A browser that translates the page would send its text away.
func TestPageIsNotTranslated(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, Hosted(t))
	if Eval[bool](p, `document.body.translate`) || !Eval[bool](p, `document.querySelector("meta[name=google][content=notranslate]") !== null`) {
		t.Error("the page lets itself be translated")
	}
}

// words are all texts of the first screen, what the shell says of its start
// apart.
const words = `(() => {
	const page = document.querySelector(".page").cloneNode(true);
	page.querySelectorAll("[hidden], .legend").forEach((e) => e.remove());
	const field = page.querySelector("#token");
	return [page.innerHTML.replace(/<[^>]*>/g, " ").replace(/[\s\u200b]+/g, " ").trim(), field.placeholder, field.spellcheck, field.autocomplete].join("|");
})()`

func TestShellSaysWhatTheProgramSays(t *testing.T) {
	t.Parallel()
	handler, release := hold(Site(t).Handler())
	p := Start(t).NewPage(t)
	p.Open(Serve(t, handler).URL)
	want := Eval[string](p, words)
	release()
	p.WaitReady()
	if got := Eval[string](p, words); got != want || len(got) < 300 {
		t.Errorf("the program says\n%s, and the shell\n%s", got, want)
	}
}
