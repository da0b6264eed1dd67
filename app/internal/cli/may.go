package cli

import (
	"slices"
	"strings"

	"mintmark/tokens"
)

// A request is what --may asks about.
type request struct{ method, address string }

// An answer says whether a token lets its holder make a request.
type answer struct {
	Request string `json:"request"`
	Allowed bool   `json:"allowed"`
	Policy  string `json:"policy,omitempty"` // the one that decides, in words
}

// parseRequests reads "POST https://…".
func parseRequests(texts []string) (requests []request, err error) {
	for _, text := range texts {
		method, address, ok := strings.Cut(strings.TrimSpace(text), " ")
		method, address = strings.ToUpper(method), strings.TrimSpace(address)
		if !ok || !slices.Contains([]string{"GET", "POST", "DELETE"}, method) || !strings.HasPrefix(address, "https://") {
			return nil, usage("--may 'POST https://taskrouter.twilio.com/v1/Workspaces/WS…/Tasks/WT…'", "--may is %q: want GET, POST or DELETE and an address", shorten(text))
		}
		requests = append(requests, request{method, address})
	}
	return requests, nil
}

// ask answers the requests by the policies of the token.
func (v *checked) ask(t *tokens.Token, requests []request) error {
	if len(requests) == 0 || v.Kind == tokens.NoKind {
		return nil
	}
	c, err := t.TaskRouterCapability()
	if err != nil {
		return usage("the other kinds have no policies", "--may asks about TaskRouter capability tokens; this is %s", v.Kind)
	}
	for _, r := range requests {
		allowed, by := tokens.Decide(c.Policies, r.method, r.address)
		a := answer{Request: r.method + " " + r.address, Allowed: allowed}
		if by != nil {
			a.Policy = policyWords(*by)
		}
		v.May = append(v.May, a)
		if !allowed && v.ExitCode == exitOK {
			v.ExitCode = exitRefused
		}
	}
	return nil
}

func (a answer) words(c paint) string {
	switch {
	case a.Allowed:
		return c.good("yes") + ", it may " + shorten(a.Request) + ": the policy is that it " + a.Policy
	case a.Policy != "":
		return c.bad("no") + ", it may not " + shorten(a.Request) + ": the policy is that it " + a.Policy
	}
	return c.bad("no") + ", it may not " + shorten(a.Request) + ": no policy is about that"
}

// policyWords is a policy with its filters.
func policyWords(p tokens.Policy) string {
	text := shorten(p.Explain())
	for _, f := range []struct {
		name   string
		filter tokens.JSON
	}{{"query", p.QueryFilter}, {"form", p.PostFilter}} {
		if len(f.filter) > 0 {
			text += ", with the " + f.name + " filter " + shorten(string(f.filter))
		}
	}
	return text
}
