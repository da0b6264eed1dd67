package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// do runs one change. Where it takes away what had the focus, the focus goes
// to the token: from nowhere the keyboard leads nowhere.
func (d *desk) do(change func()) {
	d.lags = false
	focused := d.ctx != nil && hasFocus()
	d.model.do(change)
	d.draw()
	if focused {
		d.drawn(func() {
			if !hasFocus() {
				focus("token")
			}
		})
	}
}

// hasFocus reports whether some element has the focus and can keep it:
// browsers take it from a hidden or disabled one a moment later.
func hasFocus() bool {
	document := app.Window().Get("document")
	active := document.Get("activeElement")
	return active.Truthy() && !active.Equal(document.Get("body")) &&
		!active.Get("disabled").Truthy() && active.Call("getClientRects").Length() > 0
}

// land shows a token that was just put in place: with the verdict in sight,
// and the focus in the field to go on with. On touch that would bring the
// keyboard up over half of the screen, so there the verdict has it.
func (d *desk) land(id string) {
	d.drawn(func() {
		if app.Window().Call("matchMedia", "(pointer: coarse)").Get("matches").Bool() {
			id = "verdict"
		}
		if el, ok := element(id); ok {
			el.Call("focus", map[string]any{"preventScroll": true})
		}
		if el, ok := element("verdict"); ok {
			el.Call("scrollIntoView", map[string]any{"block": "center"})
		}
	})
}

// openForm opens the form at what decides the verdict.
func (d *desk) openForm() {
	if lead := d.verdict.Lead(); lead != nil {
		d.openField(lead.Place)
	}
}

// openGrant opens the form at a grant; one that is not known here has its
// place in the JSON.
func (d *desk) openGrant(g tokens.Granted) {
	place := tokens.Place{Segment: "payload", Path: "grants." + g.Key, Start: g.Value.Start, End: g.Value.End}
	if g.Grant == nil {
		d.showPlace(place)
		return
	}
	d.openField(place)
}

// openField opens the form at the field of a place, or the JSON where the form
// has none.
func (d *desk) openField(p tokens.Place) {
	d.setView(formView)
	d.drawn(func() {
		for _, id := range formIDs(p.Path) {
			if focus(id) {
				return
			}
		}
		d.do(func() { d.showPlace(p) })
	})
}

// formIDs are the ids of what in the form mends a place, the likeliest first.
func formIDs(path string) []string {
	parts := strings.Split(path, ".")
	switch {
	case path == "identity":
		return []string{identityPlace}
	case path == "grants":
		return []string{"on-" + tokens.Kinds()[0].New().Key()}
	case parts[0] != "grants":
		return []string{path}
	}
	ids := []string{path}
	if k, ok := tokens.KindOf(parts[1]); ok {
		ids = append(ids, fieldPlace(parts[1], tokens.Fields(k.New())[0]))
	}
	return append(ids, "on-"+parts[1])
}

func element(id string) (app.Value, bool) {
	el := app.Window().GetElementByID(id)
	return el, el.Truthy()
}

func focus(id string) bool {
	el, ok := element(id)
	if ok {
		el.Call("focus")
	}
	return ok
}

func selectAll(id string) {
	if el, ok := element(id); ok {
		el.Call("focus")
		el.Call("select")
	}
}

func selectRange(id string, start, end int) {
	if el, ok := element(id); ok {
		el.Call("focus")
		el.Call("setSelectionRange", start, end)
		el.Call("scrollIntoView", map[string]any{"block": "center"})
	}
}
