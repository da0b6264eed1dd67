package tokens_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

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

// Each scope as it travels: names and values escaped, parameters twice.
func TestScopeURIs(t *testing.T) {
	for _, test := range []struct {
		name  string
		scope tokens.Scope
		want  string
	}{
		{"incoming", &tokens.IncomingScope{ClientName: "andy"}, "scope:client:incoming?clientName=andy"},
		{"outgoing", &tokens.OutgoingScope{ApplicationSID: "AP123"}, "scope:client:outgoing?appSid=AP123"},
		{"outgoing with params", &tokens.OutgoingScope{ApplicationSID: "AP123", Params: []tokens.ScopeParam{{"foobar", "3"}}}, "scope:client:outgoing?appSid=AP123&appParams=foobar%3D3"},
		{"outgoing with a name", &tokens.OutgoingScope{ApplicationSID: "AP123", ClientName: "CL123", Params: []tokens.ScopeParam{{"foo", "bar"}}}, "scope:client:outgoing?appSid=AP123&clientName=CL123&appParams=foo%3Dbar"},
		{"a blank", &tokens.OutgoingScope{ApplicationSID: "AP123", Params: []tokens.ScopeParam{{"a b", "c d"}}}, "scope:client:outgoing?appSid=AP123&appParams=a%2Bb%3Dc%2Bd"},
		{"events", &tokens.EventScope{}, "scope:stream:subscribe?path=%2F2010-04-01%2FEvents"},
		{"events with a filter", &tokens.EventScope{Filters: []tokens.ScopeParam{{"foobar", "hey"}}}, "scope:stream:subscribe?path=%2F2010-04-01%2FEvents&params=foobar%3Dhey"},
		{"no parameters", &tokens.RawScope{Text: "scope:client:incoming"}, "scope:client:incoming"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.scope.URI(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if back := tokens.ParseScopes(test.scope.URI()); len(back) != 1 || back[0].URI() != test.want {
				t.Errorf("read back: got %v", back)
			}
		})
	}
}

func TestClientCapabilityClaims(t *testing.T) {
	for _, test := range []struct {
		name string
		c    tokens.ClientCapability
		want string
	}{
		{"no scopes", tokens.ClientCapability{}, `{"scope":"","iss":"` + account + `","iat":1700000000,"exp":1700003600}`},
		{"two hours", tokens.ClientCapability{TTL: 2 * time.Hour}, `{"scope":"","iss":"` + account + `","iat":1700000000,"exp":1700007200}`},
		{"a start", tokens.ClientCapability{NotBefore: now}, `{"scope":"","iss":"` + account + `","iat":1700000000,"nbf":1700000000,"exp":1700003600}`},
		{"two scopes", tokens.ClientCapability{Scopes: []tokens.Scope{&tokens.IncomingScope{ClientName: "b"}, &tokens.IncomingScope{ClientName: "a"}}},
			`{"scope":"scope:client:incoming?clientName=b scope:client:incoming?clientName=a","iss":"` + account + `","iat":1700000000,"exp":1700003600}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.c.AccountSID, test.c.IssuedAt = account, now
			signed, err := test.c.Sign(authToken)
			if err != nil {
				t.Fatal(err)
			}
			tok := tokens.Decode(signed)
			if got := string(tok.Header.Data) + string(tok.Payload.Data); got != `{"typ":"JWT","alg":"HS256"}`+test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
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

const (
	taskQueue     = "WQ77777777777777777777777777777777"
	workspaceURL  = "https://taskrouter.twilio.com/v1/Workspaces/" + workspace
	eventChannels = "https://event-bridge.twilio.com/v1/wschannels/" + account + "/"
)

// The token of each channel, claim by claim, with the policies that it needs in
// their order.
func TestTaskRouterCapabilitySign(t *testing.T) {
	for _, test := range []struct {
		name, channel, claim string
		ttl                  time.Duration
		exp                  string
		policies             []string // method and address
	}{
		{"a worker", worker, `,"worker_sid":"` + worker + `"`, 0, "1700003600", []string{
			"GET " + eventChannels + worker, "POST " + eventChannels + worker, "GET " + workspaceURL + "/Workers/" + worker,
			"GET " + workspaceURL + "/Activities", "GET " + workspaceURL + "/Tasks/**", "GET " + workspaceURL + "/Workers/" + worker + "/Reservations/**",
		}},
		{"a task queue", taskQueue, `,"taskqueue_sid":"` + taskQueue + `"`, 10000 * time.Second, "1700010000", []string{
			"GET " + eventChannels + taskQueue, "POST " + eventChannels + taskQueue, "GET " + workspaceURL + "/TaskQueues/" + taskQueue,
		}},
		{"the workspace", workspace, ``, 1000 * time.Second, "1700001000", []string{
			"GET " + eventChannels + workspace, "POST " + eventChannels + workspace, "GET " + workspaceURL,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &tokens.TaskRouterCapability{AccountSID: account, WorkspaceSID: workspace, ChannelSID: test.channel, TTL: test.ttl, IssuedAt: now}
			c.Policies = c.DefaultPolicies()
			signed, err := c.Sign(authToken)
			if err != nil {
				t.Fatal(err)
			}
			var policies []string
			for _, p := range test.policies {
				method, url, _ := strings.Cut(p, " ")
				policies = append(policies, `{"url":"`+url+`","method":"`+method+`","allow":true,"query_filter":{},"post_filter":{}}`)
			}
			want := `{"iss":"` + account + `","account_sid":"` + account + `","workspace_sid":"` + workspace + `","channel":"` + test.channel +
				`","version":"v1","friendly_name":"` + test.channel + `"` + test.claim + `,"policies":[` + strings.Join(policies, ",") + `],"iat":1700000000,"exp":` + test.exp + `}`
			if got := string(tokens.Decode(signed).Payload.Data); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			again, err := c.Sign(authToken)
			if err != nil || again != signed {
				t.Errorf("signed again: got %s, %v, want the same", again, err)
			}
		})
	}
}

