package tokens

// RTC is the grant of the first Video product, called Conversations until
// 2016. Twilio no longer takes it.
type RTC struct {
	ConfigurationProfileSID string `json:"configuration_profile_sid,omitempty" sid:"VS" help:"configuration profile"`
}

// Key is the grant's name inside the token.
func (*RTC) Key() string { return "rtc" }

// Explain says in words what the holder may do.
func (*RTC) Explain() string {
	return "could join video conversations of the product before Video"
}
