package ui

import (
	"slices"
	"strings"

	"mintmark/tokens"
)

// Names of the presets for the kinds of tokens that were before access tokens.
const (
	clientPreset = "client-capability"
	routerPreset = "taskrouter-capability"
)

// olderPresets are the presets of those kinds.
var olderPresets = []preset{
	{clientPreset, "a client capability token", "for Voice SDKs before 2.0"},
	{routerPreset, "a TaskRouter capability token", "for taskrouter.js"},
}

// applyOlder starts a token of an older kind afresh. It is judged as what it
// is, for it was asked for, and signed with an auth token.
func (m *model) applyOlder(p preset) {
	m.hang("")
	m.pretendAccount()
	if !m.hasKey() || m.madeUp() && tokens.CheckAuthToken(m.key) != nil {
		m.makeUp(madeUpAuthToken())
	}
	m.pretend.others = nil
	account := m.pretend.account
	for _, claim := range []string{accountPlace, keyPlace} {
		if sid, ok := m.sid(claim, "AC"); ok {
			account = sid
		}
	}
	marshal := m.sampleClient(account).Marshal
	if p.name == routerPreset {
		marshal = m.sampleRouter(account).Marshal
	}
	header, payload, err := marshal()
	if err != nil {
		panic(err) // a preset that cannot be minted is a mistake in this file
	}
	m.put(header, payload, true)
	m.view = formView
}

func (m *model) sampleClient(account string) *tokens.ClientCapability {
	return &tokens.ClientCapability{AccountSID: account, Now: m.now(), Scopes: []tokens.Scope{
		&tokens.IncomingScope{ClientName: "alice"},
		&tokens.OutgoingScope{ApplicationSID: m.otherSID("AP"), ClientName: "alice"},
	}}
}

func (m *model) sampleRouter(account string) *tokens.TaskRouterCapability {
	c := &tokens.TaskRouterCapability{AccountSID: account, WorkspaceSID: m.otherSID("WS"), ChannelSID: m.otherSID("WK"), Now: m.now()}
	presets := tokens.TaskRouterPresets{UpdateActivity: true, UpdateReservations: true}
	c.Policies = append(c.DefaultPolicies(), presets.Policies(c)...)
	return c
}

// otherSID makes a SID up that the token is to name.
func (m *model) otherSID(prefix string) string {
	sid := madeUpSID(prefix)
	m.pretend.others = append(m.pretend.others, sid)
	return sid
}

func madeUpAuthToken() string { return madeUpSID("") }

// isOlder reports whether a kind is signed with the account's auth token.
func isOlder(k tokens.TokenKind) bool {
	return k == tokens.ClientCapabilityKind || k == tokens.TaskRouterCapabilityKind
}

// A scopeKind is which of the scopes of a client capability token one is.
type scopeKind int

const (
	incomingScope scopeKind = iota
	outgoingScope
	eventScope
	otherScope
)

func kindOfScope(s tokens.Scope) scopeKind {
	switch s.(type) {
	case *tokens.IncomingScope:
		return incomingScope
	case *tokens.OutgoingScope:
		return outgoingScope
	case *tokens.EventScope:
		return eventScope
	}
	return otherScope
}

func newScope(k scopeKind) tokens.Scope {
	return [...]tokens.Scope{&tokens.IncomingScope{}, &tokens.OutgoingScope{}, &tokens.EventScope{}}[k]
}

func (m *model) scopes() []tokens.Scope {
	claim, _ := m.doc.token.Payload.Value.Get("scope").Text()
	return tokens.ParseScopes(claim)
}

// scope is the first scope of a kind; false where there is none, and one with
// nothing in it.
func (m *model) scope(k scopeKind) (tokens.Scope, bool) {
	for _, s := range m.scopes() {
		if kindOfScope(s) == k {
			return s, true
		}
	}
	return newScope(k), false
}

// setScope puts a scope of a kind in, with nothing in it, or takes all of that
// kind out.
func (m *model) setScope(place string, k scopeKind, on bool) {
	list := slices.DeleteFunc(m.scopes(), func(s tokens.Scope) bool { return kindOfScope(s) == k })
	if on {
		list = append(list, newScope(k))
	}
	m.writeScopes(place, "", list)
}

// editScope changes the first scope of a kind. What was typed stays as it was
// typed.
func (m *model) editScope(place, text string, k scopeKind, change func(tokens.Scope)) {
	list := m.scopes()
	at := slices.IndexFunc(list, func(s tokens.Scope) bool { return kindOfScope(s) == k })
	if at < 0 {
		return
	}
	change(list[at])
	m.writeScopes(place, text, list)
	m.doc.drafts[place] = draft{text: text}
}

func (m *model) writeScopes(place, text string, list []tokens.Scope) {
	m.editPayload(place, text, func(p []byte) ([]byte, error) {
		return tokens.SetClaim(p, jsonText(tokens.JoinScopes(list)), "scope")
	})
}

// paramLines are parameters as people write them, one a line.
func paramLines(params []tokens.ScopeParam) string {
	lines := make([]string, len(params))
	for i, p := range params {
		lines[i] = p.Name + "=" + p.Value
	}
	return strings.Join(lines, "\n")
}

func readParams(lines string) []tokens.ScopeParam {
	var params []tokens.ScopeParam
	for line := range strings.SplitSeq(lines, "\n") {
		if line != "" {
			name, value, _ := strings.Cut(line, "=")
			params = append(params, tokens.ScopeParam{Name: name, Value: value})
		}
	}
	return params
}

// editRouter changes a TaskRouter capability token. Its policies name account,
// workspace and channel: those that every token needs and those of presets
// follow, the rest stays.
func (m *model) editRouter(place, text string, change func(*tokens.TaskRouterCapability, *tokens.TaskRouterPresets)) {
	m.editPayload(place, text, func(p []byte) ([]byte, error) {
		c, err := m.doc.token.TaskRouterCapability()
		if err != nil {
			return nil, err
		}
		old := *c
		defaults, presets, rest := c.Presets()
		change(c, &presets)
		var policies []tokens.TaskRouterPolicy
		if defaults {
			policies = c.DefaultPolicies()
		}
		policies = append(append(policies, presets.Policies(c)...), rest...)
		if old.FriendlyName == old.ChannelSID {
			c.FriendlyName = c.ChannelSID
		}
		return writeRouter(p, &old, c, tokens.MarshalPolicies(policies))
	})
}

// writeRouter sets the claims that have become others.
func writeRouter(p []byte, old, c *tokens.TaskRouterCapability, policies tokens.JSON) (_ []byte, err error) {
	set := func(name, was, is string) {
		if was != is && err == nil {
			p, err = tokens.SetClaim(p, jsonText(is), name)
		}
	}
	set("iss", old.AccountSID, c.AccountSID)
	set("account_sid", old.AccountSID, c.AccountSID)
	set("workspace_sid", old.WorkspaceSID, c.WorkspaceSID)
	set("channel", old.ChannelSID, c.ChannelSID)
	set("friendly_name", old.FriendlyName, c.FriendlyName)
	for prefix, name := range map[string]string{"WK": "worker_sid", "WQ": "taskqueue_sid"} {
		switch {
		case err != nil || old.ChannelSID == c.ChannelSID:
		case strings.HasPrefix(c.ChannelSID, prefix):
			p, err = tokens.SetClaim(p, jsonText(c.ChannelSID), name)
		default:
			p, err = tokens.RemoveClaim(p, name)
		}
	}
	if err != nil || string(tokens.MarshalPolicies(old.Policies)) == string(policies) {
		return p, err
	}
	return tokens.SetClaim(p, policies, "policies")
}
