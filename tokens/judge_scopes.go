package tokens

import "strings"

// scopes judges a client capability token. Source: the errors of Voice, 31xxx.
func (j *judge) scopes() {
	s := &j.t.Payload
	j.plainHeader()
	if iss, _ := s.Value.Get("iss").Text(); CheckSID("AC", iss) != nil {
		j.report("capability-issuer", at(s, "iss"), wrongSID("its issuer", s.Value.Get("iss"), "an account SID"))
	}
	claim, ok := s.Value.Get("scope").Text()
	place := at(s, "scope")
	switch {
	case !ok:
		j.report("scope-missing", place, "its scope is "+orMissing(s.Value.Get("scope")))
	case strings.TrimSpace(claim) == "":
		j.report("scope-empty", place, "its scope is empty")
	}
	for _, scope := range ParseScopes(claim) {
		j.scope(scope, place)
	}
}

func (j *judge) scope(scope Scope, place Place) {
	switch scope := scope.(type) {
	case *RawScope:
		j.report("scope-unknown", place, "it has a scope that Mintmark does not know, "+clip(scope.Text))
	case *IncomingScope:
		j.clientName(scope.ClientName, place)
	case *OutgoingScope:
		if CheckSID("AP", scope.ApplicationSID) != nil {
			j.report("scope-app", place, "its appSid is "+clip(orNothing(scope.ApplicationSID))+", not a TwiML app SID")
		}
		if scope.ClientName != "" {
			j.clientName(scope.ClientName, place)
		}
	}
}

func (j *judge) clientName(name string, place Place) {
	if checkClientName(name) != nil {
		j.report("scope-name", place, "its client name is "+quote(clip(name)))
	}
}

// plainHeader judges the header of the tokens that have no content type, and
// reports under the rules that access tokens have for them.
func (j *judge) plainHeader() {
	s := &j.t.Header
	j.algorithm(s)
	if typ := s.Value.Get("typ"); typ != nil && typ.Display() != "JWT" {
		j.report("typ", at(s, "typ"), "its type is "+orMissing(typ))
	}
	j.extensions(s)
	j.keyReferences(s)
}

func orNothing(s string) string {
	if s == "" {
		return "missing"
	}
	return s
}
