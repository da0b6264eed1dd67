package browser

import (
	"net/url"
	"strings"
	"testing"
)

const publicKey = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----`

func TestSettings(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p *Page, address string) {
		p.OpenReady(address + "#token=" + token)
		p.Wait(contains(headline, "it expired"))
		press(p, "#settings")
		pressWithFocus(p, buttonNamed("Dark"))
		p.Wait(`document.documentElement.dataset.theme === "dark" && document.getElementById("theme").title === "Theme: dark"`)
		p.Paste("#zone", "Asia/Kolkat")
		p.Wait(contains(`document.getElementById("zone-note").innerText`, "No zone has that name"))
		p.Type("#zone", "a")
		p.Paste("#usual-leeway", "30")
		p.Wait(contains(`document.querySelector(".time").innerText`, "11 Jan 2021, 22:12") + ` && ` + contains(`document.querySelector(".verdict").innerText`, "in Asia/Kolkata"))
		if got := Eval[int](p, `document.querySelectorAll("#zones option").length`); got < 100 {
			t.Errorf("%d zones to choose from", got)
		}
		pressWithFocus(p, buttonNamed("Close"))
		p.OpenReady(address + "?#token=" + token)
		p.Wait(contains(`document.querySelector(".time").innerText`, "11 Jan 2021, 22:12") + ` && ` + contains(`document.querySelector(".time").innerText`, "30 s") + ` && document.documentElement.dataset.theme === "dark"`)
	})
}

func TestPublicKeyInTheAddress(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p *Page, address string) {
		p.OpenReady(address + "#token=" + token + "&publicKey=" + url.PathEscape(publicKey))
		p.Wait(contains(headline, "Twilio will refuse"))
		p.Wait(contains(`[...document.querySelectorAll(".key textarea")].map((f) => f.value).join("")`, "BEGIN PUBLIC KEY"))
		if got := Eval[string](p, `location.href`); strings.Contains(got, "publicKey") || strings.Contains(got, "token") {
			t.Errorf("the address is %s", got)
		}
	})
}
