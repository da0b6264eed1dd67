package tokens

import "strings"

// A TokenKind is which of Twilio's tokens a token is, if any.
type TokenKind int

// The kinds of tokens.
const (
	NoKind                   TokenKind = iota // cannot be read
	AccessKind                                // an access token, for the current SDKs
	ClientCapabilityKind                      // for the Voice SDKs before 2.0
	TaskRouterCapabilityKind                  // for taskrouter.js
	ClientValidationKind                      // signs one request to the REST API
	OtherKind                                 // a JWT that is none of Twilio's
)

// String is the kind in a sentence: "an access token".
func (k TokenKind) String() string {
	return [...]string{"no token", "an access token", "a client capability token", "a TaskRouter capability token",
		"a public key client validation token", "a JWT that was not made for Twilio"}[k]
}

// MarshalText is the kind in one word, for JSON: "access", "other".
func (k TokenKind) MarshalText() ([]byte, error) {
	return []byte([...]string{"none", "access", "client-capability", "taskrouter-capability", "client-validation", "other"}[k]), nil
}

// validationContentType is the cty header of every client validation token.
const validationContentType = "twilio-pkrv;v=1"

// rule is the id of the rule that says so of a token that is no access token.
func (k TokenKind) rule() string {
	return [...]string{"", "", "client-capability", "taskrouter-capability", "client-validation", "not-twilio"}[k]
}

// Kind tells by header and claims what the token is. One that has any mark of
// an access token is taken for a broken access token rather than for a
// stranger.
func (t *Token) Kind() TokenKind {
	if t.broken() {
		return NoKind
	}
	header, payload := t.Header.Value, t.Payload.Value
	cty, _ := header.Get("cty").Text()
	scope, _ := payload.Get("scope").Text()
	iss, _ := payload.Get("iss").Text()
	switch {
	case strings.HasPrefix(cty, "twilio-pkrv") || payload.Get("hrh") != nil && payload.Get("rqh") != nil:
		return ClientValidationKind
	case strings.HasPrefix(cty, "twilio-fpa") || payload.Get("grants") != nil:
		return AccessKind
	case strings.HasPrefix(scope, "scope:") || payload.Get("scope") != nil && strings.HasPrefix(iss, "AC"):
		return ClientCapabilityKind
	case payload.Get("policies") != nil && payload.Get("workspace_sid") != nil:
		return TaskRouterCapabilityKind
	case strings.HasPrefix(iss, "SK") || strings.HasPrefix(iss, "AC"):
		return AccessKind
	}
	return OtherKind
}

// broken reports whether header or payload cannot be held against rules.
func (t *Token) broken() bool {
	return !readable(&t.Header) || !readable(&t.Payload)
}

func readable(s *Segment) bool {
	return s.Value.Is(ObjectValue) && s.faultOf("json") == nil
}
