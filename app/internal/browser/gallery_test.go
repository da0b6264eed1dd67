package browser

import "testing"

// everywhere runs a journey on the site and in the single file.
func everywhere(t *testing.T, run func(t *testing.T, p *Page, address string)) {
	b := Start(t)
	for name, address := range map[string]string{"site": Hosted(t), "single file": SingleFile(t, Site(t))} {
		t.Run(name, func(t *testing.T) {
			p := b.NewPage(t)
			run(t, p, address)
			noComplaints(t, p)
		})
	}
}

func TestGallery(t *testing.T) {
	t.Parallel()
	everywhere(t, func(_ *testing.T, p *Page, address string) {
		p.OpenReady(address + "#/gallery")
		p.Paste("#gallery-filter", "20103 swapped")
		p.Wait(`document.querySelectorAll(".exhibit").length === 1`)
		press(p, ".exhibit a")
		p.Wait(contains(headline, "swapped") + ` && document.activeElement.id === "verdict"`)
		p.Wait(contains(`document.querySelector(".time .hint").innerText`, "14 Nov 2023"))
		Eval[bool](p, `(history.back(), true)`)
		p.Wait(`document.querySelectorAll(".exhibit").length === 1 && document.getElementById("gallery-filter").value === "20103 swapped"`)
		p.OpenReady(address + "?#gallery=exp-past")
		p.Wait(contains(headline, "expired"))
		press(p, ".nav a")
		Eval[bool](p, `((f) => (f.focus(), f.select(), true))(document.getElementById("token"))`)
		p.Paste("#token", token)
		p.Wait(contains(headline, "5 years ago"))
	})
}
