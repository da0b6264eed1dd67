package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience ends a wait for something that never comes, so that a test fails
// with a place instead of hanging.
const patience = time.Minute

// A Browser is one profile of Chromium: storage, caches and service workers of
// its own, which start empty and are shared by the pages that it opens.
type Browser struct {
	ctx     context.Context      // of the process
	profile cdp.BrowserContextID // empty: the one that the process began with
	stop    func()
}

// Start opens a new profile in the Chromium that all tests share; it is gone
// when the test ends.
func Start(t testing.TB) *Browser {
	t.Helper()
	ctx := shared(t)
	process := chromedp.FromContext(ctx).Browser
	made, err := cdp.Call(ctx, process, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatalf("open a profile: %v", err)
	}
	t.Cleanup(func() {
		if _, err := cdp.Call(ctx, process, target.DisposeBrowserContext, target.DisposeBrowserContextParams(made)); err != nil {
			t.Errorf("close the profile: %v", err)
		}
	})
	return &Browser{ctx: ctx, profile: made.BrowserContextID}
}

// StartAlone starts a Chromium for this test and nobody else; it stops with
// the test, if not before.
func StartAlone(t testing.TB) *Browser {
	t.Helper()
	ctx, stop, err := launch(chromium(t))
	if err != nil {
		t.Fatal(err)
	}
	b := &Browser{ctx: ctx, stop: sync.OnceFunc(stop)}
	t.Cleanup(b.stop)
	return b
}

// process is the Chromium that tests share. The first of them starts it.
var process struct {
	sync.Mutex
	ctx  context.Context
	stop func()
}

func shared(t testing.TB) context.Context {
	t.Helper()
	path := chromium(t)
	process.Lock()
	defer process.Unlock()
	if process.ctx == nil {
		var err error
		if process.ctx, process.stop, err = launch(path); err != nil {
			t.Fatal(err)
		}
	}
	return process.ctx
}

// Stop ends the Chromium that tests share, once they have all ended.
func Stop() {
	process.Lock()
	defer process.Unlock()
	if process.ctx != nil {
		process.stop()
		process.ctx = nil
	}
}

// launch starts Chromium in an empty folder, which stop removes. Windows that
// nobody sees get no address bar, which is a program as large as the page.
func launch(path string) (_ context.Context, stop func(), _ error) {
	ctx, free := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path),
		chromedp.Headless,
		chromedp.NoSandbox,
		chromedp.NoFirstRun,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("disable-features", "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI,SpareRendererForSitePerProcess"),
	)
	ctx, end := chromedp.NewContext(ctx)
	stop = func() { end(); free() }
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, fmt.Errorf("start Chromium: %w", err)
	}
	return ctx, stop, nil
}

// chromium is the path of the browser.
func chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "there is no Chromium here: install chromium, or name one in CHROMIUM")
	return ""
}

// missing skips the test, or fails it where nothing is to be skipped.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}
