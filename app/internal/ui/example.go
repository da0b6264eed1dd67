package ui

import (
	"time"

	"mintmark/tokens"
)

// An example is a token to look at.
type example struct {
	name, title string
	open        func(*model)
}

var examples = []example{
	{"works", "one in good order", (*model).openGood},
	{"refused", "one that Twilio refuses", (*model).openRefused},
}

// expiredToken is printed in Twilio's documentation of the Video SDKs.
const expiredToken = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.eyJqdGkiOiJTSzIxYzE3MDEzZjNmYWNlOGZkYzRlNDYyM2IwYTlkMmMxLTE2MTAzNzk3NDciLCJncmFudHMiOnsidmlkZW8iOnsicm9vbSI6Ik15IFJvb20ifSwiaWRlbnRpdHkiOiJzdXNhbiJ9LCJpc3MiOiJTSzIxYzE3MDEzZjNmYWNlOGZkYzRlNDYyM2IwYTlkMmMxIiwiZXhwIjoxNjEwMzgzMzQ3LCJuYmYiOjE2MTAzNzk3NDcsInN1YiI6IkFDMTVjMTczN2JmMTQwNjRkMjI3OGQ2MTZmYWNlM2YxN2YifQ.6VCgKYoXTWnX8SzzmIgqeiqTnkOaFYL6p1g8O_mMHOc"

func (m *model) openRefused() { m.setText(expiredToken) }

// openGood makes account and key up, as a preset does, and the verdict says so.
// It signs with the key that is there, so that it is never thrown away.
func (m *model) openGood() {
	m.hang("")
	m.pretendMissing()
	m.mint(&tokens.AccessToken{
		AccountSID: m.pretend.account, KeySID: m.pretend.key,
		Identity: "susan", Now: m.now(), IssuedAt: m.now(), TTL: 15 * time.Minute,
		Grants: []tokens.Grant{&tokens.Video{Room: "My Room"}},
	})
}
