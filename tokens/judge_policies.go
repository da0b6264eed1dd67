package tokens

import (
	"net/url"
	"strings"
)

// policies judges a TaskRouter capability token. Source: Twilio docs,
// "TaskRouter.js v1: Constructing JWTs".
func (j *judge) policies() {
	s := &j.t.Payload
	j.plainHeader()
	inOrder := j.workspace(s)
	list := s.Value.Get("policies")
	if !list.Is(ArrayValue) {
		j.report("policy-type", at(s, "policies"), "its policies are "+list.describe()+", not a list")
		return
	}
	seen := map[string]bool{}
	allowed := false
	for i := range list.Elements {
		v := &list.Elements[i]
		place := Place{Segment: s.Name, Path: "policies", Start: v.Start, End: v.End}
		if !v.Is(ObjectValue) {
			j.report("policy-type", place, "one of its policies is "+v.describe())
			continue
		}
		p := readPolicy(v)
		allowed = allowed || !p.Deny
		j.policy(p, place)
		if key := p.Explain() + string(p.QueryFilter) + string(p.PostFilter); seen[key] {
			j.report("policy-repeated", place, "a policy is there twice, "+p.Method+" "+clip(p.URL))
		} else {
			seen[key] = true
		}
	}
	if !allowed {
		j.report("policy-none", at(s, "policies"), "it allows nothing")
		return
	}
	if inOrder {
		j.bridge(s)
	}
}

// workspace holds the claims about who and where against each other, and
// reports whether they are SIDs.
func (j *judge) workspace(s *Segment) bool {
	text := func(claim string) string { t, _ := s.Value.Get(claim).Text(); return t }
	iss, account := text("iss"), text("account_sid")
	if CheckSID("AC", iss) != nil || account != iss {
		j.report("policy-account", at(s, "iss"), "its issuer is "+shortSID(orNothing(iss))+" and its account "+shortSID(orNothing(account)))
	}
	if CheckSID("WS", text("workspace_sid")) != nil {
		j.report("policy-workspace", at(s, "workspace_sid"), wrongSID("its workspace", s.Value.Get("workspace_sid"), "a workspace SID"))
	}
	c := TaskRouterCapability{WorkspaceSID: text("workspace_sid"), ChannelSID: text("channel")}
	if c.checkChannel() != nil {
		j.report("policy-channel", at(s, "channel"), "its channel is "+orMissing(s.Value.Get("channel"))+", not the SID of a worker, a task queue or the workspace")
		return false
	}
	if claim := channelClaim(c.ChannelSID); claim != "" && text(claim) != c.ChannelSID {
		j.report("policy-channel", at(s, claim), "its channel is "+shortSID(c.ChannelSID)+", but its "+claim+" is "+shortSID(orNothing(text(claim))))
	}
	return CheckSID("AC", iss) == nil
}

func (j *judge) policy(p TaskRouterPolicy, place Place) {
	u, err := url.Parse(p.URL)
	if err != nil || u.Scheme != "https" || u.Host != taskRouterHost && u.Host != eventBridgeHost {
		j.report("policy-address", place, "a policy is about "+clip(orNothing(p.URL)))
	}
	if p.Method != "GET" && p.Method != "POST" && p.Method != "DELETE" {
		j.report("policy-method", place, "the method of a policy is "+clip(orNothing(p.Method)))
	}
}

// bridge asks for the two policies that taskrouter.js begins with. It matches
// an address of the token's own making, of which the claims must be short.
func (j *judge) bridge(s *Segment) {
	c, err := j.t.TaskRouterCapability()
	if err != nil {
		return
	}
	var missing []string
	for _, p := range c.DefaultPolicies()[:2] {
		if ok, _ := DecideTaskRouter(c.Policies, p.Method, p.URL); !ok {
			missing = append(missing, p.Method)
		}
	}
	if len(missing) > 0 {
		j.report("policy-bridge", at(s, "policies"), "it does not allow to "+strings.Join(missing, " and ")+" the event bridge")
	}
}
