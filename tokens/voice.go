package tokens

// Voice lets the holder make calls through a TwiML app and receive them.
//
// Source: Twilio docs, "Access Tokens", Voice grant.
type Voice struct {
	Incoming          Incoming `json:"incoming,omitzero"`
	Outgoing          Outgoing `json:"outgoing,omitzero"`
	PushCredentialSID string   `json:"push_credential_sid,omitempty" sid:"CR" help:"push credential, to ring a mobile app"`
	EndpointID        string   `json:"endpoint_id,omitempty" help:"device" obsolete:"yes"`
}

// Incoming is the part of [Voice] about calls to the holder.
type Incoming struct {
	Allow bool `json:"allow,omitempty" help:"may receive incoming calls"`
}

// Outgoing is the part of [Voice] about calls that the holder makes.
type Outgoing struct {
	ApplicationSID string `json:"application_sid,omitempty" sid:"AP" help:"TwiML app for outgoing calls"`
	Params         JSON   `json:"params,omitempty" json-type:"object" help:"parameters for the TwiML app, a JSON object"`
}

// Key is the grant's name inside the token.
func (*Voice) Key() string { return "voice" }

// Validate refuses parameters for a TwiML app that is not there: the helper
// libraries drop them without a word.
func (v *Voice) Validate() error {
	if len(v.Outgoing.Params) > 0 && v.Outgoing.ApplicationSID == "" {
		return &FieldError{Path: "outgoing.application_sid", Want: "the TwiML app that takes outgoing.params"}
	}
	return nil
}

// Explain says in words what the holder may do.
func (v *Voice) Explain() string {
	switch in, out := v.Incoming.Allow, v.Outgoing.ApplicationSID != ""; {
	case in && out:
		return "may receive calls, and make calls through the TwiML app " + v.Outgoing.ApplicationSID
	case in:
		return "may receive calls, and make none"
	case out:
		return "may make calls through the TwiML app " + v.Outgoing.ApplicationSID + ", and receive none"
	default:
		return "may neither make nor receive calls"
	}
}
