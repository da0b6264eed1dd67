package tokens

// Sync opens one Sync service to the holder.
//
// Source: Twilio docs, "Access Tokens", Sync grant.
type Sync struct {
	ServiceSID string `json:"service_sid,omitempty" sid:"IS" or:"default" help:"Sync service, or default"`
	EndpointID string `json:"endpoint_id,omitempty" help:"device" obsolete:"yes"`
}

// Key is the grant's name inside the token.
func (*Sync) Key() string { return "data_sync" }

// Validate asks for the service: a Sync grant without one ends the connection.
func (s *Sync) Validate() error {
	if s.ServiceSID == "" {
		return &FieldError{Path: "service_sid", Want: wantSID("IS") + ", or default"}
	}
	return nil
}

// Explain says in words what the holder may do.
func (s *Sync) Explain() string {
	switch s.ServiceSID {
	case "":
		return "may use Sync, but names no service"
	case "default":
		return "may use the account's default Sync service"
	default:
		return "may use the Sync service " + s.ServiceSID
	}
}
