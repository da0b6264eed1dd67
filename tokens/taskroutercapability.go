package tokens

import (
	"cmp"
	"fmt"
	"time"
)

const (
	taskRouterHost  = "taskrouter.twilio.com"
	eventBridgeHost = "event-bridge.twilio.com"
)

// A TaskRouterCapability is what a TaskRouter capability token is to say: the
// token of taskrouter.js, for a worker, a task queue or a whole workspace. It is
// signed with the account's auth token.
type TaskRouterCapability struct {
	AccountSID   string // required: AC…
	WorkspaceSID string // required: WS…
	ChannelSID   string // required: WK…, WQ… or the WS… itself
	FriendlyName string // empty means the channel's SID
	Policies     []TaskRouterPolicy

	TTL       time.Duration // whole seconds; zero means [DefaultTTL]
	Now       time.Time     // the moment of minting; zero means that of the clock
	IssuedAt  time.Time     // zero means Now; more than 300 s after it NotBefore must be no earlier
	NotBefore time.Time     // zero leaves nbf out
}

// Sign returns the token as a compact JWS, HS256 under the account's auth
// token. It refuses with a [*FieldError], [ErrTTL] or [ErrSecret].
//
// Source: Twilio docs, "TaskRouter.js v1: Constructing JWTs".
func (c *TaskRouterCapability) Sign(authToken string) (string, error) {
	return signCapability(authToken, c.marshal)
}

// Marshal returns header and payload as [TaskRouterCapability.Sign] would sign
// them, after the same checks.
func (c *TaskRouterCapability) Marshal() (header, payload []byte, err error) {
	return marshalCapability(c.marshal)
}

func (c *TaskRouterCapability) marshal() ([]byte, error) {
	life := newLifetime(c.TTL, c.Now, c.IssuedAt, c.NotBefore)
	if err := c.check(life); err != nil {
		return nil, err
	}
	b := fmt.Appendf(nil, `{"iss":%q,"account_sid":%q,"workspace_sid":%q,"channel":%q,"version":"v1","friendly_name":%s`,
		c.AccountSID, c.AccountSID, c.WorkspaceSID, c.ChannelSID, quote(cmp.Or(c.FriendlyName, c.ChannelSID)))
	if claim := channelClaim(c.ChannelSID); claim != "" {
		b = fmt.Appendf(b, `,%q:%q`, claim, c.ChannelSID)
	}
	b = appendPolicies(append(b, `,"policies":`...), c.Policies)
	return append(life.append(b), '}'), nil
}

func (c *TaskRouterCapability) check(life lifetime) error {
	return firstError(
		func() error { return checkPath("account_sid", "AC", c.AccountSID) },
		func() error { return checkPath("workspace_sid", "WS", c.WorkspaceSID) },
		c.checkChannel,
		life.check,
		c.checkPolicies,
	)
}

// channelClaim is the claim that repeats the channel: none for a workspace.
func channelClaim(sid string) string {
	switch sid[:2] {
	case "WK":
		return "worker_sid"
	case "WQ":
		return "taskqueue_sid"
	}
	return ""
}

func (c *TaskRouterCapability) checkChannel() error {
	for _, prefix := range []string{"WK", "WQ"} {
		if CheckSID(prefix, c.ChannelSID) == nil {
			return nil
		}
	}
	if CheckSID("WS", c.ChannelSID) == nil && c.ChannelSID == c.WorkspaceSID {
		return nil
	}
	return &FieldError{Path: "channel", Want: "the SID of a worker (WK), of a task queue (WQ) or of the workspace itself", Got: c.ChannelSID}
}

func (c *TaskRouterCapability) checkPolicies() error {
	for _, p := range c.Policies {
		if err := p.Validate(); err != nil {
			return fmt.Errorf("policy %s %s: %w", p.Method, clip(p.URL), err)
		}
	}
	return nil
}

// TaskRouterCapability is what a TaskRouter capability token says, ready to be
// minted again. It fails with [ErrMalformed] for another kind of token.
func (t *Token) TaskRouterCapability() (*TaskRouterCapability, error) {
	if t.Kind() != TaskRouterCapabilityKind {
		return nil, fmt.Errorf("%w: want a TaskRouter capability token", ErrMalformed)
	}
	p := t.Payload.Value
	c := &TaskRouterCapability{}
	c.AccountSID, _ = p.Get("iss").Text()
	c.WorkspaceSID, _ = p.Get("workspace_sid").Text()
	c.ChannelSID, _ = p.Get("channel").Text()
	c.FriendlyName, _ = p.Get("friendly_name").Text()
	if policies := p.Get("policies"); policies != nil {
		for i := range policies.Elements {
			c.Policies = append(c.Policies, readPolicy(&policies.Elements[i]))
		}
	}
	c.IssuedAt, c.TTL, c.NotBefore = t.lifetime()
	return c, nil
}
