package browser

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A Page is one tab. Its methods fail the test that opened it.
type Page struct {
	Record // what the page has done since it was opened

	t       testing.TB
	ctx     context.Context
	profile cdp.BrowserContextID
	close   func()
}

// confess makes a page say on its console what its policy has stopped.
const confess = `addEventListener("securitypolicyviolation", (e) =>
	console.error("policy violated: " + e.effectiveDirective + " " + e.blockedURI));`

// NewPage opens an empty tab.
func (b *Browser) NewPage(t testing.TB) *Page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithExistingBrowserContext(b.profile))
	t.Cleanup(cancel)
	p := &Page{t: t, ctx: ctx, profile: b.profile, close: cancel}
	p.check("open a tab", chromedp.Do(ctx))
	p.check("listen", chromedp.Listen(ctx, p.note))
	p.Before(confess)
	// Of all windows one has the focus; here each page believes that it has.
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return p
}

// Close closes the tab, which is otherwise there until the test ends.
func (p *Page) Close() { p.close() }

// Before has every document of the tab run a script before its own.
func (p *Page) Before(script string) {
	p.t.Helper()
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// Open goes to the address and returns when the load event has been.
func (p *Page) Open(url string) {
	p.t.Helper()
	p.do("open "+url, chromedp.Navigate(url))
}

// OpenReady goes to the address and returns when the program has started.
func (p *Page) OpenReady(url string) {
	p.t.Helper()
	p.Open(url)
	p.WaitReady()
}

// Reload loads the page again and returns when the program has started.
func (p *Page) Reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
	p.WaitReady()
}

// WaitReady returns when the program has replaced the shell, and fails the
// test if it cannot start.
func (p *Page) WaitReady() {
	p.t.Helper()
	p.Wait(`["ready", "failed"].includes(document.documentElement.dataset.state)`)
	if state := Eval[string](p, `document.documentElement.dataset.state`); state != "ready" {
		p.t.Fatalf("the page %s: %s", state, Eval[string](p, `document.querySelector(".failure")?.innerText ?? ""`))
	}
}

// WaitKept returns when the service worker has the page for use offline.
func (p *Page) WaitKept() {
	p.t.Helper()
	p.Wait(`navigator.serviceWorker.controller?.state === "activated"`)
}

// Wait returns when the JavaScript expression is true.
func (p *Page) Wait(expression string) {
	p.t.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool](expression,
		chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(patience)))
	if err != nil {
		p.t.Fatalf("wait for %s: %v; the console says %q", expression, err, p.Complaints())
	}
}

// Eval is the value of a JavaScript expression; a promise is awaited.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	p.check(expression, err)
	return v
}

// Type types into the element with that CSS selector, key by key.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.do("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
	p.Wait(idle)
}

// idle is true when all cards show what the verdict is about.
const idle = `document.querySelector("main[aria-busy=true]") === null`

// Paste puts text into the element with that CSS selector as one input, as a
// paste does. Chromium's own command takes seconds for a thousand lines.
func (p *Page) Paste(selector, text string) {
	p.t.Helper()
	p.do("focus "+selector, chromedp.Focus(chromedp.CSS(selector)))
	insert := `document.execCommand("insertText", false, text)`
	if strings.Contains(text, "\n") {
		insert = `((f) => {
			f.setRangeText(text, f.selectionStart, f.selectionEnd, "end");
			return f.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
		})(document.activeElement)`
	}
	Eval[bool](p, `((text) => `+insert+`)(`+strconv.Quote(text)+`)`)
	p.Wait(idle)
}

// Click clicks the element with that CSS selector.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Look sets the width and height of the window in CSS pixels and how things look:
// "light" or "dark" as the system has it, "forced" where it takes colours from the
// page, or "zoomed", which is light, with two pixels of the screen to one of the page.
func (p *Page) Look(width, height int64, look string) {
	p.t.Helper()
	theme, forced, scale := look, "none", 1.0
	switch look {
	case "forced":
		theme, forced = "dark", "active"
	case "zoomed":
		theme, scale = "light", 2
	}
	p.do("resize", chromedp.EmulateViewport(width, height, chromedp.EmulateScale(scale)))
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}, {Name: "forced-colors", Value: forced}},
	})
}

// Clipboard lets the page's site use the clipboard without a question, or
// refuses it for good.
func (p *Page) Clipboard(setting cdpbrowser.PermissionSetting) {
	p.t.Helper()
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		call(p, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
			Permission: &cdpbrowser.PermissionDescriptor{Name: name}, Setting: setting,
			Origin: Eval[string](p, `location.origin`), BrowserContextID: p.profile})
	}
}

// Screenshot is the whole page, PNG.
func (p *Page) Screenshot() []byte {
	p.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	p.check("take a screenshot", err)
	return png
}

func (p *Page) do(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	p.check(what, chromedp.Do(ctx, action))
}

func (p *Page) check(what string, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v; the console says %q", what, err, p.Complaints())
	}
}
