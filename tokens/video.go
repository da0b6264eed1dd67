package tokens

import "fmt"

// Video lets the holder join video rooms.
//
// Source: Twilio docs, "Access Tokens", Video grant.
type Video struct {
	Room                    string `json:"room,omitempty" help:"room name or SID; empty opens every room" without:"every room"`
	ConfigurationProfileSID string `json:"configuration_profile_sid,omitempty" sid:"VS" help:"configuration profile" obsolete:"yes"`
}

// Key is the grant's name inside the token.
func (*Video) Key() string { return "video" }

// Explain says in words what the holder may do.
func (v *Video) Explain() string {
	if v.Room == "" {
		return "may join any room of the account"
	}
	return fmt.Sprintf("may join the room “%s”, and no other", v.Room)
}
