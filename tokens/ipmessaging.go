package tokens

// IPMessaging is what [Chat] was called until 2017. Twilio no longer takes it.
type IPMessaging struct {
	ServiceSID        string `json:"service_sid,omitempty" sid:"IS" help:"IP Messaging service"`
	EndpointID        string `json:"endpoint_id,omitempty" help:"device"`
	DeploymentRoleSID string `json:"deployment_role_sid,omitempty" sid:"RL" help:"role of new users"`
	PushCredentialSID string `json:"push_credential_sid,omitempty" sid:"CR" help:"push credential"`
}

// Key is the grant's name inside the token.
func (*IPMessaging) Key() string { return "ip_messaging" }

// Explain says in words what the holder may do.
func (g *IPMessaging) Explain() string {
	text := "could use IP Messaging, which became Chat and then Conversations"
	if g.ServiceSID != "" {
		text += ", on the service " + g.ServiceSID
	}
	return text
}
