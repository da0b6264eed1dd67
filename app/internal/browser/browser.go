package browser

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience ends a wait for something that never comes, so that a test fails
// with a place instead of hanging.
const patience = time.Minute

// A Browser is a Chromium: storage, caches and service workers of its own, which
// are empty at first and shared by the pages that it opens.
type Browser struct {
	ctx  context.Context // of the process
	stop func()
}

// StartAlone starts a Chromium for this test and nobody else; it stops with
// the test, if not before.
func StartAlone(t testing.TB) *Browser {
	t.Helper()
	b := launch(t)
	t.Cleanup(b.stop)
	return b
}

// launch starts Chromium in an empty folder, which stop removes. Windows that
// nobody sees get no address bar, which is a program as large as the page.
func launch(t testing.TB, more ...chromedp.ExecAllocatorOption) *Browser {
	t.Helper()
	ctx, free := chromedp.NewExecAllocator(context.Background(), append(more,
		chromedp.ExecPath(chromium(t)),
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
	)...)
	ctx, end := chromedp.NewContext(ctx)
	b := &Browser{ctx: ctx, stop: sync.OnceFunc(func() { end(); free() })}
	if err := chromedp.Do(ctx); err != nil {
		b.stop()
		t.Fatalf("start Chromium: %v", err)
	}
	return b
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
