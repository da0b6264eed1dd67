package browser

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"

	"mintmark/app/internal/cli"
)

// The first minute of somebody who has never seen the page: a token with its
// SIDs swapped is pasted, understood, mended, signed and copied, and the
// command line finds nothing wrong with it.
func TestFirstMinute(t *testing.T) {
	const account, key = "AC15c1737bf14064d2278d616face3f17f", "SK21c17013f3face8fdc4e4623b0a9d2c1"
	swapped := encode(t, `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`,
		`{"jti":"`+account+`-1","iss":"`+account+`","sub":"`+key+`","exp":`+strconv.FormatInt(time.Now().Unix()+3600, 10)+`,"grants":{"identity":"susan","video":{"room":"daily"}}}`)
	p := Start(t).open(t, Hosted(t))
	p.Clipboard(cdpbrowser.PermissionSettingGranted)

	p.Paste("#token", swapped)
	p.Wait(contains(headline, "its issuer is the account and its subject the API key, so they are swapped"))

	press(p, ".actions .main") // "Mend it in the form"
	p.Wait(`document.activeElement.id === "iss"`)
	retype(p, "#iss", key)
	retype(p, "#sub", account)
	p.Wait(contains(headline, "edited, and not signed again"))

	p.Type("#key", secret)
	p.Wait(contains(chips, "signed here"))
	Eval[bool](p, `([...document.querySelectorAll(".token .btn")].find((b) => b.innerText === "Copy").click(), true)`)
	p.Wait(contains(`document.querySelector(".toast").innerText`, "Copied the token"))

	var said bytes.Buffer
	t.Setenv("TWILIO_API_KEY_SECRET", secret)
	token := Eval[string](p, `navigator.clipboard.readText()`)
	if err := cli.Run(t.Context(), []string{"check", "-"}, strings.NewReader(token), &said, &said); err != nil {
		t.Errorf("mintmark check: exit code %d:\n%s", cli.ExitCode(err), said.String())
	}
}

// retype replaces what is in a field.
func retype(p *Page, selector, text string) {
	Eval[bool](p, `(document.querySelector("`+selector+`").select(), true)`)
	p.Type(selector, text)
}
