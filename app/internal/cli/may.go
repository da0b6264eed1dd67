package cli

import (
	"context"
	"slices"
	"strings"

	"mintmark/tokens"
)

// questions are what check is asked beside whether Twilio will take the token.
type questions struct {
	may  []asked         // of a TaskRouter capability token
	made *tokens.Request // of a client validation token; nil for none
}

func (q *questions) any() bool { return len(q.may) > 0 || q.made != nil }

// asked is a request that the holder may make, or may not.
type asked struct{ method, address string }

// An answer says whether a token lets its holder make a request.
type answer struct {
	Request string `json:"request"`
	Allowed bool   `json:"allowed"`
	Policy  string `json:"policy,omitempty"` // the one that decides, in words
}

// questions reads --may, as in "POST https://…", and --request.
func (p *program) questions(ctx context.Context, f *checkFlags) (q questions, err error) {
	for _, text := range f.may {
		method, address, ok := strings.Cut(strings.TrimSpace(text), " ")
		method, address = strings.ToUpper(method), strings.TrimSpace(address)
		if !ok || !slices.Contains([]string{"GET", "POST", "DELETE"}, method) || !strings.HasPrefix(address, "https://") {
			return q, usage("--may 'POST https://taskrouter.twilio.com/v1/Workspaces/WS…/Tasks/WT…'", "--may is %q: want GET, POST or DELETE and an address", shorten(text))
		}
		q.may = append(q.may, asked{method, address})
	}
	q.made, err = p.request(ctx, &f.requestFlags)
	return q, err
}

// ask answers by what the token says of requests.
func (v *checked) ask(t *tokens.Token, q questions) error {
	if v.Kind == tokens.NoKind {
		return nil
	}
	if len(q.may) > 0 {
		c, err := t.TaskRouterCapability()
		if err != nil {
			return usage("the other kinds have no policies", "--may asks about TaskRouter capability tokens; this is %s", v.Kind)
		}
		v.May = answers(c.Policies, q.may)
	}
	if q.made != nil {
		c, err := t.ClientValidation()
		if err != nil {
			return usage("the other kinds are for any request", "--request asks about client validation tokens; this is %s", v.Kind)
		}
		v.Request = "matches"
		if err := c.CheckRequest(q.made); err != nil {
			v.Request = strings.TrimPrefix(err.Error(), tokens.ErrRequestHash.Error()+": ")
		}
	}
	no := slices.ContainsFunc(v.May, func(a answer) bool { return !a.Allowed }) || v.Request != "" && v.Request != "matches"
	if no && v.ExitCode == exitOK {
		v.ExitCode = exitRefused
	}
	return nil
}

func answers(policies []tokens.TaskRouterPolicy, requests []asked) (all []answer) {
	for _, r := range requests {
		allowed, by := tokens.DecideTaskRouter(policies, r.method, r.address)
		a := answer{Request: r.method + " " + r.address, Allowed: allowed}
		if by != nil {
			a.Policy = policyWords(*by)
		}
		all = append(all, a)
	}
	return all
}

func (v *checked) requestWords(c paint) string {
	if v.Request == "matches" {
		return c.good("yes") + ", it was made for this request"
	}
	return c.bad("no") + ", it was not made for this request: " + printable(v.Request)
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
func policyWords(p tokens.TaskRouterPolicy) string {
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
