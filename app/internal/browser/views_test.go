package browser

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var shots = flag.String("shots", "", "the `folder` to leave a picture of every view in")

// views are the states of the page that a person can see. Each begins on the
// fresh page, at the address with this hash.
var views = []struct {
	name, hash string
	steps      func(t *testing.T, p *Page)
}{
	{"empty", "", func(*testing.T, *Page) {}},
	{"refused", "#token=" + token, func(_ *testing.T, p *Page) {
		p.Wait(contains(headline, "it expired"))
	}},
	{"good", "", pasteGood},
	{"form", "", func(t *testing.T, p *Page) {
		pasteGood(t, p)
		openForm(p)
		press(p, "#on-voice")
		p.Wait(`document.getElementById("grants.voice.incoming.allow") !== null`)
	}},
	{"json", "", func(t *testing.T, p *Page) {
		pasteGood(t, p)
		press(p, "#says-2")
		p.Wait(`document.getElementById("json-payload") !== null`)
	}},
	{"table", "", func(t *testing.T, p *Page) {
		pasteGood(t, p)
		press(p, "#says-3")
		p.Wait(`document.getElementById("payload-claim-0") !== null`)
	}},
	{"key", "", func(t *testing.T, p *Page) {
		pasteGood(t, p)
		p.Type("#key", secret)
		p.Wait(contains(chips, "signature matches"))
	}},
	{"key wrong", "", func(t *testing.T, p *Page) {
		pasteGood(t, p)
		p.Paste("#key", "Not"+secret[3:])
		p.Wait(contains(chips, "signature wrong"))
	}},
	{"made up", "", func(_ *testing.T, p *Page) {
		press(p, ".tiles li:last-child .tile")
		p.Wait(contains(headline, "made up"))
	}},
	{"gallery", "#/gallery", func(_ *testing.T, p *Page) {
		p.Wait(`document.querySelectorAll(".exhibit").length > 90`)
	}},
	{"several", "", func(t *testing.T, p *Page) {
		p.Paste("#token", "old: "+token+"\nnew: "+mint(t))
		p.Wait(`document.getElementById("pick") !== null`)
	}},
	{"keys", "", func(t *testing.T, p *Page) {
		pasteGood(t, p)
		press(p, "#keys-1")
		p.Wait(`document.getElementById("key-text") !== null`)
	}},
	{"exhibit", "#gallery=iss-sub-swapped", func(_ *testing.T, p *Page) {
		p.Wait(contains(headline, "swapped"))
	}},
	{"many", "#/many", func(t *testing.T, p *Page) {
		p.Paste("#many", strings.Repeat(token+"\n"+mint(t)+"\n"+unsigned(`{"sub":"1"}`)+"\n", 4))
		p.Wait(contains(heapState, "12 tokens"))
	}},
	{"compare", "#/compare", func(t *testing.T, p *Page) {
		p.Paste("#left", token+" "+mint(t))
		p.Wait(contains(compared, "They differ in"))
	}},
	{"share", "#token=" + token, func(_ *testing.T, p *Page) {
		pressWithFocus(p, buttonNamed("Share"))
		pressWithFocus(p, buttonNamed("Show the token as a QR code"))
		p.Wait(`document.querySelector("svg.qr") !== null`)
	}},
	{"hidden", "#token=" + token, func(_ *testing.T, p *Page) {
		pressWithFocus(p, buttonNamed("Share"))
		press(p, "#mask")
		pressWithFocus(p, buttonNamed("Close"))
		p.Wait(`document.getElementById("unmask") !== null`)
	}},
	{"settings", "#dialog=settings", func(_ *testing.T, p *Page) {
		p.Wait(`document.getElementById("zone") !== null`)
	}},
	{"shortcuts", "#dialog=shortcuts", func(_ *testing.T, p *Page) {
		p.Wait(`document.querySelector(".shortcuts") !== null`)
	}},
	{"client capability", "#preset=client-capability", func(_ *testing.T, p *Page) {
		p.Wait(`document.getElementById("scope.outgoing.app") !== null`)
	}},
	{"taskrouter capability", "#preset=taskrouter-capability", func(_ *testing.T, p *Page) {
		p.Wait(`document.getElementById("channel") !== null`)
	}},
	{"components", "#/components", func(_ *testing.T, p *Page) {
		p.Wait(`document.querySelectorAll(".story").length > 10`)
	}},
	{"more", "", func(_ *testing.T, p *Page) {
		p.Paste("#token", unsigned(`{`+strings.Repeat(`"b":1,`, 200)+`"exp":1,"grants":{`+members(200, `"g%d":{}`)+`}}`))
		p.Wait(`document.querySelectorAll(".more").length === 2`)
	}},
}

