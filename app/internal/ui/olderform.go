package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// olderLine offers the older kinds, more quietly than presetTiles those of
// today.
func olderLine(d *desk) app.UI {
	line := []app.UI{app.Text("Older kinds: ")}
	for i, p := range olderPresets {
		if i > 0 {
			line = append(line, app.Text(", or "))
		}
		line = append(line, &button{Class: "link", Text: p.title, OnPress: func() {
			d.do(func() {
				d.applyOlder(p)
				d.land(keyPlace)
			})
		}}, app.Text(" "+p.purpose))
	}
	return el("p", "hint older", append(line, app.Text("."))...)
}

// older is the form of a client or TaskRouter capability token.
func (p *formPanel) older() app.UI {
	kind, account := "client capability token", p.claim(keyPlace, "Account SID", "AC", "iss")
	rest := p.scopeBlocks
	if p.Desk.verdict.Kind == tokens.TaskRouterCapabilityKind {
		kind, rest = "TaskRouter capability token", p.router
		account = p.routerField(keyPlace, "Account SID", "AC", "iss, account_sid", func(c *tokens.TaskRouterCapability) *string { return &c.AccountSID })
	}
	return el("section", "form", append([]app.UI{
		text("p", "hint", "A "+kind+" is signed with the auth token of the account: type it under Key."),
		el("div", "row wide", account, p.lifetime()),
	}, rest()...)...)
}

// scopeBlocks switch the scopes on and off and edit them.
func (p *formPanel) scopeBlocks() []app.UI {
	d := p.Desk
	in, hasIn := d.scope(incomingScope)
	out, hasOut := d.scope(outgoingScope)
	_, hasEvents := d.scope(eventScope)
	taken, made := in.(*tokens.IncomingScope), out.(*tokens.OutgoingScope)
	return []app.UI{el("div", "kinds",
		p.scopeBlock(incomingScope, hasIn, "voice", "Receive calls", "from whoever dials the client",
			p.scopeField("scope.incoming.name", "Client name", "clientName", "", taken.ClientName, incomingScope, "", func(s tokens.Scope, text string) { s.(*tokens.IncomingScope).ClientName = text })),
		p.scopeBlock(outgoingScope, hasOut, "voice", "Make calls", "through a TwiML app",
			p.scopeField("scope.outgoing.app", "TwiML app SID", "appSid", "AP", made.ApplicationSID, outgoingScope, "", func(s tokens.Scope, text string) { s.(*tokens.OutgoingScope).ApplicationSID = text }),
			p.scopeField("scope.outgoing.name", "Client name", "clientName", "", made.ClientName, outgoingScope, "who calls; may be empty", func(s tokens.Scope, text string) { s.(*tokens.OutgoingScope).ClientName = text }),
			p.scopeField("scope.outgoing.params", "Parameters for the app", "appParams", "", paramLines(made.Params), outgoingScope, "name=value, one a line", func(s tokens.Scope, text string) { s.(*tokens.OutgoingScope).Params = readParams(text) })),
		p.scopeBlock(eventScope, hasEvents, "sync", "Event stream", "listen to the events of the account"),
	)}
}

func (p *formPanel) scopeBlock(k scopeKind, on bool, symbol, title, purpose string, fields ...app.UI) app.UI {
	d, class, place := p.Desk, "kind", [...]string{"scope.incoming", "scope.outgoing", "scope.events"}[k]
	if on {
		class = "kind on"
	}
	return el("div", class,
		el("label", "top",
			icon(symbol),
			el("span", "what", text("b", "", title), text("span", "", purpose)),
			&toggle{ID: place, Class: "switch", On: on, OnSwitch: func(on bool) { d.do(func() { d.setScope(place, k, on) }) }},
		),
		el("div", "row wide", fields...).Hidden(!on || len(fields) == 0),
	)
}

func (p *formPanel) scopeField(place, label, claim, sid, value string, k scopeKind, hint string, set func(tokens.Scope, string)) app.UI {
	d := p.Desk
	if typed, ok := d.doc.drafts[place]; ok {
		value = typed.text
	}
	box := fieldBox{place: place, label: label, claim: claim, means: lookUp(scopeWords, claim), value: value, sid: sid, json: claim == "appParams",
		remark: scopeRemark(claim, sid, value, hint),
		onType: func(text string) {
			d.do(func() { d.editScope(place, text, k, func(s tokens.Scope) { set(s, text) }) })
		}}
	return box.draw()
}

