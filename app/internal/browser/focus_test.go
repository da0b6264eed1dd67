package browser

import (
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"

	"mintmark/tokens"
)

const focused = `document.activeElement.id`

// pressWithFocus presses an element as the keyboard does: it has the focus.
func pressWithFocus(p *Page, element string) {
	p.Wait(`(` + element + `) !== undefined`)
	Eval[bool](p, `((e) => (e.focus(), e.click(), true))(`+element+`)`)
}

// buttonNamed is the button that says so.
func buttonNamed(text string) string {
	return `[...document.querySelectorAll("button:not([hidden])")].find((b) => b.innerText === "` + text + `")`
}

func presetLandsInTheForm(t *testing.T, p *Page) {
	for _, width := range []int64{1280, 320} {
		p.Look(width, 700, "light")
		pressWithFocus(p, `[...document.querySelectorAll(".tile")].at(-1)`)
		p.Wait(focused + ` === "grants.identity"`)
		top := Eval[float64](p, `document.querySelector(".verdict").getBoundingClientRect().top`)
		if top < -1 || top > 350 {
			t.Errorf("at %d px the verdict is %v px from the top of the window", width, top)
		}
		pressWithFocus(p, buttonNamed("New"))
		p.Wait(`document.querySelector("main.empty") !== null && ` + focused + ` === "token"`)
	}
}

func focusStaysOnThePage(_ *testing.T, p *Page) {
	pressWithFocus(p, buttonNamed("one in good order"))
	p.Wait(contains(headline, "made up") + ` && ` + focused + ` === "token"`)
	pressWithFocus(p, buttonNamed("Undo"))
	p.Wait(`document.querySelector("main.empty") !== null && ` + focused + ` === "token"`)
	pressWithFocus(p, buttonNamed("Redo"))
	p.Wait(contains(headline, "made up") + ` && ` + focused + ` === "token"`)
	openForm(p)
	press(p, "#on-voice")
	p.Wait(`document.getElementById("grants.voice.push_credential_sid") !== null`)
	pressWithFocus(p, buttonNamed("Change"))
	p.Wait(`document.getElementById("as-of") !== null`)
	Eval[bool](p, `((e) => (e.focus(), e.value = "2026-01-01T00:00:00", e.dispatchEvent(new InputEvent("input", { bubbles: true })), true))(document.getElementById("as-of"))`)
	p.Wait(contains(`document.querySelector(".time .hint").innerText`, "judged as of 1 Jan 2026"))
	pressWithFocus(p, buttonNamed("Now"))
	p.Wait(contains(`document.querySelector(".time .hint").innerText`, "judged as of now") + ` && ` + focused + ` === "as-of"`)
}

func mendLeadsToTheField(t *testing.T, p *Page) {
	p.Paste("#token", encode(t, `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`,
		`{"jti":"a","iss":"SK21c17013f3face8fdc4e4623b0a9d2c1","sub":"AC1","exp":4102444800,"iat":4102444000,"grants":{"identity":"a","video":{"room":"x"},"later":{}}}`))
	p.Wait(`document.querySelector(".actions .main") !== null`)
	press(p, "#says-0")
	pressWithFocus(p, buttonNamed("Mend it in the form"))
	p.Wait(focused + ` === "sub"`)
	press(p, "#says-0")
	pressWithFocus(p, `document.querySelector("[aria-label='Edit Video']") ?? undefined`)
	p.Wait(focused + ` === "grants.video.room"`)
	press(p, "#says-0")
	pressWithFocus(p, `document.querySelector("[aria-label='Edit later']") ?? undefined`)
	p.Wait(focused + ` === "json-payload"`)
	if got := Eval[string](p, `getSelection().toString()`); got != `"later": {}` {
		t.Errorf("selected %q, want the grant", got)
	}
}

func pasteWithoutAField(t *testing.T, p *Page) {
	for _, text := range []string{token, "Bearer " + mint(t)} {
		Eval[bool](p, `(() => {
			document.activeElement.blur();
			const clipboardData = new DataTransfer();
			clipboardData.setData("text/plain", "`+text+`");
			return document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
		})()`)
		p.Wait(tokenText + ` === "` + text + `" && ` + focused + ` === "token"`)
		p.Wait(contains(shown, "susan"))
	}
	press(p, "#says-1")
	p.Wait(`document.getElementById("grants.identity") !== null`)
	before := Eval[string](p, tokenText)
	p.Paste("#grants\\.identity", "_too")
	p.Wait(tokenText + ` !== "` + before + `"`)
	if got := tokens.Decode(Eval[string](p, tokenText)).Identity(); got != "susan_too" {
		t.Errorf("identity %q: a paste into a field is the field's", got)
	}
}

func sidsAreReadWhole(t *testing.T, p *Page) {
	p.Paste("#token", mint(t))
	openForm(p)
	p.Paste("#key", secret)
	p.Wait(contains(chips, "signature matches"))
	pressWithFocus(p, buttonNamed("Show"))
	p.Wait(`document.getElementById("key").type === "text"`)
	for _, width := range []int64{320, 360, 768, 1280} {
		p.Look(width, 800, "light")
		for _, id := range []string{"sub", "iss", "key"} {
			if over := Eval[float64](p, `((f) => f.scrollWidth - f.clientWidth)(document.getElementById("`+id+`"))`); over > 0 {
				t.Errorf("at %d px %v px of %s are cut off", width, over, id)
			}
		}
		if got := Eval[float64](p, `parseFloat(getComputedStyle(document.getElementById("sub")).fontSize)`); got < 10 {
			t.Errorf("at %d px a SID is written in %v px", width, got)
		}
	}
}

// The keyboard goes from card to card as they are seen: down the columns.
func keyboardGoesDownTheColumns(t *testing.T, p *Page) {
	p.Paste("#token", mint(t))
	p.Wait(`document.getElementById("key") !== null`)
	for _, width := range []int64{320, 1280, 768} {
		p.Look(width, 800, "light")
		p.Wait(`((cards) => cards.every((card, i) => {
			const here = card.getBoundingClientRect(), last = cards[i - 1]?.getBoundingClientRect();
			return !last || here.top >= last.bottom || here.left >= last.right;
		}))([...document.querySelectorAll(".verdict, .card")])`)
	}
}

// The real keys, with the real clipboard.
func TestPasteByKeyOnTheFreshPage(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	handler, release := hold(Site(t).Handler())
	for name, address := range map[string]string{"the program": server.URL, "the shell": Serve(t, handler).URL} {
		t.Run(name, func(t *testing.T) {
			p := Start(t).NewPage(t)
			p.Open(address)
			if name == "the program" {
				p.WaitReady()
			} else {
				defer release()
			}
			p.Clipboard(cdpbrowser.PermissionSettingGranted)
			Eval[bool](p, `navigator.clipboard.writeText("`+token+`").then(() => true)`)
			if got := Eval[string](p, `document.activeElement.tagName`); got != "BODY" {
				t.Fatalf("%s has the focus on the fresh page", got)
			}
			call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{
				Type: "rawKeyDown", Modifiers: 2, Key: "v", Code: "KeyV", WindowsVirtualKeyCode: 86, Commands: []string{"paste"}})
			p.Wait(tokenText + ` === "` + token + `"`)
			noComplaints(t, p)
		})
	}
}
