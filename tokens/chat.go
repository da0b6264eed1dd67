package tokens

// Chat opens one Conversations service to the holder. The grant kept the name
// that the product had before.
//
// Source: Twilio docs, "Access Tokens", Chat grant.
type Chat struct {
	ServiceSID        string `json:"service_sid,omitempty" sid:"IS" help:"Conversations service"`
	EndpointID        string `json:"endpoint_id,omitempty" help:"device" obsolete:"yes"`
	DeploymentRoleSID string `json:"deployment_role_sid,omitempty" sid:"RL" help:"role of new users"`
	PushCredentialSID string `json:"push_credential_sid,omitempty" sid:"CR" help:"push credential, to notify a mobile app"`
}

// Key is the grant's name inside the token.
func (*Chat) Key() string { return "chat" }

// Validate asks for the service: without it Twilio refuses the connection, 51007.
func (c *Chat) Validate() error {
	if c.ServiceSID == "" {
		return &FieldError{Path: "service_sid", Want: wantSID("IS")}
	}
	return nil
}

// Explain says in words what the holder may do.
func (c *Chat) Explain() string {
	if c.ServiceSID == "" {
		return "may use Conversations, but names no service"
	}
	return "may use the Conversations service " + c.ServiceSID
}
