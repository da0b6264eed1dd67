package browser

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/golang-jwt/jwt/v5"

	"mintmark/tokens"
)

const secret = "GoodGoodGoodGoodGoodGoodGoodGood"

// What a test reads on the workbench.
const (
	headline  = `(document.querySelector(".verdict h1")?.innerText ?? "")`
	tokenText = `document.getElementById("token").value`
	chips     = `[...document.querySelectorAll(".chip")].map((c) => c.innerText).join("|")`
)

// mint signs a token that is good for an hour from now.
func mint(t *testing.T) string {
	t.Helper()
	access := tokens.AccessToken{
		AccountSID: "AC15c1737bf14064d2278d616face3f17f", KeySID: "SK21c17013f3face8fdc4e4623b0a9d2c1",
		Identity: "susan", Grants: []tokens.Grant{&tokens.Video{Room: "daily"}},
	}
	signed, err := access.Sign(secret)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// encode signs any header and payload.
func encode(t *testing.T, header, payload string) string {
	t.Helper()
	signed, err := tokens.Encode([]byte(header), []byte(payload), tokens.SecretKey(secret))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// claims are those of the token on the page, which golang-jwt takes under the
// secret.
func claims(t *testing.T, p *Page, secret string) jwt.MapClaims {
	t.Helper()
	return verified(t, Eval[string](p, tokenText), secret)
}

// open opens the page in a tab of its own.
func (b *Browser) open(t *testing.T, url string) *Page {
	t.Helper()
	p := b.NewPage(t)
	p.OpenReady(url)
	return p
}

// press clicks the element with that CSS selector wherever it stands, while
// the page may still be moving.
func press(p *Page, selector string) {
	p.Wait(`document.querySelector(` + strconv.Quote(selector) + `) !== null`)
	Eval[bool](p, `(document.querySelector(`+strconv.Quote(selector)+`).click(), true)`)
}

func contains(expression, text string) string {
	return "(" + expression + ").includes(" + strconv.Quote(text) + ")"
}

// A journey is one thing that somebody does on the page.
type journey struct {
	name string
	run  func(t *testing.T, p *Page)
}

var journeys = []journey{
	{"paste is judged", pasteIsJudged},
	{"typed letter by letter", typedLetterByLetter},
	{"key matches", keyMatches},
	{"key is wrong until an edit", keyIsWrong},
	{"edit in the form signs", editInTheFormSigns},
	{"caret stays", caretStays},
	{"typing into JSON", typingJSON},
	{"rows act on themselves", rowsActOnThemselves},
	{"a switch that is refused goes back", refusedSwitchGoesBack},
	{"preset mints", presetMints},
	{"an expired token is minted again", mintAgain},
	{"undo", undoGoesBack},
	{"tabs by keyboard", tabsByKeyboard},
	{"a finding leads to its place", findingLeadsToItsPlace},
	{"links are the browser's own", linksAreTheBrowsersOwn},
	{"colours lie under the text", coloursLieUnderTheText},
	{"a big paste", bigPaste},
	{"address", addressIsFollowed},
	{"a preset lands in the form", presetLandsInTheForm},
	{"the focus stays on the page", focusStaysOnThePage},
	{"mend leads to the field", mendLeadsToTheField},
	{"paste without a field", pasteWithoutAField},
	{"SIDs are read whole", sidsAreReadWhole},
	{"the keyboard goes down the columns", keyboardGoesDownTheColumns},
	{"theme", themeChanges},
}

func TestWorkbench(t *testing.T) {
	t.Parallel()
	travel(t, Hosted(t), journeys)
}

// The single file does from disk what the site does.
func TestWorkbenchFromDisk(t *testing.T) {
	t.Parallel()
	travel(t, SingleFile(t, Site(t)), journeys)
}

func travel(t *testing.T, address string, journeys []journey) {
	for _, j := range journeys {
		t.Run(j.name, func(t *testing.T) {
			t.Parallel()
			p := Start(t).open(t, address) // with no choice of another journey remembered
			j.run(t, p)
			noComplaints(t, p)
			if over := Eval[float64](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("the page is %v px wider than the window", over)
			}
		})
	}
}

func pasteIsJudged(t *testing.T, p *Page) {
	text := "Authorization: Bearer " + token + "\n"
	p.Paste("#token", text)
	p.Wait(contains(headline, "it expired"))
	if got := Eval[string](p, tokenText); got != text {
		t.Errorf("the field holds %q, want what was pasted", got)
	}
	for _, want := range []string{"susan", "MyRoom", "20104"} {
		p.Wait(contains(shown, want))
	}
}

func typedLetterByLetter(t *testing.T, p *Page) {
	p.Type("#token", token[:60])
	if got := Eval[string](p, tokenText); got != token[:60] {
		t.Errorf("the field holds %q, want %q", got, token[:60])
	}
	if got := Eval[string](p, `document.activeElement.id`); got != "token" {
		t.Errorf("the focus has gone to %q", got)
	}
}

func keyMatches(t *testing.T, p *Page) {
	text := mint(t)
	p.Paste("#token", text)
	p.Wait(`document.getElementById("key") !== null`)
	p.Type("#key", secret)
	p.Wait(contains(chips, "signature matches"))
	p.Wait(contains(headline, "Nothing speaks against this token"))
	if got := Eval[string](p, tokenText); got != text {
		t.Error("the key has changed the token")
	}
	if got := Eval[string](p, `document.getElementById("key").type`); got != "password" {
		t.Errorf("the secret can be read: type %s", got)
	}
}

func keyIsWrong(t *testing.T, p *Page) {
	text := mint(t)
	p.Paste("#token", text)
	p.Wait(`document.getElementById("key") !== null`)
	p.Paste("#key", "Not"+secret[3:])
	p.Wait(contains(chips, "signature wrong"))
	if got := Eval[string](p, tokenText); got != text {
		t.Error("a wrong key has changed the token")
	}
	openForm(p)
	p.Type("#grants\\.video\\.room", "!")
	p.Wait(contains(chips, "signed here"))
	claims(t, p, "Not"+secret[3:])
}

// openForm shows the form, once there is a token.
func openForm(p *Page) {
	p.Wait(`document.getElementById("says-1") !== null`)
	press(p, "#says-1")
	p.Wait(`document.getElementById("iss") !== null`)
}

func editInTheFormSigns(t *testing.T, p *Page) {
	p.Paste("#token", mint(t))
	openForm(p)
	p.Paste("#key", secret)
	p.Type("#grants\\.identity", "_and_bob")
	p.Wait(contains(chips, "signed here"))
	press(p, "#on-voice")
	p.Wait(`document.getElementById("grants.voice.incoming.allow") !== null`)
	before := Eval[string](p, tokenText)
	press(p, "#grants\\.voice\\.incoming\\.allow")
	p.Wait(tokenText + ` !== ` + strconv.Quote(before))
	p.Wait(contains(`document.querySelector(".seg [aria-pressed=true]").innerText`, "1 h"))
	grants := claims(t, p, secret)["grants"].(map[string]any)
	if got := grants["identity"]; got != "susan_and_bob" {
		t.Errorf("identity %v", got)
	}
	if got := grants["voice"].(map[string]any)["incoming"].(map[string]any)["allow"]; got != true {
		t.Errorf("voice %v", grants["voice"])
	}
}

func caretStays(t *testing.T, p *Page) {
	p.Paste("#token", mint(t))
	openForm(p)
	Eval[bool](p, `(window.field = document.getElementById("grants.identity"), field.focus(), field.setSelectionRange(2, 2), true)`)
	before := Eval[string](p, `document.querySelector("[role=timer]").innerText`)
	p.Paste(":focus", "XY")
	p.Wait(`document.querySelector("[role=timer]").innerText !== ` + strconv.Quote(before))
	p.Paste(":focus", "Z")
	p.Wait(contains(`document.querySelector(".mirror").innerText`, "."))
	if got := Eval[string](p, `field.value + field.selectionStart`); got != "suXYZsan5" {
		t.Errorf("value and caret %q, want suXYZsan and 5", got)
	}
	if !Eval[bool](p, `document.activeElement === field && field.isConnected`) {
		t.Error("the field is another one now")
	}
}

func typingJSON(t *testing.T, p *Page) {
	p.Paste("#token", mint(t))
	p.Wait(`document.getElementById("says-2") !== null`)
	press(p, "#says-2")
	p.Wait(`document.getElementById("json-payload") !== null`)
	p.Paste("#key", secret)
	Eval[bool](p, `(document.getElementById("json-payload").select(), true)`)
	text := "{ \"exp\": 4102444800,\n \"n\": 12345678901234567890 "
	p.Type("#json-payload", text)
	p.Wait(contains(`document.getElementById("json-payload-note").innerText`, "Line 2, column"))
	p.Type("#json-payload", "}")
	p.Wait(`document.getElementById("json-payload-note").innerText === ""`)
	if got := Eval[string](p, `document.getElementById("json-payload").value`); got != text+"}" {
		t.Errorf("the field holds %q, want what was typed", got)
	}
	if got, want := string(tokens.Decode(Eval[string](p, tokenText)).Payload.Data), `{"exp":4102444800,"n":12345678901234567890}`; got != want {
		t.Errorf("payload %s, want %s", got, want)
	}
	claims(t, p, secret)
}

func rowsActOnThemselves(t *testing.T, p *Page) {
	p.Paste("#token", mint(t))
	openForm(p)
	for _, k := range tokens.Kinds() {
		key := k.New().Key()
		if k.Retired || key == "video" {
			continue
		}
		before := Eval[string](p, tokenText)
		press(p, "#on-"+key)
		p.Wait(tokenText + ` !== ` + strconv.Quote(before))
		grants := tokens.Decode(Eval[string](p, tokenText)).Grants()
		if got := grants[len(grants)-1].Key; got != key {
			t.Errorf("the switch of %s acts on %s", key, got)
		}
	}
	press(p, "#on-video")
	p.Wait(`document.getElementById("grants.video.room") === null`)
	p.Paste("#grants\\.chat\\.service_sid", "IS1")
	p.Wait(contains(`document.getElementById("grants.chat.service_sid-note").innerText`, "this has 3 characters"))
	if got := tokens.Decode(Eval[string](p, tokenText)).Payload.Value.Get("grants", "chat").Display(); got != `{"service_sid":"IS1"}` {
		t.Errorf("chat %s", got)
	}
}

func refusedSwitchGoesBack(t *testing.T, p *Page) {
	text := encode(t, `{"alg":"HS256"}`, `{"iss":"SK1","grants":[]}`)
	p.Paste("#token", text)
	openForm(p)
	press(p, "#on-video")
	p.Wait(contains(`document.getElementById("note-video")?.innerText ?? ""`, "not an object"))
	if Eval[bool](p, `document.getElementById("on-video").checked`) {
		t.Error("the switch shows what is not so")
	}
	if got := Eval[string](p, tokenText); got != text {
		t.Error("the token has changed")
	}
}

func presetMints(t *testing.T, p *Page) {
	press(p, ".tiles li:nth-child(1) .tile")
	p.Wait(contains(headline, "made up"))
	made := Eval[string](p, `document.getElementById("key").value`)
	if c := claims(t, p, made); c["iss"] == "" {
		t.Errorf("claims %v", c)
	}
	for id, text := range map[string]string{
		"sub": "AC15c1737bf14064d2278d616face3f17f", "iss": "SK21c17013f3face8fdc4e4623b0a9d2c1", "key": secret,
		"grants.voice.outgoing.application_sid": "AP15c1737bf14064d2278d616face3f17f",
	} {
		Eval[bool](p, `(document.getElementById("`+id+`").select(), true)`)
		p.Paste("#"+strings.ReplaceAll(id, ".", `\.`), text)
	}
	p.Wait(contains(headline, "Fresh from the mint"))
	c := claims(t, p, secret)
	if c["sub"] != "AC15c1737bf14064d2278d616face3f17f" || !strings.HasPrefix(c["jti"].(string), "SK21c17013f3face8fdc4e4623b0a9d2c1-") {
		t.Errorf("claims %v", c)
	}
}

func mintAgain(t *testing.T, p *Page) {
	p.Paste("#token", token)
	p.Wait(contains(headline, "it expired"))
	press(p, ".actions .main")
	p.Wait(contains(headline, "Not signed yet"))
	p.Paste("#key", secret)
	p.Wait(contains(headline, "Fresh from the mint"))
	if got := claims(t, p, secret)["grants"].(map[string]any)["identity"]; got != "susan" {
		t.Errorf("identity %v", got)
	}
}

func undoGoesBack(t *testing.T, p *Page) {
	first := mint(t)
	p.Paste("#token", first)
	openForm(p)
	press(p, "#on-voice")
	p.Wait(tokenText + ` !== ` + strconv.Quote(first))
	Eval[bool](p, `(document.activeElement.blur(), document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "z", ctrlKey: true, bubbles: true})), true)`)
	p.Wait(tokenText + ` === ` + strconv.Quote(first))
	p.Wait(`!document.getElementById("on-voice").checked`)
	Eval[bool](p, `document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "Z", ctrlKey: true, shiftKey: true, bubbles: true})) || true`)
	p.Wait(`document.getElementById("on-voice").checked`)
}

func tabsByKeyboard(_ *testing.T, p *Page) {
	p.Paste("#token", token)
	p.Wait(`document.getElementById("says-0") !== null`)
	Eval[bool](p, `(document.getElementById("says-0").focus(), true)`)
	for _, want := range []string{"says-1", "says-2", "says-3", "says-0"} {
		Eval[bool](p, `(document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true})), true)`)
		p.Wait(`document.activeElement.id === "` + want + `" && document.activeElement.getAttribute("aria-selected") === "true"`)
	}
}

func findingLeadsToItsPlace(t *testing.T, p *Page) {
	p.Paste("#token", token)
	p.Wait(`document.querySelector(".place")?.innerText === "exp"`)
	press(p, ".place")
	p.Wait(`document.activeElement.id === "json-payload"`)
	if got := Eval[string](p, `getSelection().toString()`); got != `"exp": 1610383347` {
		t.Errorf("selected %q", got)
	}
}

// go-app would open a link itself, with a referrer and an opener.
func linksAreTheBrowsersOwn(t *testing.T, p *Page) {
	p.Paste("#token", token)
	p.Wait(`document.querySelector(".where a") !== null`)
	got := Eval[string](p, `(() => {
		let opened = 0, prevented;
		window.open = () => void opened++;
		const link = document.querySelector(".where a");
		link.addEventListener("click", (e) => { prevented = e.defaultPrevented; e.preventDefault(); });
		link.click();
		return [opened, prevented, link.rel, link.target].join(" ");
	})()`)
	if got != "0 false noreferrer noopener _blank" {
		t.Errorf("opened, prevented, rel and target: %s", got)
	}
}

func coloursLieUnderTheText(t *testing.T, p *Page) {
	p.Paste("#token", "Bearer "+token+"\n\n")
	p.Wait(`document.querySelector(".mirror .s") !== null`)
	for _, width := range []int64{1280, 768, 320} {
		p.Look(width, 900, "light")
		got := Eval[[]float64](p, `(() => {
			const field = document.getElementById("token"), mirror = document.querySelector(".mirror");
			return [field.scrollHeight - mirror.scrollHeight, field.clientWidth - mirror.clientWidth];
		})()`)
		if !slices.Equal(got, []float64{0, 0}) {
			t.Errorf("at %d px the field is %v px higher and wider than its colours", width, got)
		}
	}
}

func bigPaste(_ *testing.T, p *Page) {
	junk := strings.Repeat("eyJhbGciOiJIUzI1NiJ9.", 10_000)
	p.Paste("#token", junk)
	p.Wait(contains(`document.querySelector(".token .hint").innerText`, strconv.Itoa(len(junk))))
	Eval[bool](p, `(document.getElementById("token").select(), true)`)
	p.Paste("#token", token)
	p.Wait(contains(headline, "it expired"))
}

func addressIsFollowed(t *testing.T, p *Page) {
	good := mint(t)
	p.Paste("#token", "something else")
	Eval[bool](p, `(location.hash = "#token=`+good+`", true)`)
	p.Wait(tokenText + ` === ` + strconv.Quote(good))
	p.Wait(`location.hash === ""`)
	p.Paste("#key", secret)
	for range 2 { // the same link again opens the token again
		Eval[bool](p, `(location.hash = "#access_token=`+token+`&x=100%", true)`)
		p.Wait(tokenText + ` === ` + strconv.Quote(token))
		Eval[bool](p, `(document.getElementById("token").select(), true)`)
		p.Paste("#token", "something else")
		p.Wait(contains(headline, "no token") + ` || !` + contains(headline, "expired"))
	}
	Eval[bool](p, `(location.hash = "#state=1&id_token=`+token+`&scope=a", true)`)
	p.Wait(tokenText + ` === ` + strconv.Quote(token))
	if got := Eval[string](p, `location.hash`); got != "#state=1&scope=a" {
		t.Errorf("the address ends in %q, want what is no token", got)
	}
	openForm(p)
	p.Type("#grants\\.identity", "x")
	p.Wait(contains(chips, "signed here"))
	if got := Eval[string](p, `location.href`); strings.Contains(got, Eval[string](p, tokenText)) || strings.Contains(got, secret) {
		t.Errorf("the address holds what was made here: %s", got)
	}
}

func themeChanges(_ *testing.T, p *Page) {
	for _, want := range []string{"dark", "light", ""} {
		press(p, "#theme")
		p.Wait(`(document.documentElement.dataset.theme ?? "") === ` + strconv.Quote(want))
	}
	p.Wait(contains(`document.querySelector(".toast").innerText`, "as the system has it"))
}

// There is one clipboard, so tests that read it are not parallel.
func TestCopy(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	b := Start(t)
	t.Run("allowed", func(t *testing.T) {
		p := b.open(t, server.URL)
		p.Clipboard(cdpbrowser.PermissionSettingGranted)
		p.Paste("#token", "Bearer "+token)
		p.Wait(`document.querySelector(".actions") !== null`)
		Eval[bool](p, `([...document.querySelectorAll(".token .btn")].find((b) => b.innerText === "Copy").click(), true)`)
		p.Wait(contains(`document.querySelector(".toast").innerText`, "Copied the token"))
		if got := Eval[string](p, `navigator.clipboard.readText()`); got != token {
			t.Errorf("the clipboard holds %q, want the bare token", got)
		}
		noComplaints(t, p)
	})
	t.Run("refused", func(t *testing.T) {
		p := b.open(t, server.URL)
		p.Paste("#token", mint(t))
		p.Wait(`document.querySelector(".actions") !== null`)
		p.Clipboard(cdpbrowser.PermissionSettingDenied)
		press(p, ".actions .main")
		p.Wait(contains(`document.querySelector(".toast").innerText`, "The token is selected"))
		if got := Eval[string](p, `getSelection().toString()`); got != Eval[string](p, tokenText) {
			t.Errorf("selected %q, want the token", got)
		}
		press(p, ".actions .btn:not(.main)")
		p.Wait(`document.activeElement.id === "offer" && ` + contains(`getSelection().toString()`, "Nothing speaks against this token"))
		noComplaints(t, p)
	})
}

// A token may name addresses. Nobody asks them.
func TestNothingIsAsked(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	p := Start(t).open(t, server.URL)
	p.WaitKept()
	asked, served := len(p.Requests()), len(server.Requests())
	hostile := []string{
		encode(t, `{"alg":"HS256","jku":"`+server.URL+`keys","x5u":"`+server.URL+`cert"}`, `{"iss":"`+server.URL+`","exp":4102444800}`),
		encode(t, `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1","jku":"`+server.URL+`"}`, `{"iss":"https://127.0.0.1/","grants":{"player":{"playbackUrl":"`+server.URL+`live"},"identity":"<img src='`+server.URL+`'>"}}`),
		"<img src=" + server.URL + "x>",
		token,
	}
	for _, text := range hostile {
		Eval[bool](p, `(document.getElementById("token").select(), true)`)
		p.Paste("#token", text)
		p.Wait(headline + ` !== ""`)
		for _, tab := range []string{"#says-1", "#says-2", "#says-0"} {
			press(p, tab)
			p.Wait(`document.querySelector("` + tab + `").getAttribute("aria-selected") === "true"`)
		}
	}
	p.Paste("#key", secret)
	for _, step := range []string{"Sign it with this secret", "Mint one like it", "Copy token"} {
		p.Wait(contains(`document.querySelector(".actions .main").innerText`, step))
		press(p, ".actions .main")
	}
	p.Wait(contains(headline, "Fresh from the mint"))
	if got := p.Requests()[asked:]; len(got) > 0 {
		t.Errorf("the page asks for %q", got)
	}
	if got := server.Requests()[served:]; len(got) > 0 {
		t.Errorf("the server is asked for %q", got)
	}
	for _, keep := range []string{"localStorage", "sessionStorage"} {
		if got := Eval[string](p, `JSON.stringify(`+keep+`)`); strings.Contains(got, secret) || strings.Contains(got, "eyJ") {
			t.Errorf("%s holds %s", keep, got)
		}
	}
	noComplaints(t, p)
}

// A token that runs out is refused at that second, with nobody touching it.
func TestTokenRunsOut(t *testing.T) {
	t.Parallel()
	server := Serve(t, Site(t).Handler())
	p := Start(t).open(t, server.URL)
	access := tokens.AccessToken{
		AccountSID: "AC15c1737bf14064d2278d616face3f17f", KeySID: "SK21c17013f3face8fdc4e4623b0a9d2c1",
		Identity: "susan", TTL: 3 * time.Second, Grants: []tokens.Grant{&tokens.Video{}},
	}
	signed, err := access.Sign(secret)
	if err != nil {
		t.Fatal(err)
	}
	p.Paste("#token", signed)
	p.Wait(contains(headline, "it expired"))
	p.Wait(contains(shown, "Thetokenhasexpired"))
	noComplaints(t, p)
}
