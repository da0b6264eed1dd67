package tokens_test

import (
	"errors"
	"fmt"
	"time"

	"mintmark/tokens"
)

func ExampleClientValidation_Sign() {
	pem, err := testdata.ReadFile("testdata/golden/val_key.pem")
	if err != nil {
		fmt.Println(err)
		return
	}
	keys, err := tokens.ParseKeys(string(pem))
	if err != nil {
		fmt.Println(err)
		return
	}
	token := tokens.ClientValidation{
		AccountSID:    "AC0123456789abcdef0123456789abcdef",
		KeySID:        "SKfedcba9876543210fedcba9876543210",
		CredentialSID: "CR33333333333333333333333333333333",
		IssuedAt:      time.Unix(1700000000, 0), // left out, it is now
		Request: &tokens.Request{
			Method: "GET",
			URL:    "https://api.twilio.com/Messages?PageSize=5&Limit=10",
			Header: map[string][]string{"Authorization": {"Basic Zm9vOmJhcg=="}},
		},
	}
	signed, err := token.Sign(keys[0]) // for the header Twilio-Client-Validation
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.Explain())
	fmt.Printf("%s\n", tokens.Decode(signed).Payload.Data)
	// Output:
	// signs one GET to api.twilio.com/Messages, with the headers authorization and host
	// {"iss":"SKfedcba9876543210fedcba9876543210","sub":"AC0123456789abcdef0123456789abcdef","hrh":"authorization;host","rqh":"be41dfbc6e6bcc823e2f8851f9d7f667fa95877ad0d977f595319701b59d61da","iat":1700000000,"exp":1700000300}
}

func ExampleClientValidation_CheckRequest() {
	token := tokens.ClientValidation{ // as (*Token).ClientValidation reads it
		SignedHeaders: []string{"authorization", "host"},
		RequestHash:   "fc9308a4f4dd60da43aabca91f336e05cd65c2d6a7885b75fc3583d5b1cce3cb",
	}
	err := token.CheckRequest(&tokens.Request{
		Method: "get",
		URL:    "https://api.twilio.com/Messages?PageSize=5&Limit=10",
		Header: map[string][]string{"Authorization": {"foobar"}},
	})
	fmt.Println(err)

	var why *tokens.RequestError
	if errors.As(err, &why) {
		for _, d := range why.Differences {
			fmt.Println(d.ID+":", d.Fix)
		}
	}
	// Output:
	// request hash does not match: the method was hashed as it is written, not in capitals
	// method-case: Hash the method in capitals.
}

func ExampleRequest_Canonical() {
	request := &tokens.Request{
		Method: "GET",
		URL:    "https://api.twilio.com:443/v1/./Messages?To=%2B1&Body=hello+world",
		Header: map[string][]string{"Authorization": {"Basic Zm9vOmJhcg=="}},
	}
	fmt.Printf("%q\n", request.Canonical())
	// Output:
	// "GET\n/v1/Messages\nBody=hello%20world&To=%2B1\nauthorization:Basic Zm9vOmJhcg==\nhost:api.twilio.com\n\nauthorization;host\n"
}
