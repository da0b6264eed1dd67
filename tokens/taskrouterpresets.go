package tokens

import (
	"slices"
	"strings"
)

// TaskRouterPresets are the policies that the helper libraries offer by name.
type TaskRouterPresets struct {
	UpdateSelf, DeleteSelf                                    bool
	FetchSubresources, UpdateSubresources, DeleteSubresources bool

	// For workers only.
	UpdateActivity, UpdateReservations bool
}

// DefaultPolicies are those that every token of the channel needs: to listen
// on the event bridge and to read itself, and for a worker to read activities,
// tasks and its reservations.
func (c *TaskRouterCapability) DefaultPolicies() []TaskRouterPolicy {
	bridge := "https://" + eventBridgeHost + "/v1/wschannels/" + c.AccountSID + "/" + c.ChannelSID
	policies := []TaskRouterPolicy{
		{URL: bridge, Method: "GET"},
		{URL: bridge, Method: "POST"},
		{URL: c.self(), Method: "GET"},
	}
	if c.isWorker() {
		policies = append(policies,
			TaskRouterPolicy{URL: c.workspace() + "/Activities", Method: "GET"},
			TaskRouterPolicy{URL: c.workspace() + "/Tasks/**", Method: "GET"},
			TaskRouterPolicy{URL: c.self() + "/Reservations/**", Method: "GET"},
		)
	}
	return policies
}

// Policies are the presets as policies for the channel of c.
func (p TaskRouterPresets) Policies(c *TaskRouterCapability) []TaskRouterPolicy {
	var out []TaskRouterPolicy
	add := func(on bool, policies ...TaskRouterPolicy) {
		if on {
			out = append(out, policies...)
		}
	}
	self := c.self()
	add(p.UpdateSelf, TaskRouterPolicy{URL: self, Method: "POST"})
	add(p.DeleteSelf, TaskRouterPolicy{URL: self, Method: "DELETE"})
	add(p.FetchSubresources, TaskRouterPolicy{URL: self + "/**", Method: "GET"})
	add(p.UpdateSubresources, TaskRouterPolicy{URL: self + "/**", Method: "POST"})
	add(p.DeleteSubresources, TaskRouterPolicy{URL: self + "/**", Method: "DELETE"})
	add(p.UpdateActivity, TaskRouterPolicy{URL: self, Method: "POST", PostFilter: JSON(`{"ActivitySid":{"required":true}}`)})
	add(p.UpdateReservations,
		TaskRouterPolicy{URL: c.workspace() + "/Tasks/**", Method: "POST"},
		TaskRouterPolicy{URL: self + "/Reservations/**", Method: "POST"})
	return out
}

func (p *TaskRouterPresets) flags() []*bool {
	return []*bool{&p.UpdateSelf, &p.DeleteSelf, &p.FetchSubresources, &p.UpdateSubresources, &p.DeleteSubresources, &p.UpdateActivity, &p.UpdateReservations}
}

// Presets tells the policies of c apart: whether all of
// [TaskRouterCapability.DefaultPolicies] are
// there, which presets are there as a whole, and what is left beside these.
func (c *TaskRouterCapability) Presets() (defaults bool, presets TaskRouterPresets, rest []TaskRouterPolicy) {
	rest = slices.Clone(c.Policies)
	take := func(policies []TaskRouterPolicy) bool {
		for _, p := range policies {
			if !slices.ContainsFunc(c.Policies, p.equal) {
				return false
			}
		}
		for _, p := range policies {
			rest = slices.DeleteFunc(rest, p.equal)
		}
		return true
	}
	defaults = take(c.DefaultPolicies())
	for i, flag := range presets.flags() {
		var one TaskRouterPresets
		*one.flags()[i] = true
		*flag = take(one.Policies(c))
	}
	return defaults, presets, rest
}

func (p TaskRouterPolicy) equal(q TaskRouterPolicy) bool {
	return p.URL == q.URL && p.Method == q.Method && p.Deny == q.Deny &&
		string(p.QueryFilter) == string(q.QueryFilter) && string(p.PostFilter) == string(q.PostFilter)
}

func (c *TaskRouterCapability) isWorker() bool { return strings.HasPrefix(c.ChannelSID, "WK") }

func (c *TaskRouterCapability) workspace() string {
	return "https://" + taskRouterHost + "/v1/Workspaces/" + c.WorkspaceSID
}

// self is the address of the channel.
func (c *TaskRouterCapability) self() string {
	switch {
	case c.isWorker():
		return c.workspace() + "/Workers/" + c.ChannelSID
	case strings.HasPrefix(c.ChannelSID, "WQ"):
		return c.workspace() + "/TaskQueues/" + c.ChannelSID
	}
	return c.workspace()
}
