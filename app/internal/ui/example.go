package ui

import (
	"time"

	"mintmark/tokens"
)

// An example is a token to look at. Account, key and secret in it belong to
// nobody.
type example struct {
	name, title string
	open        func(*model)
}

var examples = []example{
	{"works", "one that works", (*model).openGood},
	{"refused", "one that Twilio refuses", (*model).openRefused},
}

// expiredToken is printed in Twilio's documentation of the Video SDKs.
const expiredToken = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.eyJqdGkiOiJTSzIxYzE3MDEzZjNmYWNlOGZkYzRlNDYyM2IwYTlkMmMxLTE2MTAzNzk3NDciLCJncmFudHMiOnsidmlkZW8iOnsicm9vbSI6Ik15IFJvb20ifSwiaWRlbnRpdHkiOiJzdXNhbiJ9LCJpc3MiOiJTSzIxYzE3MDEzZjNmYWNlOGZkYzRlNDYyM2IwYTlkMmMxIiwiZXhwIjoxNjEwMzgzMzQ3LCJuYmYiOjE2MTAzNzk3NDcsInN1YiI6IkFDMTVjMTczN2JmMTQwNjRkMjI3OGQ2MTZmYWNlM2YxN2YifQ.6VCgKYoXTWnX8SzzmIgqeiqTnkOaFYL6p1g8O_mMHOc"

func (m *model) openRefused() { m.setText(expiredToken) }

// openGood signs with the key that is there, so that it is never thrown away.
func (m *model) openGood() {
	if m.key == "" {
		m.key = "example4secret4of4no4api4key4Zz0"
	}
	access := tokens.AccessToken{
		AccountSID: "AC15c1737bf14064d2278d616face3f17f", KeySID: "SK21c17013f3face8fdc4e4623b0a9d2c1",
		Identity: "susan", IssuedAt: m.now(), TTL: 15 * time.Minute,
		Grants: []tokens.Grant{&tokens.Video{Room: "My Room"}},
	}
	header, payload, err := access.Marshal()
	if err != nil {
		panic(err) // as for a preset
	}
	if text, err := m.encode(header, payload); err == nil {
		m.setText(text)
	}
}
