// Package browser drives the real page in a real Chromium, for tests and
// nothing else. It notes every request that a page makes and everything that
// a page's console complains about, so that a test can say "no request after
// load" and "no complaint". It also runs Go tests that are compiled to
// WebAssembly where they will run one day: in the browser.
//
// Tests share one Chromium, and each has a profile of its own in it. The
// journeys that matter most are made in Firefox and WebKit too.
//
// A machine without a browser, or a checkout whose page is not built, skips
// such tests and says why. Under CI=true they fail instead: there nothing is
// to be skipped.
package browser
