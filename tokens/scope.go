package tokens

import (
	"cmp"
	"net/url"
	"strings"
)

// A Scope is one thing that a client capability token allows. They travel as
// URIs with spaces between: scope:client:incoming?clientName=alice.
type Scope interface {
	// URI is the scope as it travels, every name and value escaped.
	URI() string

	// Explain says in words what the holder may do.
	Explain() string

	// Validate refuses a scope that would not work, or would say more than one.
	Validate() error
}

// A ScopeParam is one parameter of a scope. They keep their order and may repeat.
type ScopeParam struct{ Name, Value string }

// An IncomingScope lets others call the holder.
type IncomingScope struct {
	ClientName string // letters, digits and underscores
}

// URI is scope:client:incoming?clientName=….
func (s *IncomingScope) URI() string {
	return "scope:client:incoming?clientName=" + url.QueryEscape(s.ClientName)
}

// Explain says in words what the holder may do.
func (s *IncomingScope) Explain() string { return "may receive calls as " + s.ClientName }

// Validate refuses a client name that Voice refuses, 31105.
func (s *IncomingScope) Validate() error { return checkClientName(s.ClientName) }

// An OutgoingScope lets the holder make calls through a TwiML app.
type OutgoingScope struct {
	ApplicationSID string       // AP…
	ClientName     string       // who calls; may be empty
	Params         []ScopeParam // handed to the TwiML app
}

// URI is scope:client:outgoing?appSid=…. The parameters of the app are escaped
// twice, each for itself and then all of them as one value, so that none can
// pass for another.
func (s *OutgoingScope) URI() string {
	uri := "scope:client:outgoing?appSid=" + url.QueryEscape(s.ApplicationSID)
	if s.ClientName != "" {
		uri += "&clientName=" + url.QueryEscape(s.ClientName)
	}
	if len(s.Params) > 0 {
		uri += "&appParams=" + url.QueryEscape(joinParams(s.Params))
	}
	return uri
}

// Explain says in words what the holder may do.
func (s *OutgoingScope) Explain() string {
	text := "may make calls through the TwiML app " + s.ApplicationSID
	if s.ClientName != "" {
		text += " as " + s.ClientName
	}
	return text
}

// Validate asks for the TwiML app.
func (s *OutgoingScope) Validate() error {
	if err := checkPath("appSid", "AP", s.ApplicationSID); err != nil {
		return err
	}
	if s.ClientName == "" {
		return nil
	}
	return checkClientName(s.ClientName)
}

// eventsPath is the one stream that there was.
const eventsPath = "/2010-04-01/Events"

// An EventScope lets the holder listen to the events of the account.
type EventScope struct {
	Path    string // empty means /2010-04-01/Events
	Filters []ScopeParam
}

// URI is scope:stream:subscribe?path=%2F2010-04-01%2FEvents.
func (s *EventScope) URI() string {
	uri := "scope:stream:subscribe?path=" + url.QueryEscape(cmp.Or(s.Path, eventsPath))
	if len(s.Filters) > 0 {
		uri += "&params=" + url.QueryEscape(joinParams(s.Filters))
	}
	return uri
}

// Explain says in words what the holder may do.
func (s *EventScope) Explain() string {
	var b strings.Builder
	b.WriteString("may listen to the events of the account")
	for i, f := range s.Filters {
		b.WriteString([...]string{", where ", " and "}[min(i, 1)] + f.Name + " is " + f.Value)
	}
	return b.String()
}

// Validate has nothing to refuse.
func (s *EventScope) Validate() error { return nil }

// A RawScope is a scope that Mintmark does not know, or that is broken: kept as
// it came.
type RawScope struct{ Text string }

// URI is the text, as it came.
func (s *RawScope) URI() string { return s.Text }

// Explain says that nothing is known of it.
func (s *RawScope) Explain() string {
	return "holds a scope that Mintmark does not know, " + clip(s.Text)
}

// Validate refuses it: what it would allow cannot be said.
func (s *RawScope) Validate() error {
	return &FieldError{Path: "scope", Want: "an incoming, outgoing or event scope", Got: s.Text}
}

// checkClientName keeps a name from being taken for more than a name: helpers
// that did not escape it let "x scope:client:outgoing?…" through. Source: error
// 31105.
func checkClientName(name string) error {
	if isVoiceIdentity(name) && len(name) <= maxIdentity {
		return nil
	}
	return &FieldError{Path: "clientName", Want: "letters, digits and underscores, at most 256", Got: name}
}