// scopeRemark says what is wrong with a field of a scope, or else a hint.
func scopeRemark(claim, sid, value, hint string) remark {
	switch {
	case sid != "" && value == "":
		return remark{badTone, "Needed here: " + sidName(sid) + ". It starts with " + sid + "."}
	case sid != "" && wrongSID(sid, value) != "":
		return remark{badTone, wrongSID(sid, value)}
	case claim != "clientName" || value == "" && hint != "":
	case value == "":
		return remark{badTone, "Needed here: the name that others call."}
	case (&tokens.IncomingScope{ClientName: value}).Validate() != nil:
		return remark{badTone, "A client name has letters, digits and underscores, at most 256."}
	}
	return remark{text: hint}
}

// routerPresets are the presets of TaskRouter in words.
var routerPresets = []struct {
	name, title string
	of          func(*tokens.TaskRouterPresets) *bool
}{
	{"update", "May update itself", func(p *tokens.TaskRouterPresets) *bool { return &p.UpdateSelf }},
	{"delete", "May delete itself", func(p *tokens.TaskRouterPresets) *bool { return &p.DeleteSelf }},
	{"fetch-sub", "May read all below itself", func(p *tokens.TaskRouterPresets) *bool { return &p.FetchSubresources }},
	{"update-sub", "May update all below itself", func(p *tokens.TaskRouterPresets) *bool { return &p.UpdateSubresources }},
	{"delete-sub", "May delete all below itself", func(p *tokens.TaskRouterPresets) *bool { return &p.DeleteSubresources }},
	{"activity", "Worker: may change its activity", func(p *tokens.TaskRouterPresets) *bool { return &p.UpdateActivity }},
	{"reservations", "Worker: may answer reservations", func(p *tokens.TaskRouterPresets) *bool { return &p.UpdateReservations }},
}

// router is the part of the form about workspace, channel and presets.
func (p *formPanel) router() []app.UI {
	c, err := p.Desk.doc.token.TaskRouterCapability()
	if err != nil {
		return nil
	}
	_, presets, rest := c.Presets()
	checks := make([]app.UI, len(routerPresets))
	for i, r := range routerPresets {
		place := "policies." + r.name
		checks[i] = el("label", "check", &toggle{ID: place, On: *r.of(&presets), OnSwitch: func(on bool) {
			p.Desk.do(func() {
				p.Desk.editRouter(place, "", func(_ *tokens.TaskRouterCapability, all *tokens.TaskRouterPresets) { *r.of(all) = on })
			})
		}}, app.Text(r.title))
	}
	fields := el("div", "row wide",
		p.routerField("workspace_sid", "Workspace SID", "WS", "workspace_sid", func(c *tokens.TaskRouterCapability) *string { return &c.WorkspaceSID }),
		p.routerField("channel", "Worker, task queue or workspace SID", "", "channel", func(c *tokens.TaskRouterCapability) *string { return &c.ChannelSID }),
	)
	said := ""
	if len(rest) > 0 {
		said = "It has policies beside these, which are kept as they are; edit them under JSON."
	}
	return []app.UI{fields, el("div", "flags", checks...), text("p", "hint", said)}
}

// routerField is the field of a SID that policies name too.
func (p *formPanel) routerField(place, label, sid, claim string, of func(*tokens.TaskRouterCapability) *string) app.UI {
	d := p.Desk
	box := fieldBox{place: place, label: label, claim: claim, means: meaningOf("payload", []string{place}), value: d.shown(place), sid: sid,
		remark: d.remarkOn(place, sid, "", ""),
		onType: func(text string) {
			d.do(func() {
				d.editRouter(place, text, func(c *tokens.TaskRouterCapability, _ *tokens.TaskRouterPresets) { *of(c) = text })
			})
		}}
	if sid == "" { // of several kinds, for the look and the placeholder alone
		box.sid = "WK…, WQ… or WS"
	}
	return box.draw()
}
