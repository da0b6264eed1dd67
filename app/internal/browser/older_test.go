package browser

import (
	"strconv"
	"strings"
	"testing"
)

const authToken = "0123456789abcdef0123456789abcdef"

// A token of an older kind is minted, filled in and signed with the auth token.
func TestOlderKind(t *testing.T) {
	t.Parallel()
	for _, address := range []string{Hosted(t), SingleFile(t, Site(t))} {
		p := Start(t).open(t, address)
		pressWithFocus(p, buttonNamed("a client capability token"))
		p.Wait(contains(headline, "made up"))
		fill := func(selector, text string) {
			p.Wait(`document.querySelector(` + strconv.Quote(selector) + `) !== null`)
			Eval[bool](p, `(document.querySelector(`+strconv.Quote(selector)+`).select(), true)`)
			p.Paste(selector, text)
		}
		fill("#iss", "AC15c1737bf14064d2278d616face3f17f")
		fill("#scope\\.outgoing\\.app", "AP15c1737bf14064d2278d616face3f17f")
		p.Type("#scope\\.outgoing\\.params", "room=a&b")
		fill("#key", authToken)
		p.Wait(contains(headline, "Fresh from the mint"))
		fill("#scope\\.incoming\\.name", "bob")
		press(p, "#says-2")
		payload := `document.getElementById("json-payload")?.value ?? ""`
		p.Wait(contains(payload, "clientName=bob"))
		if got := Eval[string](p, payload); !strings.Contains(got, "appParams=room%3Da%2526b") {
			t.Errorf("the payload is %s", got)
		}
		noComplaints(t, p)
	}
}
