package browser

import (
	"strconv"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hidden says why nobody sees where the keyboard is; "" where it is seen. What
// stands over the page for a while does not count.
const hidden = `(() => {
	const e = document.activeElement, card = e.closest(".token"), box = e.getBoundingClientRect();
	const look = getComputedStyle(e), lined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
	const name = e.tagName + " " + e.id + " " + e.className + " " + e.textContent.slice(0, 30) + ": ";
	if (!lined && !(e.matches("textarea") && card && getComputedStyle(card).boxShadow !== "none")) return name + "no outline";
	if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return name + "out of the window";
	return "";
})()`

// key presses a key, with Ctrl where that is wanted.
func (p *Page) key(key string, modifiers ...kb.Modifier) {
	p.t.Helper()
	p.do("press "+strconv.Quote(key), chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// letter presses a key in one event, as people do: where the page takes it for a
// shortcut, no letter is typed.
func (p *Page) letter(key string) {
	p.t.Helper()
	for _, event := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		down := input.DispatchKeyEventParams{Type: event, Key: key}
		if event == "keyDown" {
			down.Text = key
		}
		call(p, input.DispatchKeyEvent, down)
	}
}

// tabTo presses the tab key, or with Shift, until an element has the focus, and
// looks at each stop on the way.
func (p *Page) tabTo(selector string, modifiers ...kb.Modifier) {
	p.t.Helper()
	p.Wait(`document.querySelector(` + strconv.Quote(selector) + `) !== null`)
	there := `document.activeElement.matches(` + strconv.Quote(selector) + `)`
	for range 80 {
		if Eval[bool](p, there) {
			return
		}
		p.key(kb.Tab, modifiers...)
		if why := Eval[string](p, `document.activeElement === document.body ? "" : `+hidden); why != "" {
			p.t.Errorf("the focus cannot be seen: %s", why)
		}
	}
	p.t.Fatalf("the tab key does not lead to %s", selector)
}

// paste has the browser paste, as Ctrl V does.
func (p *Page) paste(text string) {
	p.t.Helper()
	Eval[bool](p, `navigator.clipboard.writeText(`+strconv.Quote(text)+`).then(() => true)`)
	call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: "rawKeyDown", Modifiers: 2, Key: "v", Code: "KeyV", WindowsVirtualKeyCode: 86, Commands: []string{"paste"}})
}

// replace types over what a field holds.
func (p *Page) replace(text string) {
	p.t.Helper()
	call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: "rawKeyDown", Modifiers: 2, Key: "a", Code: "KeyA", WindowsVirtualKeyCode: 65, Commands: []string{"selectAll"}})
	p.key(text)
}

// From the paste to the copy of a token that is mended and signed, with nothing
// but the keyboard, and never in doubt where one is.
func TestMendedByKeyboard(t *testing.T) {
	t.Parallel()
	const account, apiKey = "AC15c1737bf14064d2278d616face3f17f", "SK21c17013f3face8fdc4e4623b0a9d2c1"
	swapped := encode(t, `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`,
		`{"iss":"`+account+`","sub":"`+apiKey+`","exp":`+strconv.FormatInt(time.Now().Unix()+3600, 10)+`,"grants":{"identity":"susan","video":{"room":"daily"}}}`)
	p := Start(t).open(t, Hosted(t))
	p.Look(1280, 800, "light")
	p.Clipboard(cdpbrowser.PermissionSettingGranted)

	p.key(kb.Tab)
	if got := Eval[string](p, focused); got != "skip" {
		t.Errorf("the first stop is %q, want the way past the bar", got)
	}
	p.key(kb.Enter)
	p.Wait(`document.activeElement.matches("main")`)
	p.tabTo("#token")
	p.paste(swapped)
	p.Wait(contains(headline, "are swapped"))
	p.tabTo(".actions .main", kb.ModifierShift)
	p.key(kb.Enter)
	p.Wait(focused + ` === "iss"`)
	p.replace(apiKey)
	p.tabTo("#sub", kb.ModifierShift)
	p.replace(account)
	p.Wait(contains(headline, "edited, and not signed again"))
	p.tabTo("#says-1", kb.ModifierShift)
	p.letter("k") // no text is typed there, so it is a shortcut
	p.Wait(focused + ` === "key"`)
	p.key(secret)
	p.Wait(contains(chips, "signed here"))
	p.tabTo(".actions .main", kb.ModifierShift)
	p.key(kb.Enter)
	p.Wait(contains(toast, "Copied the token"))
	verified(t, Eval[string](p, `navigator.clipboard.readText()`), secret)
	noComplaints(t, p)
}

