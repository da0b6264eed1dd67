package browser

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// tipShown is the meaning that is to be seen; "" for none.
const tipShown = `[...document.querySelectorAll(".tip")].filter((e) => getComputedStyle(e).visibility === "visible").map((e) => e.innerText).join("|")`

// middleOf is where the middle of an element is in the window.
func middleOf(p *Page, element string) (x, y float64) {
	p.t.Helper()
	p.Wait(`(` + element + `) != null`)
	at := Eval[[]float64](p, `((e) => (e.scrollIntoView({ block: "center" }), ((r) => [r.x + r.width / 2, r.y + r.height / 2])(e.getBoundingClientRect())))(`+element+`)`)
	return at[0], at[1]
}

func hover(p *Page, element string) {
	p.t.Helper()
	x, y := middleOf(p, element)
	call(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y})
}

const (
	nameInWords = `[...document.querySelectorAll(".named")].find((b) => b.innerText === "Signed with API key")`
	keyMeans    = "Who issued it. In an access token, the API key that signs it"
	keyName     = `document.querySelector("#iss-note code")`
)

// What a name means comes with the pointer, the focus or a touch, stays while the
// pointer goes over to it, and goes away with Escape. WCAG 2.2, 1.4.13.
func TestMeaningOfNames(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, Hosted(t))
	pasteGood(t, p)
	p.Look(1280, 900, "light")

	hover(p, nameInWords)
	p.Wait(contains(tipShown, keyMeans))
	hover(p, nameInWords+`.nextSibling`)
	p.Wait(contains(tipShown, keyMeans))
	hover(p, `document.querySelector("h1")`)
	p.Wait(tipShown + ` === ""`)
	hover(p, nameInWords)
	p.Wait(contains(tipShown, keyMeans))
	p.key(kb.Escape)
	p.Wait(tipShown + ` === ""`)
	hover(p, `document.querySelector("h1")`)

	Eval[bool](p, `(`+nameInWords+`.focus(), true)`)
	p.Wait(contains(tipShown, keyMeans))
	p.key(kb.Escape)
	p.Wait(tipShown + ` === ""`)
	if !Eval[bool](p, nameInWords+` === document.activeElement`) {
		t.Error("Escape has taken the focus")
	}
	if got := Eval[string](p, `document.getElementById(`+nameInWords+`.getAttribute("aria-describedby")).textContent`); !strings.HasPrefix(got, keyMeans) {
		t.Errorf("the name is described by %q", got)
	}

	openForm(p)
	hover(p, keyName)
	p.Wait(contains(tipShown, keyMeans))
	hover(p, `document.querySelector("h1")`)
	p.Wait(tipShown + ` === ""`)
	p.Click(`#iss`) // who types with a mouse at hand is not kept from seeing what is below
	Eval[bool](p, `new Promise((done) => setTimeout(done, 500, true))`)
	if got := Eval[string](p, tipShown); got != "" {
		t.Errorf("a click into the field shows %q", got)
	}
	p.Click(`#sub`)
	p.key(kb.Tab)
	p.Wait(`document.activeElement.id === "iss" && ` + contains(tipShown, keyMeans))
	if got := Eval[string](p, `document.activeElement.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent).join(" ")`); !strings.Contains(got, keyMeans) {
		t.Errorf("the field is described by %q", got)
	}
	p.key(kb.Escape)
	p.Wait(tipShown + ` === ""`)
	noComplaints(t, p)
}

func TestMeaningOfNamesByTouch(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, Hosted(t))
	call(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	pasteGood(t, p)
	p.Look(320, 700, "light")
	tap := func(element string) {
		x, y := middleOf(p, element)
		call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}})
		call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
	}
	tap(nameInWords)
	p.Wait(contains(tipShown, keyMeans))
	tap(`document.querySelector("h1")`)
	p.Wait(tipShown + ` === ""`)
	openForm(p)
	tap(keyName)
	p.Wait(contains(tipShown, keyMeans))
	// What is shown is in the window, whole.
	for _, name := range []string{`document.querySelector("#iss-note code")`, `document.querySelector("[id='grants.identity-note'] code")`, `document.querySelector("[id='grants.video.room-note'] code")`} {
		tap(name)
		tip := name + `.closest(".term").querySelector(".tip")`
		p.Wait(`getComputedStyle(` + tip + `).visibility === "visible"`)
		at := Eval[[]float64](p, `((r) => [r.left, r.right])(`+tip+`.getBoundingClientRect())`)
		if at[0] < 0 || at[1] > 320 {
			t.Errorf("%s: what it means is at %v in a window of 320", name, at)
		}
	}
}

// Every claim and field of the form has its meaning.
func TestEveryFieldHasItsMeaning(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, Hosted(t)+"#preset=everything")
	p.Wait(`document.getElementById("grants.identity") !== null`)
	got := Eval[[]string](p, `[...document.querySelectorAll(".form .field")].filter((f) => !f.querySelector(".tip")?.textContent).map((f) => f.innerText)`)
	if len(got) > 0 {
		t.Errorf("%s say not what they are", strconv.Quote(strings.Join(got, ", ")))
	}
}