func pasteGood(t *testing.T, p *Page) {
	p.Paste("#token", mint(t))
	p.Wait(contains(headline, "Nothing speaks against this token"))
}

// TestViews looks at every view in every width that has a layout, in both
// themes, with colours of the system's own and at twice the size: nothing may
// stick out, and nobody may be shut out.
func TestViews(t *testing.T) {
	t.Parallel()
	hosted := Hosted(t)
	file := SingleFile(t, Site(t))
	for _, v := range views {
		t.Run(v.name+" of the site", func(t *testing.T) {
			t.Parallel()
			p := Start(t).open(t, hosted+v.hash)
			v.steps(t, p)
			p.look(t, "light", v.name, 320, 768, 1280)
			p.look(t, "dark", v.name, 320, 768, 1280)
			p.look(t, "forced", v.name, 1280)
			p.look(t, "zoomed", v.name, 640)
			noComplaints(t, p)
		})
		t.Run(v.name+" of the single file", func(t *testing.T) {
			t.Parallel()
			p := Start(t).open(t, file+v.hash)
			v.steps(t, p)
			p.look(t, "light", "", 1280)
			p.look(t, "dark", "", 320)
			noComplaints(t, p)
		})
	}
}

// The shell is a view as long as the program is on its way.
func TestShellView(t *testing.T) {
	t.Parallel()
	handler, release := hold(Site(t).Handler())
	defer release()
	p := Start(t).NewPage(t)
	p.Open(Serve(t, handler).URL)
	p.look(t, "light", "shell", 320, 768, 1280)
	p.look(t, "dark", "shell", 320, 768, 1280)
	p.Paste("#token", token)
	p.Wait(`document.querySelector(".says pre") !== null`)
	p.look(t, "light", "reading", 320, 768, 1280)
	p.look(t, "dark", "reading", 320, 768, 1280)
	noComplaints(t, p)
}

// settled is true once the key stands where the width wants it.
const settled = `document.getElementById("key") === null || document.querySelector(".story") !== null ||
	matchMedia("(max-width: 62rem)").matches === (document.querySelector(".have #key") === null)`

// cutOff names what is wider than its card or dialog, and the fields that do not
// show all of a SID.
const cutOff = `[...document.querySelectorAll("dialog, .card, .verdict, .chip, input")]
	.filter((e) => (e.tagName !== "INPUT" || e.value.length === 34) && e.type !== "password" && e.scrollWidth > e.clientWidth)
	.map((e) => e.tagName + " " + e.className + " " + e.id + " " + e.scrollWidth + " in " + e.clientWidth).join("; ")`

// look looks at the page as [Page.Look] has it, in these widths. With -shots, pictures of
// a view that has a name are kept.
func (p *Page) look(t *testing.T, theme, name string, widths ...int64) {
	t.Helper()
	for _, width := range widths {
		p.Look(width, 800, theme)
		p.Wait(fmt.Sprintf("innerWidth === %d && (%s)", width, settled))
		if got := Eval[int64](p, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("%d px wide in a window of %d", got, width)
		}
		if got := Eval[string](p, cutOff); got != "" {
			t.Errorf("%s at %d px: cut off: %s", theme, width, got)
		}
		if *shots != "" && name != "" {
			p.keep(t, fmt.Sprintf("%s-%d-%s.png", strings.ReplaceAll(name, " ", "-"), width, theme))
			continue
		}
		for _, violation := range p.axe() {
			t.Errorf("%s at %d px: %s", theme, width, violation)
		}
	}
}

func (p *Page) keep(t *testing.T, name string) {
	t.Helper()
	Eval[bool](p, `new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => painted(true))))`) // a busy machine shows what was before
	if err := os.WriteFile(filepath.Join(*shots, name), p.Screenshot(), 0o644); err != nil {
		t.Fatal(err)
	}
}
