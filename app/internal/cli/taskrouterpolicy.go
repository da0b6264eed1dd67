package cli

import "mintmark/tokens"

// parsePolicies reads one policy or a list of them, as they stand in a token.
func parsePolicies(text string) (policies []tokens.TaskRouterPolicy, err error) {
	v, err := tokens.ParseJSON(text)
	if err != nil {
		return nil, usage("", "--policy: %w", err)
	}
	list := v.Elements
	if v.Is(tokens.ObjectValue) {
		list = []tokens.Value{*v}
	}
	for i := range list {
		p, err := parsePolicy(&list[i])
		if err != nil {
			return nil, err
		}
		policies = append(policies, p)
	}
	if len(policies) == 0 {
		return nil, badPolicy("an object or a list of objects")
	}
	return policies, nil
}

// parsePolicy takes each member once, and none that TaskRouter does not know:
// what it does not say is not made up.
func parsePolicy(v *tokens.Value) (p tokens.TaskRouterPolicy, err error) {
	if !v.Is(tokens.ObjectValue) {
		return p, badPolicy("an object")
	}
	seen := map[string]bool{}
	for i := range v.Members {
		m := &v.Members[i]
		if seen[m.Name] {
			return p, badPolicy("each member once")
		}
		seen[m.Name] = true
		ok := true
		switch m.Name {
		case "url":
			p.URL, ok = m.Value.Text()
		case "method":
			p.Method, ok = m.Value.Text()
		case "allow":
			p.Deny, ok = m.Value.Is(tokens.FalseValue), m.Value.Is(tokens.FalseValue) || m.Value.Is(tokens.TrueValue)
		case "query_filter":
			p.QueryFilter = tokens.JSON(m.Value.Raw)
		case "post_filter":
			p.PostFilter = tokens.JSON(m.Value.Raw)
		default:
			return p, badPolicy("no member but url, method, allow, query_filter and post_filter")
		}
		if !ok {
			return p, badPolicy("url and method as texts and allow as true or false")
		}
	}
	if !seen["url"] || !seen["method"] || !seen["allow"] {
		return p, badPolicy("url, method and allow")
	}
	return p, nil
}

func badPolicy(want string) error {
	return usage(`--policy '{"url":"https://…","method":"GET","allow":true}'`, "--policy: want %s", want)
}