// Each preset of the helpers, for a worker and by name.
func TestTaskRouterPresets(t *testing.T) {
	self := workspaceURL + "/Workers/" + worker
	for _, test := range []struct {
		name    string
		presets tokens.TaskRouterPresets
		want    []tokens.TaskRouterPolicy
	}{
		{"none", tokens.TaskRouterPresets{}, nil},
		{"update itself", tokens.TaskRouterPresets{UpdateSelf: true}, []tokens.TaskRouterPolicy{{URL: self, Method: "POST"}}},
		{"delete itself", tokens.TaskRouterPresets{DeleteSelf: true}, []tokens.TaskRouterPolicy{{URL: self, Method: "DELETE"}}},
		{"what is below", tokens.TaskRouterPresets{FetchSubresources: true, UpdateSubresources: true, DeleteSubresources: true}, []tokens.TaskRouterPolicy{
			{URL: self + "/**", Method: "GET"}, {URL: self + "/**", Method: "POST"}, {URL: self + "/**", Method: "DELETE"},
		}},
		{"activity", tokens.TaskRouterPresets{UpdateActivity: true}, []tokens.TaskRouterPolicy{
			{URL: self, Method: "POST", PostFilter: tokens.JSON(`{"ActivitySid":{"required":true}}`)},
		}},
		{"reservations", tokens.TaskRouterPresets{UpdateReservations: true}, []tokens.TaskRouterPolicy{
			{URL: workspaceURL + "/Tasks/**", Method: "POST"}, {URL: self + "/Reservations/**", Method: "POST"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &tokens.TaskRouterCapability{AccountSID: account, WorkspaceSID: workspace, ChannelSID: worker}
			if got := test.presets.Policies(c); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// Filters of policies survive a mint and a reading, and so does a denial.
func TestTaskRouterFiltersReadBack(t *testing.T) {
	c := &tokens.TaskRouterCapability{AccountSID: account, WorkspaceSID: workspace, ChannelSID: worker, FriendlyName: "Ann", IssuedAt: now, TTL: tokens.DefaultTTL}
	c.Policies = []tokens.TaskRouterPolicy{
		{URL: workspaceURL + "/Tasks/**", Method: "POST", QueryFilter: tokens.JSON(`{"PageSize":{"required":false}}`), PostFilter: tokens.JSON(`{"a":{"b":{"required":true}}}`)},
		{URL: workspaceURL + "/Workers/*", Method: "DELETE", Deny: true},
	}
	signed, err := c.Sign(authToken)
	if err != nil {
		t.Fatal(err)
	}
	got, err := tokens.Decode(signed).TaskRouterCapability()
	if err != nil || got.FriendlyName != c.FriendlyName || !reflect.DeepEqual(got.Policies, c.Policies) {
		t.Errorf("got %+v, %v, want %+v", got, err, c)
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
		{"no account", func(c *tokens.TaskRouterCapability) { c.AccountSID = "" }, "account_sid is missing"},
		{"no workspace", func(c *tokens.TaskRouterCapability) { c.WorkspaceSID = "" }, "workspace_sid is missing"},
		{"no channel", func(c *tokens.TaskRouterCapability) { c.ChannelSID = "" }, "channel is missing"},
		{"bad account", func(c *tokens.TaskRouterCapability) { c.AccountSID = "XX" + c.AccountSID[2:] }, "account_sid is"},
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
