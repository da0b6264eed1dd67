package tokens

// Holder is who may use the token, by what its kind has for that: the identity,
// the client's name, the TaskRouter channel or the subject. It is "" where that
// is not there.
func (t *Token) Holder() string {
	claims := t.Payload.Value
	switch t.Kind() {
	case AccessKind:
		return t.Identity()
	case ClientCapabilityKind:
		scope, _ := claims.Get("scope").Text()
		return clientOf(ParseScopes(scope))
	case TaskRouterCapabilityKind:
		return claims.Get("channel").Display()
	}
	return claims.Get("sub").Display()
}

// clientOf is the first client that the scopes name.
func clientOf(scopes []Scope) string {
	for _, s := range scopes {
		switch s := s.(type) {
		case *IncomingScope:
			return s.ClientName
		case *OutgoingScope:
			if s.ClientName != "" {
				return s.ClientName
			}
		}
	}
	return ""
}
