package cli

import (
	"time"

	"mintmark/tokens"
)

// A dropIn is one command of the Twilio CLI's token plugin. Name, flags and
// output are the plugin's. What its help says it does, also where the plugin
// does something else.
type dropIn struct {
	name, short string
	required    []string // flags
	optional    []string
	grant       func(v dropInValues) tokens.Grant                      // of an access token
	capability  func(v dropInValues, life dropInLife) capabilitySigner // of the others
}

// dropInValues are the values of the flags, by name.
type dropInValues map[string]*string

func (v dropInValues) get(name string) string {
	if v[name] == nil {
		return ""
	}
	return *v[name]
}

// dropInLife is what every token says of itself.
type dropInLife struct {
	account string
	ttl     time.Duration
	issued  time.Time
}

type capabilitySigner func(authToken string) (string, error)

var dropIns = []dropIn{
	{
		name: "token:voice", short: "Mint an access token for calls",
		required: []string{"identity", "voice-app-sid"}, optional: []string{"allow-incoming", "push-credential-sid"},
		grant: func(v dropInValues) tokens.Grant {
			return &tokens.Voice{
				Incoming:          tokens.Incoming{Allow: v.get("allow-incoming") == "true"},
				Outgoing:          tokens.Outgoing{ApplicationSID: v.get("voice-app-sid")},
				PushCredentialSID: v.get("push-credential-sid"),
			}
		},
	},
	{
		name: "token:video", short: "Mint an access token for video rooms",
		required: []string{"identity"}, optional: []string{"room-name"},
		grant: func(v dropInValues) tokens.Grant { return &tokens.Video{Room: v.get("room-name")} },
	},
	{
		name: "token:chat", short: "Mint an access token for Conversations",
		required: []string{"identity", "chat-service-sid"},
		grant:    func(v dropInValues) tokens.Grant { return &tokens.Chat{ServiceSID: v.get("chat-service-sid")} },
	},
	{
		name: "token:sync", short: "Mint an access token for Sync",
		required: []string{"identity", "sync-service-sid"},
		grant:    func(v dropInValues) tokens.Grant { return &tokens.Sync{ServiceSID: v.get("sync-service-sid")} },
	},
	{
		name: "token:flex", short: "Mint an access token for a worker of Flex",
		required: []string{"worker-sid", "workspace-sid"}, optional: []string{"identity"},
		grant: func(v dropInValues) tokens.Grant {
			return &tokens.TaskRouter{WorkspaceSID: v.get("workspace-sid"), WorkerSID: v.get("worker-sid"), Role: "worker"}
		},
	},
	{
		name: "token:capability:client", short: "Mint a client capability token",
		required: []string{"identity", "voice-app-sid"}, optional: []string{"allow-incoming"},
		capability: clientDropIn,
	},
	{
		name: "token:capability:worker", short: "Mint a TaskRouter capability token for a worker",
		required:   []string{"worker-sid", "workspace-sid"},
		capability: workerDropIn,
	},
}

// clientDropIn lets calls come from the identity too: without that it would
// not be in a token that takes no calls.
func clientDropIn(v dropInValues, life dropInLife) capabilitySigner {
	c := tokens.ClientCapability{AccountSID: life.account, TTL: life.ttl, IssuedAt: life.issued}
	c.Scopes = append(c.Scopes, &tokens.OutgoingScope{ApplicationSID: v.get("voice-app-sid"), ClientName: v.get("identity")})
	if v.get("allow-incoming") == "true" {
		c.Scopes = append(c.Scopes, &tokens.IncomingScope{ClientName: v.get("identity")})
	}
	return c.Sign
}

// workerDropIn has the ten policies that the plugin lists. It signs two.
func workerDropIn(v dropInValues, life dropInLife) capabilitySigner {
	if err := tokens.CheckSID("WK", v.get("worker-sid")); err != nil {
		return func(string) (string, error) { return "", underFlag("--worker-sid", err) }
	}
	c := tokens.TaskRouterCapability{
		AccountSID: life.account, WorkspaceSID: v.get("workspace-sid"), ChannelSID: v.get("worker-sid"), TTL: life.ttl, IssuedAt: life.issued,
	}
	workspace := "https://taskrouter.twilio.com/v1/Workspaces/" + c.WorkspaceSID
	c.Policies = append(c.DefaultPolicies(),
		tokens.TaskRouterPolicy{URL: workspace, Method: "GET"},
		tokens.TaskRouterPolicy{URL: workspace + "/**", Method: "GET"},
		tokens.TaskRouterPolicy{URL: workspace + "/Activities", Method: "POST"},
		tokens.TaskRouterPolicy{URL: workspace + "/Workers/" + c.ChannelSID + "/Reservations/**", Method: "POST"},
	)
	return c.Sign
}

// dropInHelp is the plugin's help, and the field of a token that a flag fills.
var dropInHelp = map[string]struct{ help, field string }{
	"identity":            {"who the holder is: a `name`", "identity"},
	"voice-app-sid":       {"the TwiML app for outgoing calls, `AP...`", "voice.outgoing.application_sid appSid"},
	"allow-incoming":      {"allow incoming calls, `true|false` (default true)", ""},
	"push-credential-sid": {"the push credential for incoming calls, `CR...`", "voice.push_credential_sid"},
	"room-name":           {"the `room` that the token opens (default every one)", "video.room"},
	"chat-service-sid":    {"the Conversations service, `IS...`", "chat.service_sid"},
	"sync-service-sid":    {"the Sync service, `IS...`", "data_sync.service_sid"},
	"worker-sid":          {"the worker, `WK...`", "task_router.worker_sid channel"},
	"workspace-sid":       {"the workspace, `WS...`", "task_router.workspace_sid workspace_sid"},
}

func dropInNames() (names []string) {
	for _, d := range dropIns {
		names = append(names, d.name)
	}
	return names
}
