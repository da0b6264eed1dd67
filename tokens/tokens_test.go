package tokens_test

import (
	"embed"
	"flag"
	"testing"
	"time"

	"mintmark/tokens"
)

// What the tests share. None of it exists at Twilio.
const (
	account    = "AC0123456789abcdef0123456789abcdef"
	apiKey     = "SKfedcba9876543210fedcba9876543210"
	app        = "AP22222222222222222222222222222222"
	service    = "IS11111111111111111111111111111111"
	credential = "CR33333333333333333333333333333333"
	workspace  = "WS55555555555555555555555555555555"
	worker     = "WK66666666666666666666666666666666"
	taskQueue  = "WQ77777777777777777777777777777777"
	secret     = "synthetic-api-key-secret-0123456"
	authToken  = "0123456789abcdef0123456789abcdef"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")

	// now is the moment at which the golden tokens were made.
	now = time.Unix(1700000000, 0)
)

// Embedded, so that the tests run in a browser too.
//
//go:embed testdata
var testdata embed.FS

// good is a token with nothing against it at [now].
func good() *tokens.AccessToken {
	return &tokens.AccessToken{
		AccountSID: account, KeySID: apiKey, Identity: "alice", IssuedAt: now, ID: apiKey + "-1",
		Grants: []tokens.Grant{&tokens.Video{Room: "cool room"}},
	}
}

func mustSign(t testing.TB, a *tokens.AccessToken) string {
	t.Helper()
	s, err := a.Sign(secret)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// encode signs any header and payload.
func encode(t testing.TB, header, payload string) string {
	t.Helper()
	s, err := tokens.Encode([]byte(header), []byte(payload), tokens.SecretKey(secret))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
