package ui

import (
	"net/url"
	"slices"
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
	unsigned, rest, _ := cutSignature(m.doc.token.Raw)
	if m.share.signed || rest == "" {
		return m.doc.token.Raw
	}
	return unsigned
}

// cutSignature cuts a token behind its second dot: in a broken one the signature
// may stand anywhere after it. It reports whether there is such a dot.
func cutSignature(token string) (unsigned, rest string, found bool) {
	first := strings.IndexByte(token, '.') + 1
	second := strings.IndexByte(token[first:], '.') + 1
	if first == 0 || second == 0 {
		return token, "", false
	}
	return token[:first+second], token[first+second:], true
}

// shareLink leads to the token on the page at an address.
func (m *model) shareLink(page string) string {
	page, _, _ = strings.Cut(page, "#")
	return page + "#token=" + strings.ReplaceAll(url.PathEscape(m.sharedToken()), "&", "%26")
}

// linkNote says what the link gives away.
func (m *model) linkNote() remark {
	_, rest, found := cutSignature(m.doc.token.Raw)
	switch {
	case !found:
		return remark{warnTone, "All of it is in the link: without a second dot nobody can say where a signature begins."}
	case rest == "":
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
	if d.share.masked {
		return append(parts, text("p", "hint", "While names are hidden, so is the QR code: it says all of the token."))
	}
	if !d.share.code {
		return append(parts, &button{Class: "btn", Text: "Show the token as a QR code", OnPress: func() { d.do(func() { d.share.code = true }) }})
	}
	picture, err := drawCode(d.doc.token.Raw)
	if err != nil {
		return append(parts, text("p", "note bad", "The token is too long: it has "+counted(len(d.doc.token.Raw), "byte")+", and a QR code holds 2953."))
	}
	return append(parts,
		text("p", "note warn", "This is the token as it is, with its signature. Whoever scans it has it."),
		app.Raw(picture),
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

// maskAnew hides what names somebody in what has changed.
func (d *desk) maskAnew() {
	if d.share.masked && d.maskedAt != d.revision {
		d.maskedAt = d.revision
		d.mask(true)
	}
}

// names are the texts that may name somebody: the key, who asks the server, all
// that a payload says as a text, and who holds the tokens of a list. SIDs and
// tokens the shell knows by their form.
func (m *model) names() []any {
	var names []any
	for _, name := range append(append([]string{m.key, m.file}, m.asked.names()...), m.holders()...) {
		if name != "" {
			names = append(names, name)
		}
	}
	for _, t := range []*tokens.Token{m.doc.token, m.asked.token, m.comparing.sides[0].token, m.comparing.sides[1].token} {
		if t != nil && t.Payload.Value != nil {
			names = appendTexts(names, t.Payload.Value)
		}
	}
	return names
}

// holders are the names in the list of several tokens and in the table of many,
// as far as they are drawn.
func (m *model) holders() (names []string) {
	for _, at := range m.doc.found[:min(len(m.doc.found), mostPicks)] {
		names = append(names, m.brief(tokenAt(m.doc.text, at)).holder)
	}
	if m.screen == manyScreen {
		rows := m.heap.seen()
		for _, e := range rows[:min(len(rows), m.heap.shown)] {
			names = append(names, e.holder)
		}
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
		names = appendSpellings(names, s, v.Raw[1:len(v.Raw)-1])
	}
	for i := range v.Members {
		names = appendTexts(names, &v.Members[i].Value)
	}
	for i := range v.Elements {
		names = appendTexts(names, &v.Elements[i])
	}
	return names
}

// appendSpellings appends a text as it is and as it stands in JSON, and both with
// what cannot be seen written out.
func appendSpellings(names []any, text, raw string) []any {
	for _, s := range []string{text, raw, tokens.Legible(text, ""), tokens.Legible(raw, "")} {
		if !slices.Contains(names[max(0, len(names)-3):], any(s)) {
			names = append(names, s)
		}
	}
	return names
}
