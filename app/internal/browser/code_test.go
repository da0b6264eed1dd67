package browser

import (
	"strings"
	"testing"
)

// The program follows the token, and the language outlives the page.
func TestCode(t *testing.T) {
	t.Parallel()
	for _, address := range []string{Hosted(t), SingleFile(t, Site(t))} {
		p := Start(t).open(t, address)
		p.Look(1280, 800, "light")
		p.Paste("#token", mint(t))
		p.Wait(`document.getElementById("code-1") !== null`)
		p.Paste("#key", secret)
		press(p, "#code-1")
		program := `document.getElementById("code-panel")?.innerText ?? ""`
		p.Wait(contains(program, "from twilio.jwt.access_token import"))
		openForm(p)
		p.Type("#grants\\.identity", "_and_bob")
		p.Wait(contains(program, "susan_and_bob"))
		if strings.Contains(Eval[string](p, program), secret) {
			t.Error("the secret is in the program")
		}
		p.Reload()
		p.Paste("#token", mint(t))
		p.Wait(`document.getElementById("code-1")?.getAttribute("aria-selected") === "true"`)
		p.Look(320, 800, "dark")
		p.Wait(`document.getElementById("code-open")?.getAttribute("aria-expanded") === "false" && document.getElementById("code-panel") === null`)
		press(p, "#code-open")
		p.Wait(contains(program, "from twilio.jwt.access_token import"))
		noComplaints(t, p)
	}
}
