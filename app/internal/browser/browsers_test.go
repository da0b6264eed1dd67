package browser

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

// TestEveryBrowser makes the core journeys in every engine that there is.
func TestEveryBrowser(t *testing.T) {
	t.Parallel()
	hosted := Serve(t, Site(t).Handler()).URL
	file := SingleFile(t, Site(t))
	browsers := []struct {
		name  string
		start func(t testing.TB) Driver
	}{
		{"Chromium", func(t testing.TB) Driver { return Start(t).NewPage(t) }},
		{"Firefox", func(t testing.TB) Driver { return StartFirefox(t) }},
		{"WebKit", func(t testing.TB) Driver { return StartWebKit(t) }},
	}
	for _, b := range browsers {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			d := b.start(t)
			for name, address := range map[string]string{"site": hosted, "single file": file} {
				for _, j := range coreJourneys {
					d.Open(address)
					d.Wait(`document.documentElement.dataset.state === "ready"`)
					j.run(t, d)
					if got := d.Complaints(); len(got) > 0 {
						t.Errorf("%s, %s: the console complains: %q", name, j.name, got)
					}
				}
			}
			d.Value(`console.error("as asked")`)
			if got := d.Complaints(); !slices.ContainsFunc(got, func(said string) bool { return strings.Contains(said, "as asked") }) {
				t.Errorf("the console complains of %q, want what it was told", got)
			}
		})
	}
}

var coreJourneys = []struct {
	name string
	run  func(t *testing.T, d Driver)
}{
	{"paste is judged", func(_ *testing.T, d Driver) {
		insert(d, "#token", token)
		d.Wait(contains(headline, "it expired"))
	}},
	{"edit and secret sign", func(t *testing.T, d Driver) {
		insert(d, "#token", mint(t))
		d.Wait(`document.getElementById("says-1") !== null`)
		d.Value(`document.getElementById("says-1").click()`)
		d.Wait(`document.getElementById("grants.identity") !== null`)
		d.Type(`[id="grants.identity"]`, "_and_bob")
		d.Type("#key", secret)
		d.Wait(contains(chips, "signed here"))
		c := verified(t, d.Value(tokenText), secret)
		if got := c["grants"].(map[string]any)["identity"]; got != "susan_and_bob" {
			t.Errorf("identity %v", got)
		}
	}},
}

// insert puts text into an element at once, as a paste does.
func insert(d Driver, selector, text string) {
	d.Value(focus(selector))
	d.Value(`document.execCommand("insertText", false, ` + strconv.Quote(text) + `)`)
}

// verified are the claims of a token that golang-jwt takes under the secret.
func verified(t *testing.T, text, secret string) jwt.MapClaims {
	t.Helper()
	c := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(text, c, func(*jwt.Token) (any, error) { return []byte(secret), nil },
		jwt.WithValidMethods([]string{"HS256"}))
	if err != nil {
		t.Errorf("golang-jwt refuses %s: %v", text, err)
	}
	return c
}
