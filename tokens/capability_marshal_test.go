package tokens_test

import (
	"slices"
	"testing"
	"time"

	"mintmark/tokens"
)

const marshalAuthToken = "0123456789abcdef0123456789abcdef"

// What Marshal returns is what Sign signs, and what it refuses Sign refuses.
func TestCapabilitiesMarshal(t *testing.T) {
	const account, workspace, worker = "AC15c1737bf14064d2278d616face3f17f", "WS15c1737bf14064d2278d616face3f17f", "WK15c1737bf14064d2278d616face3f17f"
	now := time.Unix(1700000000, 0)
	client := tokens.ClientCapability{AccountSID: account, Now: now, Scopes: []tokens.Scope{&tokens.IncomingScope{ClientName: "alice"}}}
	router := tokens.TaskRouterCapability{AccountSID: account, WorkspaceSID: workspace, ChannelSID: worker, Now: now}
	router.Policies = router.DefaultPolicies()
	type capability interface {
		Sign(authToken string) (string, error)
		Marshal() (header, payload []byte, err error)
	}
	for name, c := range map[string]capability{"client": &client, "TaskRouter": &router} {
		t.Run(name, func(t *testing.T) {
			header, payload, err := c.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			got, err := tokens.Encode(header, payload, tokens.SecretKey(marshalAuthToken))
			if err != nil {
				t.Fatal(err)
			}
			if want, err := c.Sign(marshalAuthToken); got != want || err != nil {
				t.Errorf("%s\nis not what is signed, %s: %v", got, want, err)
			}
		})
	}
	for name, c := range map[string]capability{"client": &tokens.ClientCapability{}, "TaskRouter": &tokens.TaskRouterCapability{}} {
		if _, _, err := c.Marshal(); err == nil {
			t.Errorf("%s: a token for no account is made", name)
		}
	}
}

func TestPresetsAreToldApart(t *testing.T) {
	odd := tokens.TaskRouterPolicy{URL: "https://taskrouter.twilio.com/v1/Workspaces/*", Method: "GET", Deny: true}
	all := tokens.TaskRouterPresets{UpdateSelf: true, DeleteSelf: true, FetchSubresources: true, UpdateSubresources: true,
		DeleteSubresources: true, UpdateActivity: true, UpdateReservations: true}
	for _, channel := range []string{"", "W", "WK1", "WQ1", "WS1"} {
		for _, want := range []tokens.TaskRouterPresets{{}, {UpdateSelf: true}, {UpdateActivity: true, UpdateReservations: true}, all} {
			c := &tokens.TaskRouterCapability{AccountSID: "AC1", WorkspaceSID: "WS1", ChannelSID: channel}
			c.Policies = slices.Concat(c.DefaultPolicies(), []tokens.TaskRouterPolicy{odd}, want.Policies(c))
			defaults, got, rest := c.Presets()
			if got != want || !defaults || len(rest) != 1 || !rest[0].Deny {
				t.Errorf("channel %q: %+v, defaults %v, rest %v, want %+v", channel, got, defaults, rest, want)
			}
		}
	}
	c := &tokens.TaskRouterCapability{Policies: []tokens.TaskRouterPolicy{odd}}
	if defaults, got, rest := c.Presets(); defaults || got != (tokens.TaskRouterPresets{}) || len(rest) != 1 {
		t.Errorf("of one odd policy: %v %+v %v", defaults, got, rest)
	}
}
