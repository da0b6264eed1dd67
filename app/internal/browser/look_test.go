package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPageFits looks at the page in every width that has a layout, in both
// themes: nothing may stick out. With MINTMARK_SCREENSHOTS=DIR the pictures
// are kept for a person to look at.
func TestPageFits(t *testing.T) {
	t.Parallel()
	handler, release := hold(Site(t).Handler())
	server := Serve(t, handler)
	p := Start(t).NewPage(t)
	p.Open(server.URL)
	p.look(t, "shell")
	release()
	p.WaitReady()
	p.look(t, "empty")
	press(p, ".tiles li:last-child .tile")
	p.Wait(contains(headline, "made up"))
	p.look(t, "form")
	press(p, "#says-0")
	p.look(t, "words")
	press(p, ".key .btn:last-child")
	Eval[bool](p, `(document.getElementById("token").select(), true)`)
	p.Paste("#token", unsigned(`{`+strings.Repeat(`"b":1,`, 200)+`"exp":1,"grants":{`+members(200, `"g%d":{}`)+`}}`))
	p.Wait(`document.querySelectorAll(".more").length === 2`)
	p.look(t, "more")
	noComplaints(t, p)
}

// settled is true once the key stands where the width wants it.
const settled = `document.getElementById("key") === null ||
	matchMedia("(max-width: 62rem)").matches === (document.querySelector(".have #key") === null)`

func (p *Page) look(t *testing.T, name string) {
	t.Helper()
	for _, theme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 768, 1280} {
			p.Look(width, 800, theme)
			p.Wait(settled)
			if got := Eval[int64](p, `document.documentElement.scrollWidth`); got > width {
				t.Errorf("%s is %d px wide in a window of %d", name, got, width)
			}
			p.keep(t, fmt.Sprintf("%s-%d-%s.png", name, width, theme))
		}
	}
}

func (p *Page) keep(t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("MINTMARK_SCREENSHOTS")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name), p.Screenshot(), 0o644); err != nil {
		t.Fatal(err)
	}
}
