package tokens

import (
	"net/url"
	"strings"
)

// ParseScopes reads the scope claim in every dialect that the helpers write:
// parameters in any order, escaped once or twice, filters under params or
// appParams. What it does not know is kept as a [*RawScope].
func ParseScopes(claim string) []Scope {
	var scopes []Scope
	for _, text := range strings.Fields(claim) {
		scopes = append(scopes, parseScope(text))
	}
	return scopes
}

// JoinScopes is the scope claim that says these scopes.
func JoinScopes(scopes []Scope) string {
	uris := make([]string, len(scopes))
	for i, s := range scopes {
		uris[i] = s.URI()
	}
	return strings.Join(uris, " ")
}

func parseScope(text string) Scope {
	name, query, _ := strings.Cut(text, "?")
	params := parseParams(query)
	switch name {
	case "scope:client:incoming":
		if s := (&IncomingScope{}); takeParams(params, map[string]*string{"clientName": &s.ClientName}, nil) {
			return s
		}
	case "scope:client:outgoing":
		s := &OutgoingScope{}
		if takeParams(params, map[string]*string{"appSid": &s.ApplicationSID, "clientName": &s.ClientName}, &s.Params) {
			return s
		}
	case "scope:stream:subscribe":
		if s := (&EventScope{}); takeParams(params, map[string]*string{"path": &s.Path}, &s.Filters) {
			return s
		}
	}
	return &RawScope{Text: text}
}

// takeParams deals parameters out to the fields of a scope. It reports whether
// each went to a place of its own.
func takeParams(params []ScopeParam, fields map[string]*string, nested *[]ScopeParam) bool {
	seen := map[string]bool{}
	for _, p := range params {
		field, known := fields[p.Name]
		switch {
		case seen[p.Name]:
			return false
		case known:
			*field = p.Value
		case nested != nil && (p.Name == "appParams" || p.Name == "params"):
			*nested = parseParams(p.Value)
		default:
			return false
		}
		seen[p.Name] = true
	}
	return len(params) > 0
}

func joinParams(params []ScopeParam) string {
	var b strings.Builder
	for i, p := range params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value))
	}
	return b.String()
}

// parseParams reads a query string in order. A stray % stands for itself.
func parseParams(query string) []ScopeParam {
	var params []ScopeParam
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		params = append(params, ScopeParam{unescape(name), unescape(value)})
	}
	return params
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
