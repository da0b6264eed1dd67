package ui

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// A sharing is what the dialog to share a token has been asked for.
type sharing struct {
	signed bool // the link has the signature
	code   bool // the token is drawn as a QR code
	masked bool // the page hides what names somebody
}

// sharedToken is the token as it goes into a link: without its signature,
// unless that was asked for. The key never is.
func (m *model) sharedToken() string {
	t := m.doc.token
	if m.share.signed || t.Signature.Encoded == "" {
		return t.Raw
	}
	return t.Raw[:t.Signature.Start]
}

// shareLink leads to the token on the page at an address.
func (m *model) shareLink(page string) string {
	page, _, _ = strings.Cut(page, "#")
	return page + "#token=" + strings.ReplaceAll(url.PathEscape(m.sharedToken()), "&", "%26")
}

// linkNote says what the link gives away.
func (m *model) linkNote() remark {
	switch {
	case m.doc.token.Signature.Encoded == "":
		return remark{"", "There is no signature in it, so it can be read and not used."}
	case m.share.signed:
		return remark{warnTone, "Whoever has this link has the token, and can use it for as long as it is good."}
	}
	return remark{"", "Its signature is left out: it can be read and not used. The page will say that it is not signed, and all else as here."}
}

// pageAddress is where the page was opened, and whether that is a file.
func pageAddress() (address string, file bool) {
	location := app.Window().Get("location")
	if !location.Truthy() {
		return "", false
	}
	return location.Get("href").String(), location.Get("protocol").String() == "file:"
}

// shareBody is what the dialog says.
func shareBody(d *desk) []app.UI {
	if d.doc.token.Raw == "" {
		return []app.UI{text("p", "hint", "There is no token to share.")}
	}
	return []app.UI{
		el("section", "part", shareParts(d)...),
		el("section", "part",
			text("h3", "", "A screenshot"),
			el("label", "check",
				&toggle{ID: "mask", On: d.share.masked, OnSwitch: func(on bool) { d.do(func() { d.mask(on) }) }},
				app.Text("Hide names, SIDs and the signature, on the whole page"),
			),
		),
		el("section", "part", codePart(d)...),
	}
}

func shareParts(d *desk) []app.UI {
	address, file := pageAddress()
	link := d.shareLink(address)
	parts := []app.UI{
		text("h3", "", "A link"),
		el("div", "row head",
			&input{ID: "share-link", Class: "input mono", Label: "Link to this token", Value: link, Remark: "share-note", OnType: func(string) {}},
			&button{Class: "btn main", Text: "Copy the link", OnPress: func() { d.do(func() { d.copyLink(link) }) }},
		),
		el("label", "check",
			&toggle{ID: "share-signed", On: d.share.signed, OnSwitch: func(on bool) { d.do(func() { d.share.signed = on }) }},
			app.Text("With the signature"),
		),
		note("share-note", d.linkNote()),
	}
	if file {
		parts = append(parts, text("p", "note", "This page was opened from a file. The link leads to the same file, so it works on this device; for others put the file on a server, or use a page that is on one, and share from there."))
	}
	return append(parts, text("p", "note", "What follows # stays in the browser: no server sees it. The key is never in a link."))
}

func (d *desk) copyLink(link string) {
	d.copyText(link, "Copied the link", func() {
		selectAll("share-link")
		d.say("The browser refuses the clipboard. The link is selected: copy it with the keyboard")
	})
}

func codePart(d *desk) []app.UI {
	parts := []app.UI{text("h3", "", "A phone")}
	if !d.share.code {
		return append(parts, &button{Class: "btn", Text: "Show the token as a QR code", OnPress: func() { d.do(func() { d.share.code = true }) }})
	}
	picture, err := drawCode(d.doc.token.Raw)
	if err != nil {
		return append(parts, text("p", "note bad", "The token is too long: it has "+counted(len(d.doc.token.Raw), "byte")+", and a QR code holds 2953."))
	}
	return append(parts,
		app.Raw(picture),
		text("p", "note warn", "This is the token as it is, with its signature. Whoever scans it has it."),
		&button{Class: "btn", Text: "Hide it", OnPress: func() { d.do(func() { d.share.code = false }) }},
	)
}

// mask hides on the whole page what names somebody, or shows it again. The
// shell does it, to whatever is drawn.
func (d *desk) mask(on bool) {
	d.share.masked = on
	d.share.code = d.share.code && !on
	shell := app.Window().Get("mintmark")
	switch {
	case !shell.Truthy():
	case on:
		shell.Call("mask", d.names())
	default:
		shell.Call("mask")
	}
}

// names are the texts that may name somebody: the key, and all that a payload
// says as a text, as it is and as it stands in JSON. SIDs and tokens the shell
// knows by their form.
func (m *model) names() []any {
	var names []any
	for _, secret := range []string{m.key, m.file} {
		if secret != "" {
			names = append(names, secret)
		}
	}
	if v := m.doc.token.Payload.Value; v != nil {
		names = appendTexts(names, v)
	}
	return names
}

// mostNames bounds what is looked for on every drawing.
const mostNames = 1000

func appendTexts(names []any, v *tokens.Value) []any {
	if len(names) >= mostNames {
		return names
	}
	if s, ok := v.Text(); ok && s != "" {
		names = append(names, s)
		if raw := v.Raw[1 : len(v.Raw)-1]; raw != s {
			names = append(names, raw)
		}
	}
	for i := range v.Members {
		names = appendTexts(names, &v.Members[i].Value)
	}
	for i := range v.Elements {
		names = appendTexts(names, &v.Elements[i])
	}
	return names
}