// Each screen can be walked through, and a row of each list opened.
func TestScreensByKeyboard(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, Hosted(t))
	p.Look(1280, 800, "dark")
	p.Clipboard(cdpbrowser.PermissionSettingGranted)

	p.letter("m")
	p.tabTo("#many")
	p.paste(token + "\n" + mint(t))
	p.Wait(rowCount + ` === 2`)
	p.tabTo("[data-sort='3']")
	p.key(kb.Enter)
	p.Wait(`document.querySelectorAll("th")[3].ariaSort === "ascending"`)
	p.tabTo("tbody tr:nth-child(2) button")
	p.key(kb.Enter)
	p.Wait(contains(headline, "Nothing speaks against this token") + ` && ` + focused + ` === "token"`)

	p.tabTo("[href='#/compare']", kb.ModifierShift)
	p.key(kb.Enter)
	p.tabTo("#left")
	p.paste(token + " " + mint(t))
	p.Wait(contains(compared, "They differ in"))
	p.tabTo(".card .seg [aria-pressed=false]")
	p.key(" ")
	p.Wait(contains(`document.querySelector(".seg [aria-pressed=true]").innerText`, "All"))

	p.letter("g")
	p.tabTo("#gallery-filter")
	p.key("20103 swapped")
	p.Wait(`document.querySelectorAll(".exhibit").length === 1`)
	p.tabTo(".exhibit a")
	p.key(kb.Enter)
	p.Wait(contains(headline, "are swapped") + ` && ` + focused + ` === "verdict"`)

	p.tabTo("#says-0")
	for _, want := range []string{"says-1", "says-2", "says-3"} {
		p.key(kb.ArrowRight)
		p.Wait(focused + ` === "` + want + `"`)
	}
	p.key(kb.Home)
	p.Wait(focused + ` === "says-0" && document.querySelector(".who") !== null`)
	noComplaints(t, p)
}

// A dialog holds the focus, and gives it back to where it came from.
func TestDialogsByKeyboard(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, Hosted(t)+"#token="+token)
	p.Look(1280, 800, "light")
	p.Wait(contains(headline, "it expired"))
	for _, test := range []struct{ opener, by, close string }{
		{"#settings", kb.Enter, kb.Escape},
		{"#help", kb.Enter, kb.Enter}, // on "Close", which has the focus
		{".token .btn:nth-last-child(3)", " ", kb.Escape},
		{"#says-0", "s", kb.Escape},
		{"#says-0", ",", kb.Enter},
	} {
		p.tabTo(test.opener)
		if strings.Contains("s,", test.by) {
			p.letter(test.by)
		} else {
			p.key(test.by)
		}
		p.Wait(`document.querySelector("dialog")?.contains(document.activeElement) === true`)
		for range 8 {
			p.key(kb.Tab)
			if got := Eval[string](p, `document.querySelector("dialog").contains(document.activeElement) || document.activeElement === document.body ? "" : document.activeElement.outerHTML.slice(0, 100)`); got != "" {
				t.Errorf("from the dialog of %s the tab key leads to %s", test.opener, got)
			}
		}
		p.tabTo("dialog header button")
		p.key(test.close)
		p.Wait(`document.querySelector("dialog") === null && document.activeElement.matches(` + strconv.Quote(test.opener) + `)`)
	}
	noComplaints(t, p)
}

// A step back in a menu of tokens, and the times, by keyboard.
func TestPickedByKeyboard(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, SingleFile(t, Site(t)))
	p.Look(320, 700, "light")
	p.tabTo("#token")
	p.Paste("#token", strings.Join([]string{token, mint(t)}, "\n"))
	p.Wait(contains(headline, "it expired"))
	p.tabTo("#pick", kb.ModifierShift)
	p.key(kb.ArrowDown)
	p.Wait(contains(headline, "Nothing speaks against this token") + ` && ` + focused + ` === "pick"`)
	p.tabTo("[aria-controls=as-of-choice]")
	p.key(kb.Enter)
	p.tabTo("#leeway")
	p.key("30")
	p.Wait(contains(`document.querySelector(".time .hint").innerText`, "give or take 30 s"))
	p.tabTo("#code-open")
	p.key(kb.Enter)
	p.Wait(`document.getElementById("code-0") !== null`)
	noComplaints(t, p)
}
