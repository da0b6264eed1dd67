package browser

import (
	"strconv"
	"strings"
	"testing"
)

var comparisons = []journey{
	{"two tokens are compared", twoTokensAreCompared},
	{"the picked token comes in sight", pickedTokenComesInSight},
}

func TestCompare(t *testing.T) {
	t.Parallel()
	travel(t, Hosted(t), comparisons)
}

func TestCompareFromDisk(t *testing.T) {
	t.Parallel()
	travel(t, SingleFile(t, Site(t)), comparisons)
}

const compared = `(document.getElementById("compared")?.innerText ?? "")`

func twoTokensAreCompared(t *testing.T, p *Page) {
	p.Paste("#token", token)
	p.Wait(contains(headline, "it expired"))
	p.Click(`.nav a[href="#/compare"]`)
	p.Wait(contains(compared, "The right one is missing") + ` && document.getElementById("left").value.length > 100`)
	drop(p, "body", "copy.jwt", token+"\n")
	p.Wait(contains(compared, "byte for byte"))
	press(p, `.pair .card:nth-child(2) button:last-of-type`) // Clear
	p.Wait(contains(compared, "The right one is missing") + ` && document.activeElement.id === "right"`)
	p.Paste("#right", token[:strings.LastIndexByte(token, '.')+1]+strings.Repeat("A", 43))
	p.Wait(contains(compared, "signed differently"))
	Eval[bool](p, `(document.getElementById("right").select(), true)`)
	good := mint(t)
	p.Paste("#right", good)
	p.Wait(contains(compared, "They differ in") + ` && document.querySelector(".contrasts .word").innerText !== ""`)
	press(p, `.versus button`) // Swap
	p.Wait(`document.getElementById("right").value === ` + strconv.Quote(token) + ` && document.getElementById("left").value === ` + strconv.Quote(good))
	if got := Eval[string](p, `document.getElementById("left-note").innerText`); !strings.Contains(got, "good") {
		t.Errorf("the left one is said to be %q, want good", got)
	}
}

// A text too long for colours is scrolled to the token that is picked.
func pickedTokenComesInSight(t *testing.T, p *Page) {
	p.Paste("#token", token+strings.Repeat("\na line of a log", 2000)+"\n"+mint(t))
	p.Wait(`document.querySelector(".stack.plain") !== null && document.getElementById("pick") !== null`)
	Eval[bool](p, `(document.getElementById("pick").focus(), true)`)
	p.Type("#pick", "2")
	p.Wait(contains(headline, "Nothing speaks against this token"))
	p.Wait(`(() => { const f = document.getElementById("token"); return f.scrollTop > 0 && f.scrollTop + 2 * f.clientHeight > f.scrollHeight })()`)
	if got := Eval[int](p, `document.querySelectorAll(".stack textarea").length`); got != 1 {
		t.Errorf("there are %d fields, want the one", got)
	}
}
