package ui

import (
	"strings"
	"testing"

	"mintmark/tokens"
)

func olderModel(t *testing.T, name string) *model {
	t.Helper()
	m := testModel()
	if !m.openHash("#preset=" + name) {
		t.Fatalf("there is no preset %s", name)
	}
	return m
}

// An older kind that was asked for is judged as what it is; one that was pasted
// is refused by the SDKs of today.
func TestOlderKindsAreMinted(t *testing.T) {
	kinds := map[string]tokens.TokenKind{clientPreset: tokens.ClientCapabilityKind, routerPreset: tokens.TaskRouterCapabilityKind}
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			m := olderModel(t, name)
			if m.verdict.Kind != kind || m.verdict.Lead() != nil || m.verdict.Count(tokens.WarningSeverity) > 0 || m.verdict.Signature != tokens.SignatureMatches {
				t.Errorf("it is %v, with %+v", m.verdict.Kind, m.verdict.Findings)
			}
			if a := m.answer(); !strings.Contains(a.detail, "account SID") || !strings.Contains(a.detail, "secret") {
				t.Errorf("what is made up in it is not said: %q", a.detail)
			}
			if tokens.CheckAuthToken(m.key) != nil {
				t.Error("it is not signed with what looks like an auth token")
			}
			pasted := testModel()
			pasted.setText(m.doc.text)
			if pasted.verdict.Lead() == nil {
				t.Error("a pasted one passes for an access token")
			}
			m.setTTL(-5)
			m.mintLikeIt()
			if m.verdict.Kind != kind || m.verdict.Lead() != nil || strings.Contains(string(m.doc.token.Payload.Data), "jti") {
				t.Errorf("one like it is %v, %s", m.verdict.Kind, m.doc.token.Payload.Data)
			}
			m.applyPreset(presetNamed("voice"))
			if tokens.CheckSecret(m.key) != nil || m.doc.older {
				t.Error("the next access token is signed with a made-up auth token")
			}
		})
	}
}

func TestScopesAreEdited(t *testing.T) {
	m := olderModel(t, clientPreset)
	m.editScope("a", "bob", incomingScope, func(s tokens.Scope) { s.(*tokens.IncomingScope).ClientName = "bob" })
	m.editScope("b", "", outgoingScope, func(s tokens.Scope) {
		o := s.(*tokens.OutgoingScope)
		o.ApplicationSID, o.Params = "AP15c1737bf14064d2278d616face3f17f", readParams("room=a&b\nempty=\n")
	})
	m.setScope("c", eventScope, true)
	scope, _ := m.doc.token.Payload.Value.Get("scope").Text()
	want := "scope:client:incoming?clientName=bob scope:client:outgoing?appSid=AP15c1737bf14064d2278d616face3f17f&clientName=alice&appParams=room%3Da%2526b%26empty%3D" +
		" scope:stream:subscribe?path=%2F2010-04-01%2FEvents"
	if scope != want {
		t.Errorf("scope %s\nwant  %s", scope, want)
	}
	if s, _ := m.scope(outgoingScope); paramLines(s.(*tokens.OutgoingScope).Params) != "room=a&b\nempty=" {
		t.Errorf("the parameters are %q", paramLines(s.(*tokens.OutgoingScope).Params))
	}
	if m.verdict.Lead() != nil || m.verdict.Signature != tokens.SignatureMatches {
		t.Errorf("it is not signed again, or refused: %+v", m.verdict.Findings)
	}
	m.setScope("d", outgoingScope, false)
	if scope, _ := m.doc.token.Payload.Value.Get("scope").Text(); strings.Contains(scope, "outgoing") || !strings.Contains(scope, "bob") {
		t.Errorf("without outgoing: %s", scope)
	}
	m.undo()
	if scope, _ := m.doc.token.Payload.Value.Get("scope").Text(); scope != want || !m.doc.older {
		t.Errorf("undo leads to %s", scope)
	}
}

