package browser

import (
	"strings"
	"testing"
)

// A claim is edited where it stands in the table, key by key, and the token is
// signed again; the table is what the page begins with the next time.
func TestTable(t *testing.T) {
	everywhere(t, func(t *testing.T, p *Page, address string) {
		p.OpenReady(address)
		pasteGood(t, p)
		p.Paste("#key", secret)
		p.Wait(contains(chips, "signature matches"))
		press(p, "#says-3")
		const field = `[...document.querySelectorAll(".claims input")].find((f) => f.getAttribute("aria-label") === "grants.video.room")`
		p.Wait(field + `?.value === "daily"`)
		p.Wait(contains(field+`.closest("tr").innerText`, "Room name or SID"))
		p.Wait(contains(`document.querySelector(".claims + .claims, div + div > .claims").innerText`, "in 1 hour"))
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
