package browser

import (
	_ "embed"
	"strings"
	"testing"
)

// axeScript is axe-core 4.14.1 as npm has it, under the Mozilla Public License.
//
//go:embed testdata/axe.min.js
var axeScript string

// axeRun are the nodes that break a rule: of WCAG 2.0 to 2.2 at level A or AA,
// or one of good practice.
const axeRun = `axe.run({ resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ passes, violations }) => ({
	Passes: passes.length,
	Violations: violations.flatMap(({ id, help, nodes }) => nodes.map((n) => id + ": " + help + ", at " + n.target.join(" ") + ": " + n.any.concat(n.all, n.none).map((c) => c.message).join("; "))),
}))`

// axe is what on the page, as it is now, shuts somebody out: rule, help, place
// and reason. The page's policy has no say in it, for the script comes through
// the DevTools protocol.
func (p *Page) axe() (violations []string) {
	p.t.Helper()
	Eval[bool](p, `typeof axe === "object" || (() => {`+axeScript+`
		return true;
	})()`)
	got := Eval[struct {
		Passes     int
		Violations []string
	}](p, axeRun)
	if got.Passes < 20 {
		p.t.Errorf("axe-core sees %d rules kept, want a page that has more to look at", got.Passes)
	}
	return got.Violations
}

func TestAxeFinds(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, Hosted(t))
	if got := p.axe(); len(got) > 0 {
		t.Fatalf("the page begins with %q", got)
	}
	Eval[bool](p, `(() => {
		const grey = document.createElement("p");
		grey.textContent = "grey";
		Object.assign(grey.style, { color: "#888", background: "#999" });
		document.querySelector("main").append(grey, document.createElement("button"));
		return true;
	})()`)
	got := strings.Join(p.axe(), "\n")
	for _, rule := range []string{"button-name:", "color-contrast:"} {
		if !strings.Contains(got, rule) {
			t.Errorf("axe-core finds %q, want a breach of %s", got, rule)
		}
	}
}