// The policies follow the SIDs while these are typed, letter by letter; what is
// no preset stays.
func TestRouterIsEdited(t *testing.T) {
	m := olderModel(t, routerPreset)
	odd := tokens.TaskRouterPolicy{URL: "https://taskrouter.twilio.com/v1/Workspaces/*", Method: "GET", Deny: true}
	c, _ := m.doc.token.TaskRouterCapability()
	m.setJSON("payload", strings.Replace(string(m.doc.token.Payload.Data), string(tokens.MarshalPolicies(c.Policies)), string(tokens.MarshalPolicies(append(c.Policies, odd))), 1))
	queue := "WQ15c1737bf14064d2278d616face3f17f"
	for i := range queue {
		m.editRouter("channel", queue[:i+1], func(c *tokens.TaskRouterCapability, _ *tokens.TaskRouterPresets) { c.ChannelSID = queue[:i+1] })
	}
	m.editRouter("x", "", func(_ *tokens.TaskRouterCapability, p *tokens.TaskRouterPresets) {
		*p = tokens.TaskRouterPresets{FetchSubresources: true}
	})
	m.editRouter(keyPlace, "", func(c *tokens.TaskRouterCapability, _ *tokens.TaskRouterPresets) {
		c.AccountSID = "AC15c1737bf14064d2278d616face3f17f"
	})
	got, _ := m.doc.token.TaskRouterCapability()
	want := &tokens.TaskRouterCapability{AccountSID: "AC15c1737bf14064d2278d616face3f17f", WorkspaceSID: c.WorkspaceSID, ChannelSID: queue}
	want.Policies = append(append(want.DefaultPolicies(), tokens.TaskRouterPresets{FetchSubresources: true}.Policies(want)...), odd)
	if string(tokens.MarshalPolicies(got.Policies)) != string(tokens.MarshalPolicies(want.Policies)) {
		t.Errorf("policies %+v\nwant %+v", got.Policies, want.Policies)
	}
	claims := m.doc.token.Payload.Value
	if claims.Get("worker_sid") != nil || claims.Get("taskqueue_sid").Display() != queue || got.FriendlyName != queue || claims.Get("account_sid").Display() != want.AccountSID {
		t.Errorf("claims %s", m.doc.token.Payload.Data)
	}
	if m.verdict.Lead() != nil || m.verdict.Signature != tokens.SignatureMatches {
		t.Errorf("it is not signed again, or refused: %+v", m.verdict.Findings)
	}
}

func TestOlderFormIsDrawn(t *testing.T) {
	w, draw := mount(t)
	for name, wants := range map[string][]string{
		clientPreset: {"Auth token", `id="scope.incoming.name"`, `id="scope.outgoing.app"`, `id="scope.outgoing.params"`, `id="scope.events"`, `id="iss"`, "24 h"},
		routerPreset: {"Auth token", `id="workspace_sid"`, `id="channel"`, `id="policies.activity"`, `id="policies.fetch-sub"`, `id="iss"`, "24 h"},
	} {
		html := draw(func(d *desk) { d.openHash("#preset=" + name) })
		for _, want := range wants {
			if !strings.Contains(html, want) {
				t.Errorf("%s: there is no %s", name, want)
			}
		}
		form := &formPanel{Desk: w.desk}
		if html := draw(func(d *desk) { d.view = formView }); strings.Contains(html, "note bad") || form.Desk.trouble != "" {
			t.Errorf("%s: it begins with a fault: %s", name, form.Desk.trouble)
		}
	}
	if html := draw(func(d *desk) {
		d.openHash("#preset=" + clientPreset)
		d.editScope("scope.incoming.name", "a b", incomingScope, func(s tokens.Scope) { s.(*tokens.IncomingScope).ClientName = "a b" })
	}); !strings.Contains(html, "letters, digits and underscores") {
		t.Error("a client name that Voice refuses is not marked")
	}
}
