package browser

import (
	"sync"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// free are the Chromiums that no test has at the moment.
var free struct {
	sync.Mutex
	all []*Browser
}

// Start is a Chromium that nobody else has while the test lasts, and in which
// those who had it before have left nothing.
//
// All pages of a site are in one process there, beside a tab that stays: what was
// compiled of the program for one test is there for the next.
func Start(t testing.TB) *Browser {
	t.Helper()
	b := takeFree()
	begins := b == nil
	if begins {
		b = launch(t, chromedp.Flag("process-per-site", true))
	}
	t.Cleanup(func() {
		end := b.stop
		defer func() { end() }()
		if b.tidy(t); !t.Failed() {
			end = b.handOn
		}
	})
	if begins {
		b.furnish(t)
	}
	return b
}

func (b *Browser) handOn() {
	free.Lock()
	defer free.Unlock()
	free.all = append(free.all, b)
}

func takeFree() *Browser {
	free.Lock()
	defer free.Unlock()
	last := len(free.all) - 1
	if last < 0 {
		return nil
	}
	b := free.all[last]
	free.all = free.all[:last]
	return b
}

// Stop ends every Chromium, once the tests have all ended.
func Stop() {
	for b := takeFree(); b != nil; b = takeFree() {
		b.stop()
	}
}

// keepProgram keeps what was compiled of the program, and does not start it.
const keepProgram = `WebAssembly.instantiate = (module) => new Promise(() => { window.program = module })`

// furnish opens the tabs that stay, one of the site and one of the single file.
func (b *Browser) furnish(t testing.TB) {
	t.Helper()
	if _, err := open(); err != nil {
		return // there are tests that need none
	}
	for _, address := range []string{Hosted(t), SingleFile(t, Site(t))} {
		ctx, _ := chromedp.NewContext(b.ctx) // until the browser stops
		p := &Page{t: t, ctx: ctx}
		p.Before(keepProgram)
		p.Open(address)
		p.Wait(`"program" in window`)
		Eval[bool](p, `(document.documentElement.replaceChildren(), true)`) // it says that it is loading, and would for ever
	}
}

// tidy takes away what pages can leave behind.
func (b *Browser) tidy(t testing.TB) {
	t.Helper()
	p := &Page{t: t, ctx: b.ctx}
	call(p, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{Origin: "*", StorageTypes: "all"})
	call(p, network.ClearBrowserCache, cdp.Empty{})
	call(p, cdpbrowser.ResetPermissions, cdpbrowser.ResetPermissionsParams{})
	call(p, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorDefault})
}
