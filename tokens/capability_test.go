package tokens_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"mintmark/tokens"
)

const authToken = "0123456789abcdef0123456789abcdef"

func TestClientCapabilitySign(t *testing.T) {
	c := tokens.ClientCapability{
		AccountSID: account, IssuedAt: now,
		Scopes: []tokens.Scope{
			&tokens.IncomingScope{ClientName: "andy"},
			&tokens.OutgoingScope{ApplicationSID: app, ClientName: "andy", Params: []tokens.ScopeParam{{"a b", "1&2=3"}, {"é", "%"}}},
			&tokens.EventScope{Filters: []tokens.ScopeParam{{"From", "+1"}, {"To", "+2"}}},
		},
	}
	signed, err := c.Sign(authToken)
	if err != nil {
		t.Fatal(err)
	}
	tok := tokens.Decode(signed)
	if err := tokens.Verify(tok, tokens.SecretKey(authToken)); err != nil {
		t.Error(err)
	}
	want := `{"scope":"scope:client:incoming?clientName=andy` +
		` scope:client:outgoing?appSid=` + app + `&clientName=andy&appParams=a%2Bb%3D1%25262%253D3%26%25C3%25A9%3D%2525` +
		` scope:stream:subscribe?path=%2F2010-04-01%2FEvents&params=From%3D%252B1%26To%3D%252B2"` +
		`,"iss":"` + account + `","iat":1700000000,"exp":1700003600}`
	if got := string(tok.Payload.Data); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	back, err := tok.ClientCapability()
	if err != nil {
		t.Fatal(err)
	}
	c.Scopes[2].(*tokens.EventScope).Path = "/2010-04-01/Events"
	if !reflect.DeepEqual(back.Scopes, c.Scopes) {
		t.Errorf("read back: got %v, want %v", back.Scopes, c.Scopes)
	}
}

func TestClientCapabilityRefuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		scope  tokens.Scope
		secret string
		want   string
	}{
		{"a name that adds a scope", &tokens.IncomingScope{ClientName: "x scope:client:outgoing?appSid=" + app}, authToken, "clientName is"},
		{"a name that adds a parameter", &tokens.OutgoingScope{ApplicationSID: app, ClientName: "x&appSid=y"}, authToken, "clientName is"},
		{"no name", &tokens.IncomingScope{}, authToken, "clientName is missing"},
		{"no app", &tokens.OutgoingScope{}, authToken, "appSid is missing"},
		{"a scope that is not known", &tokens.RawScope{Text: "scope:x:y"}, authToken, "scope is"},
		{"an API key secret", &tokens.IncomingScope{ClientName: "x"}, secret, "secret of an API key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := tokens.ClientCapability{AccountSID: account, Scopes: []tokens.Scope{test.scope}}
			got, err := c.Sign(test.secret)
			if err == nil || !strings.Contains(err.Error(), test.want) || got != "" {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

// One scope in every dialect that a helper writes.
func TestParseScopes(t *testing.T) {
	outgoing := func(params ...tokens.ScopeParam) *tokens.OutgoingScope {
		return &tokens.OutgoingScope{ApplicationSID: app, Params: params}
	}
	for _, test := range []struct {
		name, claim string
		want        tokens.Scope
	}{
		{"python", "scope:client:outgoing?appParams=foo%3Dbar%26abc%3Dxyz&appSid=" + app, outgoing(tokens.ScopeParam{"foo", "bar"}, tokens.ScopeParam{"abc", "xyz"})},
		{"node", "scope:client:outgoing?appSid=" + app + "&appParams=foo%3Dbar%26abc%3Dxyz", outgoing(tokens.ScopeParam{"foo", "bar"}, tokens.ScopeParam{"abc", "xyz"})},
		{"php, nothing in it", "scope:client:outgoing?appSid=" + app + "&appParams=", outgoing()},
		{"php, a list", "scope:client:outgoing?appSid=" + app + "&appParams=k%255B0%255D%3Dv1", outgoing(tokens.ScopeParam{"k[0]", "v1"})},
		{"events, raw path", "scope:stream:subscribe?path=/2010-04-01/Events&appParams=a%3Db", &tokens.EventScope{Path: "/2010-04-01/Events", Filters: []tokens.ScopeParam{{"a", "b"}}}},
		{"node, a blank", "scope:client:incoming?clientName=a%20b", &tokens.IncomingScope{ClientName: "a b"}},
		{"python, a blank", "scope:client:incoming?clientName=a+b", &tokens.IncomingScope{ClientName: "a b"}},
		{"a name given twice", "scope:client:incoming?clientName=a&clientName=b", &tokens.RawScope{Text: "scope:client:incoming?clientName=a&clientName=b"}},
		{"a parameter of its own", "scope:client:incoming?clientName=a&x=b", &tokens.RawScope{Text: "scope:client:incoming?clientName=a&x=b"}},
		{"no parameter", "scope:client:incoming", &tokens.RawScope{Text: "scope:client:incoming"}},
		{"another service", "scope:phone:call?x=y", &tokens.RawScope{Text: "scope:phone:call?x=y"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := tokens.ParseScopes(test.claim)
			if len(got) != 1 || !reflect.DeepEqual(got[0], test.want) {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
		})
	}
	if got := tokens.ParseScopes(""); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
}

func TestTaskRouterCapabilityRefuses(t *testing.T) {
	good := func() *tokens.TaskRouterCapability {
		c := &tokens.TaskRouterCapability{
			AccountSID: account, WorkspaceSID: "WS55555555555555555555555555555555", ChannelSID: "WK66666666666666666666666666666666",
		}
		c.Policies = c.DefaultPolicies()
		return c
	}
	if _, err := good().Sign(authToken); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		edit func(*tokens.TaskRouterCapability)
		want string
	}{
		{"bad workspace", func(c *tokens.TaskRouterCapability) { c.WorkspaceSID = "XX" + c.WorkspaceSID[2:] }, "workspace_sid is"},
		{"bad channel", func(c *tokens.TaskRouterCapability) { c.ChannelSID = "ZZ" + c.ChannelSID[2:] }, "channel is"},
		{"another workspace as channel", func(c *tokens.TaskRouterCapability) { c.ChannelSID = "WS66666666666666666666666666666666" }, "channel is"},
		{"address elsewhere", func(c *tokens.TaskRouterCapability) {
			c.Policies = []tokens.TaskRouterPolicy{{URL: "https://api.twilio.com/**", Method: "GET"}}
		}, "an address on taskrouter.twilio.com"},
		{"method in lower case", func(c *tokens.TaskRouterCapability) { c.Policies[0].Method = "get" }, "method is"},
		{"filter that is no object", func(c *tokens.TaskRouterCapability) { c.Policies[0].PostFilter = tokens.JSON(`[]`) }, "filter is"},
		{"two days", func(c *tokens.TaskRouterCapability) { c.TTL = 2 * tokens.MaxTTL }, tokens.ErrTTL.Error()},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := good()
			test.edit(c)
			if got, err := c.Sign(authToken); err == nil || !strings.Contains(err.Error(), test.want) || got != "" {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
	if _, err := good().Sign(secret); !errors.Is(err, tokens.ErrSecret) {
		t.Errorf("got %v with an API key secret, want %v", err, tokens.ErrSecret)
	}
}

func TestDecide(t *testing.T) {
	const base = "https://taskrouter.twilio.com/v1/Workspaces/WS1"
	policies := []tokens.TaskRouterPolicy{
		{URL: base + "/Activities", Method: "GET"},
		{URL: base + "/Tasks/**", Method: "GET"},
		{URL: base + "/Workers/*", Method: "POST"},
		{URL: base + "/Workers/*/Reservations/**", Method: "POST"},
		{URL: base + "/Workers/WK9", Method: "POST", Deny: true},
	}
	for _, test := range []struct {
		method, path string
		want         bool
	}{
		{"GET", "/Activities", true},
		{"get", "/Activities?PageSize=1", true},
		{"POST", "/Activities", false},
		{"GET", "/Activities/", false},
		{"GET", "/Tasks", true},
		{"GET", "/Tasks/WT1", true},
		{"GET", "/Tasks/WT1/Reservations/WR1", true},
		{"GET", "/TasksX", false},
		{"POST", "/Workers/WK1", true},
		{"POST", "/Workers/", false},
		{"POST", "/Workers/WK1/Channels", false},
		{"POST", "/Workers/WK1/Reservations/WR1", true},
		{"POST", "/Workers/WK1/WK2/Reservations/WR1", false},
		{"POST", "/Workers/WK9", false},
	} {
		if got, by := tokens.DecideTaskRouter(policies, test.method, base+test.path); got != test.want {
			t.Errorf("%s %s: got %v by %v, want %v", test.method, test.path, got, by, test.want)
		}
	}
}
