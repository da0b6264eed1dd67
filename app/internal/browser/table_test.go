package browser

import (
	"strings"
	"testing"
)

// A claim is edited where it stands in the table, key by key, and the token is
// signed again; the table is what the page begins with the next time.
func TestTable(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p *Page, address string) {
		p.OpenReady(address)
		pasteGood(t, p)
		p.Paste("#key", secret)
		p.Wait(contains(chips, "signature matches"))
		press(p, "#says-3")
		const field = `[...document.querySelectorAll(".claims textarea")].find((f) => f.getAttribute("aria-label") === "grants.video.room")`
		p.Wait(field + `?.value === "daily"`)
		p.Wait(contains(field+`.closest("tr").innerText`, "Room name or SID"))
		p.Wait(contains(`document.querySelector("div + div > .claims").innerText`, "API key.") + ` && ` + contains(`document.querySelector("div + div > .claims").innerText`, ", in "))
		Eval[bool](p, `(`+field+`.focus(), `+field+`.setSelectionRange(0, 0), true)`)
		p.Type("#"+Eval[string](p, field+`.id`), "x-")
		p.Wait(field + `.value.includes("x-")`)
		if got := claims(t, p, secret)["grants"].(map[string]any)["video"].(map[string]any)["room"]; got != Eval[string](p, field+`.value`) {
			t.Errorf("the token says %v", got)
		}
		const exp = `[...document.querySelectorAll(".claims input")].find((f) => f.getAttribute("aria-label") === "exp")`
		before := Eval[string](p, tokenText)
		Eval[bool](p, `(`+exp+`.select(), document.execCommand("insertText", false, "soon"))`)
		p.Wait(contains(exp+`.closest("td").innerText`, "Wanted: a number"))
		if got := Eval[string](p, tokenText); got != before {
			t.Error("the token has changed")
		}
		p.OpenReady(address + "?#token=" + token)
		p.Wait(`document.querySelector("#says-3[aria-selected=true]") !== null && ` + contains(`document.querySelector(".claims").innerText`, "How it is signed"))
		if got := Eval[string](p, `JSON.stringify({...localStorage})`); strings.Contains(got, "eyJ") || strings.Contains(got, "susan") {
			t.Errorf("the browser keeps %s", got)
		}
	})
}

// JSON is read in colours, line for line under the field, with the place of an
// error marked.
func TestJSONInColours(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p *Page, address string) {
		p.OpenReady(address)
		pasteGood(t, p)
		press(p, "#says-2")
		p.Wait(`document.querySelector(".json.mirror .k")?.innerText === '"typ"' && document.querySelector(".json.mirror .n") !== null`)
		Eval[bool](p, `(document.getElementById("json-payload").focus(), document.getElementById("json-payload").setSelectionRange(2, 2), true)`)
		p.Paste("#json-payload", "</pre><b>]")
		p.Wait(contains(`document.getElementById("json-payload-note").innerText`, "Line 2, column 1"))
		p.Wait(`document.querySelector(".json.mirror mark")?.innerText === "<"`)
		for _, width := range []int64{1280, 320} {
			p.Look(width, 900, "light")
			got := Eval[string](p, `[...document.querySelectorAll("textarea.json")].map((f) => {
				const mirror = f.previousElementSibling;
				return [f.value === mirror.innerText.replace("\u200b", ""), f.clientWidth - mirror.clientWidth, f.scrollHeight - mirror.scrollHeight].join();
			}).join(" ")`)
			if want := "true,0,0 true,0,0"; got != want {
				t.Errorf("at %d px: %s, want %s", width, got, want)
			}
		}
	})
}
