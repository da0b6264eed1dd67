package browser

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
)

// intakes are what can be done with texts that hold several tokens.
var intakes = []journey{
	{"one of several is picked", oneOfSeveralIsPicked},
	{"a file is dropped", fileIsDropped},
	{"a file that is none", fileThatIsNone},
	{"a log is tabled", logIsTabled},
	{"rows are sorted and filtered", rowsAreSorted},
	{"a table is saved", tableIsSaved},
	{"a paste finds its screen", pasteFindsItsScreen},
}

func TestIntake(t *testing.T) {
	t.Parallel()
	travel(t, Hosted(t), intakes)
}

func TestIntakeFromDisk(t *testing.T) {
	t.Parallel()
	travel(t, SingleFile(t, Site(t)), intakes)
}

// drop lets a file fall on the element with that CSS selector.
func drop(p *Page, selector, name, text string) {
	Eval[bool](p, `(() => {
		const files = new DataTransfer();
		files.items.add(new File([`+strconv.Quote(text)+`], `+strconv.Quote(name)+`));
		return document.querySelector(`+strconv.Quote(selector)+`).dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
	})()`)
}

const (
	rowCount  = `document.querySelectorAll("tbody tr").length`
	heapState = `(document.getElementById("many-state")?.innerText ?? "")`
	firstRow  = `(document.querySelector("tbody tr")?.innerText ?? "")`
	toast     = `document.querySelector(".toast").innerText`
)

func oneOfSeveralIsPicked(t *testing.T, p *Page) {
	text := "a " + mint(t) + "\nb " + token
	p.Paste("#token", text)
	p.Wait(contains(headline, "Nothing speaks against this token"))
	Eval[bool](p, `(document.getElementById("pick").focus(), true)`)
	p.Type("#pick", "2")
	p.Wait(contains(headline, "it expired"))
	if got := Eval[string](p, tokenText); got != text {
		t.Errorf("the field holds %.30q…, want all that was pasted", got)
	}
	if got, want := Eval[string](p, `document.querySelector(".mirror .p").innerText`), strings.Split(token, ".")[1]; got != want {
		t.Errorf("%.30s… is coloured, want the payload of the second token", got)
	}
	press(p, ".token button:not([hidden])") // Undo
	p.Wait(contains(headline, "Nothing speaks against this token") + ` && document.getElementById("pick").selectedIndex === 0`)
	Eval[bool](p, `([...document.querySelectorAll("button")].find((b) => b.innerText === "See all 2 in a table").click(), true)`)
	p.Wait(rowCount + ` === 2 && location.hash === "#/many"`)
	press(p, `tbody tr:nth-child(2) button`)
	p.Wait(tokenText + ` === ` + strconv.Quote(token))
	p.Wait(contains(headline, "it expired") + ` && location.hash === "#/"`)
	Eval[bool](p, `(history.back(), true)`)
	p.Wait(rowCount + ` === 2`)
}

func fileIsDropped(t *testing.T, p *Page) {
	drop(p, "body", "server.har", `{"request":{"headers":[{"name":"Authorization","value":"Bearer `+token+`"}]}}`)
	p.Wait(contains(headline, "it expired"))
	drop(p, "body", "empty page", "nothing in it")
	p.Wait(contains(headline, "not a token") + ` || ` + contains(tokenText, "nothing in it"))
	Eval[bool](p, `(document.documentElement.dispatchEvent(new DragEvent("dragover", { dataTransfer: (() => { const d = new DataTransfer(); d.items.add(new File(["a"], "a")); return d; })(), bubbles: true, cancelable: true })), true)`)
	if !Eval[bool](p, `document.documentElement.dataset.drag === ""`) {
		t.Error("nothing shows that a file may be dropped")
	}
}

func fileThatIsNone(_ *testing.T, p *Page) {
	p.Paste("#token", token)
	p.Wait(contains(headline, "it expired"))
	drop(p, "body", "coin.png", "\x89PNG\x00\x01")
	p.Wait(contains(toast, "coin.png is no text"))
	p.Wait(tokenText + ` === ` + strconv.Quote(token))
}

// logOf is a log with that many lines, of about a kilobyte each.
func logOf(t *testing.T, lines int) string {
	t.Helper()
	good := mint(t)
	var b strings.Builder
	for i := range lines {
		b.WriteString("2026-11-20T12:00:00Z GET /token?id=" + strconv.Itoa(i) + " Bearer ")
		if i%4 == 3 {
			b.WriteString(token)
		} else {
			b.WriteString(good)
		}
		b.WriteString(strings.Repeat(" and more", 60) + "\n")
	}
	return b.String()
}

