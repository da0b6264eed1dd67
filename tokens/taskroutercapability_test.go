package tokens_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

const (
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
			AccountSID: account, WorkspaceSID: workspace, ChannelSID: worker,
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
