package tokens

// Playback let the holder watch a Twilio Live stream. It is the object that
// the PlaybackGrants API returned, passed on unchanged; Live was retired in
// 2022.
type Playback struct {
	RequestCredentials JSON   `json:"requestCredentials,omitempty" help:"credentials as the API returned them, null or JSON"`
	PlaybackURL        string `json:"playbackUrl,omitempty" help:"address of the stream"`
	PlayerStreamerSID  string `json:"playerStreamerSid,omitempty" sid:"VJ" help:"player streamer"`
}

// Key is the grant's name inside the token.
func (*Playback) Key() string { return "player" }

// Explain says in words what the holder may do.
func (p *Playback) Explain() string {
	if p.PlayerStreamerSID == "" {
		return "may watch a Twilio Live stream (the product has been retired)"
	}
	return "may watch the Twilio Live stream " + p.PlayerStreamerSID + " (the product has been retired)"
}
