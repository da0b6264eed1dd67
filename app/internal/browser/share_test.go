package browser

import (
	"strconv"
	"strings"
	"testing"

	"mintmark/tokens"
)

func TestShare(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p *Page, address string) {
		p.OpenReady(address)
		good := mint(t)
		p.Paste("#token", good)
		pressWithFocus(p, buttonNamed("Share"))
		p.Wait(`document.getElementById("share-link")?.value.includes("#token=")`)
		unsigned := good[:strings.LastIndex(good, ".")+1]
		if got, want := Eval[string](p, `document.getElementById("share-link").value`), address+"#token="+unsigned; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		press(p, "#share-signed")
		p.Wait(`document.getElementById("share-link").value.endsWith("` + good + `")`)
		if got := Eval[bool](p, contains(`document.querySelector("dialog").innerText`, "opened from a file")); got != strings.HasPrefix(address, "file:") {
			t.Errorf("the dialog speaks of a file: %v", got)
		}
		pressWithFocus(p, buttonNamed("Show the token as a QR code"))
		p.Wait(`document.querySelector("svg.qr") !== null`)
		pressWithFocus(p, buttonNamed("Close"))
		p.Wait(`document.querySelector("dialog") === null`)
	})
}

// While names are hidden nothing on the page gives one away, whatever is looked
// at; and then all is as it was.
func TestMask(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p *Page, address string) {
		p.OpenReady(address)
		good := mint(t)
		parts := tokens.Decode(good)
		p.Paste("#token", good)
		p.Paste("#key", secret)
		p.Wait(contains(chips, "signature matches"))
		pressWithFocus(p, buttonNamed("Share"))
		press(p, "#mask")
		pressWithFocus(p, buttonNamed("Close"))
		p.Wait(contains(`document.querySelector(".bar").innerText`, "are hidden"))
		for _, tab := range []string{"#says-1", "#says-2", "#says-3", "#says-0"} {
			press(p, tab)
			p.Wait(`document.querySelector("` + tab + `").getAttribute("aria-selected") === "true"`)
			Eval[bool](p, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
			got := Eval[string](p, `document.body.innerText + [...document.querySelectorAll("input:not([type=password]), textarea")].map((f) => f.value).join(" ")`)
			for _, name := range []string{"susan", "daily", "0278d616", "15c1…f17f", "c17013f3", parts.Payload.Encoded, parts.Signature.Encoded, secret} {
				if strings.Contains(got, name) {
					t.Errorf("%s shows %q", tab, name)
				}
			}
		}
		if Eval[bool](p, `!document.getElementById("token").readOnly`) {
			t.Error("a field that is hidden can be typed into")
		}
		press(p, "#unmask")
		p.Wait(tokenText + ` === "` + good + `" && ` + contains(`document.body.innerText`, "susan") + ` && !document.getElementById("token").readOnly`)
		press(p, "#says-1")
		p.Wait(`document.getElementById("grants.identity")?.value === "susan"`)
		p.Paste("#grants\\.identity", "_too")
		p.Wait(tokenText + ` !== "` + good + `"`)
	})
}

const twoFrames = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`

// A program keeps its form while names are hidden, however a language writes
// them.
func TestMaskOfPrograms(t *testing.T) {
	t.Parallel()
	p := Start(t).NewPage(t)
	p.OpenReady(SingleFile(t, Site(t)))
	p.Look(1280, 900, "light")
	access := tokens.AccessToken{
		AccountSID: "AC15c1737bf14064d2278d616face3f17f", KeySID: "SK21c17013f3face8fdc4e4623b0a9d2c1",
		Identity: "Fionn O'Neil-ü\t\"Schmidt\" \\ $x #{y} Grünwald", Grants: []tokens.Grant{&tokens.Video{Room: "kitchen"}},
	}
	signed, err := access.Sign(secret)
	if err != nil {
		t.Fatal(err)
	}
	p.Paste("#token", signed)
	pressWithFocus(p, buttonNamed("Share"))
	press(p, "#mask")
	pressWithFocus(p, buttonNamed("Close"))
	for i, l := range tokens.Languages() {
		tab := "#code-" + strconv.Itoa(i)
		press(p, tab)
		p.Wait(`document.querySelector("` + tab + `").getAttribute("aria-selected") === "true"`)
		Eval[bool](p, twoFrames)
		got := Eval[string](p, `document.getElementById("code-panel").innerText`)
		for _, name := range []string{"Fionn", "Neil", "Schmidt", "nwald", "kitchen"} {
			if strings.Contains(got, name) {
				t.Errorf("%s shows %q in %s", l.Title, name, got)
			}
		}
		if want := map[bool]string{true: "TWILIO_ACCOUNT_SID", false: "MINTMARK_PASSWORD"}[l.Name != "curl"]; !strings.Contains(got, want) {
			t.Errorf("%s hides %s, which is nobody's name: %s", l.Title, want, got)
		}
	}
	noComplaints(t, p)
}

// What comes while names are hidden is hidden too, however it is spelt: a token
// that is broken over lines, a name that is cut short, one with a letter that
// cannot be seen, and one too long for a pattern.
func TestMaskOfWhatComes(t *testing.T) {
	t.Parallel()
	p := Start(t).NewPage(t)
	p.OpenReady(SingleFile(t, Site(t)))
	p.Paste("#token", mint(t))
	pressWithFocus(p, buttonNamed("Share"))
	press(p, "#mask")
	pressWithFocus(p, buttonNamed("Close"))
	p.Wait(contains(`document.querySelector(".bar").innerText`, "are hidden"))
	for name, identity := range map[string]string{
		"short": "wilhelmine", "hidden": "wil\u202ehelmine", "long": "wilhelmine" + strings.Repeat(" of somewhere", 100), "endless": "wilhelmine" + strings.Repeat("x", 100_000),
	} {
		token := tokens.Assemble([]byte(`{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}`), []byte(`{"grants":{"identity":"`+identity+`"}}`), make([]byte, 32))
		broken := token[:60] + "\n" + token[60:]
		Eval[bool](p, `(document.activeElement.blur(), document.body.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: (() => { const d = new DataTransfer(); d.setData("text", `+strconv.Quote(broken)+`); return d; })()})), true)`)
		p.Wait(contains(`document.querySelector("main").innerText`, "white space"))
		for _, tab := range []string{"#says-1", "#says-2", "#says-0"} {
			press(p, tab)
			p.Wait(`document.querySelector("` + tab + `").getAttribute("aria-selected") === "true"`)
			Eval[bool](p, twoFrames)
			got := Eval[string](p, `document.body.innerText + [...document.querySelectorAll("input:not([type=password]), textarea")].map((f) => f.value).join(" ")`)
			for _, secret := range []string{"helmine", token[70:90]} {
				if strings.Contains(got, secret) {
					t.Errorf("%s: %s shows %q", name, tab, secret)
				}
			}
		}
		if got := Eval[bool](p, contains(`document.body.innerText`, "went wrong")); got {
			t.Errorf("%s: the page is in trouble", name)
		}
	}
}
