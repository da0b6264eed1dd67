package tokens

import (
	"net/url"
	"strings"
)

// A TaskRouterPolicy is one rule of a TaskRouter capability token: which requests to
// TaskRouter's API its holder may make, or may not.
type TaskRouterPolicy struct {
	URL    string // with * for one segment of the path and ** for any number
	Method string // GET, POST or DELETE
	Deny   bool   // forbids what it matches

	// QueryFilter and PostFilter are JSON objects, parameter name to
	// {"required":true}; empty means {}.
	QueryFilter, PostFilter JSON
}

// Explain says the policy in words: "may GET …".
func (p TaskRouterPolicy) Explain() string {
	verb := "may "
	if p.Deny {
		verb = "may not "
	}
	return verb + p.Method + " " + p.URL
}

// longestAddress is what an address may have, in bytes: servers take no more.
const longestAddress = 1 << 13

// Matches reports whether the policy is about that request. The query is not
// looked at: filters speak of it. No policy is about an address of more than 8 kB.
func (p TaskRouterPolicy) Matches(method, address string) bool {
	address, _, _ = strings.Cut(address, "?")
	if !strings.EqualFold(p.Method, method) || len(address) > longestAddress {
		return false
	}
	return matchSegments(strings.Split(p.URL, "/"), strings.Split(address, "/"), matchSegment)
}

// matchSegments walks pattern and path once, going back only to the last **:
// it asks match for each pair at most once.
func matchSegments(pattern, path []string, match func(pattern, segment string) bool) bool {
	p, s := 0, 0
	star, back := -1, 0
	for s < len(path) {
		switch {
		case p < len(pattern) && pattern[p] == "**":
			star, back = p, s
			p++
		case p < len(pattern) && match(pattern[p], path[s]):
			p++
			s++
		case star >= 0:
			back++
			p, s = star+1, back
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == "**" {
		p++
	}
	return p == len(pattern)
}

func matchSegment(pattern, segment string) bool {
	return pattern == segment || pattern == "*" && segment != ""
}

// Validate refuses a policy that TaskRouter would not understand, or that
// reaches beyond it.
func (p TaskRouterPolicy) Validate() error {
	u, err := url.Parse(p.URL)
	switch {
	case err != nil || u.Scheme != "https" || u.User != nil:
		return &FieldError{Path: "url", Want: "an address that begins with https://", Got: p.URL}
	case u.Host != taskRouterHost && u.Host != eventBridgeHost:
		return &FieldError{Path: "url", Want: "an address on " + taskRouterHost + " or " + eventBridgeHost, Got: p.URL}
	case p.Method != "GET" && p.Method != "POST" && p.Method != "DELETE":
		return &FieldError{Path: "method", Want: "GET, POST or DELETE", Got: p.Method}
	}
	for _, f := range []JSON{p.QueryFilter, p.PostFilter} {
		if len(f) > 0 && f.check(true) != nil {
			return &FieldError{Path: "filter", Want: "a JSON object", Got: string(f)}
		}
	}
	return nil
}

// MarshalPolicies is the policies member of a TaskRouter capability token as it
// travels.
func MarshalPolicies(policies []TaskRouterPolicy) []byte { return appendPolicies(nil, policies) }

func appendPolicies(b []byte, policies []TaskRouterPolicy) []byte {
	b = append(b, '[')
	for i, p := range policies {
		if i > 0 {
			b = append(b, ',')
		}
		b = p.append(b)
	}
	return append(b, ']')
}

func (p TaskRouterPolicy) append(b []byte) []byte {
	b = append(b, `{"url":`+quote(p.URL)+`,"method":`+quote(p.Method)+`,"allow":`...)
	if p.Deny {
		b = append(b, "false"...)
	} else {
		b = append(b, "true"...)
	}
	b = append(append(b, `,"query_filter":`...), orEmpty(p.QueryFilter)...)
	b = append(append(b, `,"post_filter":`...), orEmpty(p.PostFilter)...)
	return append(b, '}')
}

func orEmpty(j JSON) JSON {
	if len(j) == 0 {
		return JSON("{}")
	}
	return j
}

// readPolicy reads one element of policies. A filter that is not there is an
// empty one, as PHP's helper writes it.
func readPolicy(v *Value) TaskRouterPolicy {
	p := TaskRouterPolicy{Deny: !v.Get("allow").Is(TrueValue)}
	p.URL, _ = v.Get("url").Text()
	p.Method, _ = v.Get("method").Text()
	if f := v.Get("query_filter"); f.Is(ObjectValue) && len(f.Members) > 0 {
		p.QueryFilter = JSON(f.Raw)
	}
	if f := v.Get("post_filter"); f.Is(ObjectValue) && len(f.Members) > 0 {
		p.PostFilter = JSON(f.Raw)
	}
	return p
}

// DecideTaskRouter answers "may this token make that request?" and names the
// policy that says so; nil where none is about it, which is a no. A policy that
// forbids wins over those that allow: where TaskRouter does not document which
// does, the answer that promises less is the safe one.
func DecideTaskRouter(policies []TaskRouterPolicy, method, address string) (allowed bool, by *TaskRouterPolicy) {
	for i := range policies {
		p := &policies[i]
		if !p.Matches(method, address) {
			continue
		}
		if p.Deny {
			return false, p
		}
		if by == nil {
			by = p
		}
	}
	return by != nil, by
}
