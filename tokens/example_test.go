package tokens_test

import (
	"fmt"
	"log"
	"time"

	"mintmark/tokens"
)

func Example() {
	token := tokens.AccessToken{
		AccountSID: "AC0123456789abcdef0123456789abcdef",
		KeySID:     "SKfedcba9876543210fedcba9876543210",
		Identity:   "alice",
		TTL:        15 * time.Minute,
		Grants:     []tokens.Grant{&tokens.Video{Room: "daily"}},
	}
	signed, err := token.Sign("synthetic-api-key-secret-0123456")
	if err != nil {
		log.Fatal(err)
	}
	verdict := tokens.Diagnose(tokens.Decode(signed), tokens.Options{})
	fmt.Println(verdict.Headline)
	// Output:
	// Nothing speaks against this token, as far as can be seen without the secret
}

func ExampleAccessToken_Sign() {
	token := tokens.AccessToken{
		AccountSID: "AC0123456789abcdef0123456789abcdef",
		KeySID:     "SKfedcba9876543210fedcba9876543210",
		Identity:   "alice",
		TTL:        15 * time.Minute,
		Grants:     []tokens.Grant{&tokens.Video{Room: "daily"}},

		// Left out, these two are now and a fresh id.
		IssuedAt: time.Unix(1700000000, 0),
		ID:       "SKfedcba9876543210fedcba9876543210-1",
	}
	signed, err := token.Sign("synthetic-api-key-secret-0123456")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", tokens.Decode(signed).Payload.Data)
	// Output:
	// {"jti":"SKfedcba9876543210fedcba9876543210-1","iss":"SKfedcba9876543210fedcba9876543210","sub":"AC0123456789abcdef0123456789abcdef","iat":1700000000,"exp":1700000900,"grants":{"identity":"alice","video":{"room":"daily"}}}
}

func ExampleAccessToken_Sign_refused() {
	token := tokens.AccessToken{
		AccountSID: "AC0123456789abcdef0123456789abcdef",
		KeySID:     "SKfedcba9876543210fedcba9876543210",
		Identity:   "alice",
		Grants:     []tokens.Grant{&tokens.Chat{ServiceSID: "MG0123456789abcdef0123456789abcdef"}},
	}
	_, err := token.Sign("synthetic-api-key-secret-0123456")
	fmt.Println(err)
	// Output:
	// chat.service_sid is a Messaging service SID: want IS and 32 hex digits
}

func ExampleDiagnose() {
	verdict := tokens.Diagnose(tokens.Decode(docsVideo), tokens.Options{
		At: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC),
	})
	fmt.Println(verdict.Headline)
	for _, f := range verdict.Findings {
		fmt.Println(f.Severity, f.Rule, f.Codes, f.Place)
	}
	// Output:
	// Twilio will refuse this token: it expired 5 years ago
	// error exp-past [20104 20156] exp
	// note jti-second [] jti
	// note nbf-now [20105] nbf
}

func ExampleDecode() {
	token := tokens.Decode("Authorization: Bearer " + docsVideo)
	fmt.Println(token.Identity())
	for _, g := range token.Grants() {
		fmt.Println(g.Kind.Title, g.Explain())
	}
	// Output:
	// susan
	// Video may join the room “My Room”, and no other
}

func ExampleVerify() {
	token := tokens.Decode(docsVideo)
	fmt.Println(tokens.Verify(token, tokens.SecretKey("not the secret")))
	// Output:
	// signature does not match
}

func ExampleFields() {
	sync := new(tokens.Sync)
	for _, field := range tokens.Fields(sync) {
		fmt.Printf("%s: %s\n", field.Path, field.Help)
	}
	// Output:
	// service_sid: Sync service, or default
	// endpoint_id: device
}