func logIsTabled(t *testing.T, p *Page) {
	log := logOf(t, 1000)
	p.Paste("#token", token)
	p.Paste("#key", secret)
	drop(p, "body", "server.log", log)
	p.Wait(contains(heapState, "1,000 tokens in") + ` && ` + rowCount + ` === 100`)
	if got, want := Eval[string](p, heapState), "signatures are checked with the key of the workbench"; !strings.Contains(got, want) {
		t.Errorf("it says %q, want %q", got, want)
	}
	p.Wait(contains(`document.querySelector(".heap .seg").innerText`, "good 750"))
	Eval[bool](p, `([...document.querySelectorAll(".more button")].pop().click(), true)`)
	p.Wait(rowCount + ` === 200`)
}

func rowsAreSorted(_ *testing.T, p *Page) {
	Eval[bool](p, `(location.hash = "#/many", true)`)
	p.Wait(`document.getElementById("many") !== null`)
	p.Paste("#many", "x")
	p.Wait(contains(heapState, "no token"))
	Eval[bool](p, `(document.getElementById("many").select(), true)`)
	p.Paste("#many", token+"\neyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSJ9.AAAA")
	p.Wait(rowCount + ` === 2`)
	p.Click(`[data-sort="3"]`) // identity
	p.Wait(contains(firstRow, "alice"))
	p.Wait(`document.querySelectorAll("th")[3].ariaSort === "ascending" && document.querySelectorAll("th")[0].ariaSort === "none"`)
	p.Click(`[data-sort="3"]`)
	p.Wait(contains(firstRow, "susan"))
	p.Paste("#find", "ALICE")
	p.Wait(rowCount + ` === 1`)
	Eval[bool](p, `([...document.querySelectorAll(".seg button")].find((b) => b.innerText === "expired 1").click(), true)`)
	p.Wait(contains(`document.querySelector(".heap .more").innerText`, "No token is like that"))
}

func tableIsSaved(t *testing.T, p *Page) {
	dir := t.TempDir()
	call(p, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir, BrowserContextID: p.profile,
	})
	drop(p, "body", "two.txt", token+"\n"+mint(t))
	p.Wait(`document.getElementById("pick") !== null`)
	Eval[bool](p, `(location.hash = "#/many", true)`)
	drop(p, "body", "two.txt", token+"\n"+mint(t))
	p.Wait(rowCount + ` === 2`)
	for _, title := range []string{"Save CSV", "Save NDJSON"} {
		Eval[bool](p, `([...document.querySelectorAll("button")].find((b) => b.innerText === "`+title+`").click(), true)`)
	}
	table, err := csv.NewReader(strings.NewReader(saved(t, filepath.Join(dir, "tokens.csv")))).ReadAll()
	if err != nil || len(table) != 3 || table[1][2] != "expired" {
		t.Errorf("the table is %q, %v", table, err)
	}
	if got := strings.Split(saved(t, filepath.Join(dir, "tokens.ndjson")), "\n"); len(got) != 3 || !strings.HasPrefix(got[0], `{"header":{`) {
		t.Errorf("the JSON is %q", got)
	}
}

// saved is a file that the browser is about to leave.
func saved(t *testing.T, name string) string {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if data, err := os.ReadFile(name); err == nil && len(data) > 0 {
			return string(data)
		}
	}
	t.Fatalf("%s was not saved", filepath.Base(name))
	return ""
}

func pasteFindsItsScreen(t *testing.T, p *Page) {
	Eval[bool](p, `(location.hash = "#/many", true)`)
	p.Wait(`document.getElementById("many") !== null`)
	Eval[bool](p, `(document.activeElement.blur(), true)`)
	pasteAnywhere := func(text string) {
		Eval[bool](p, `(() => {
			const data = new DataTransfer();
			data.setData("text/plain", `+strconv.Quote(text)+`);
			return document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
		})()`)
	}
	pasteAnywhere(token)
	p.Wait(rowCount + ` === 1`)
	Eval[bool](p, `(location.hash = "#/", true)`)
	p.Wait(`document.getElementById("token") !== null`)
	Eval[bool](p, `(document.activeElement.blur(), true)`)
	pasteAnywhere(logOf(t, 400))
	p.Wait(contains(heapState, "400 tokens") + ` && location.hash === "#/many"`)
}
