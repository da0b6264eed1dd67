// go get github.com/twilio/twilio-go
// Account, API key and secret come from the environment of this program: keep it on a server.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/twilio/twilio-go/client/jwt"
)

func main() {
	secret := env("TWILIO_API_KEY_SECRET")
	token := jwt.CreateAccessToken(jwt.AccessTokenParams{
		AccountSid:    env("TWILIO_ACCOUNT_SID"),
		SigningKeySid: env("TWILIO_API_KEY_SID"),
		Secret:        secret,
		Identity:      "0",
		Region:        "au1",
		Ttl:           3600,
	})
	token.AddGrant(&jwt.VoiceGrant{Outgoing: jwt.Outgoing{ApplicationSid: "AP22222222222222222222222222222222", ApplicationParams: map[string]any{"0": "a", "1": "b"}}})

	payload := token.GeneratePayload()
	payload["nbf"] = 0
	grants := payload["grants"].(map[string]any)
	grants["list"] = json.RawMessage(`[]`)
	grants["null"] = json.RawMessage(`null`)
	grants["text"] = json.RawMessage(`"0"`)
	grants["number"] = json.RawMessage(`0.10`)
	grants["list-like"] = json.RawMessage(`{"0": [{"0": {}}]}`)
	signed, err := jwt.SignTokenWithHMAC(token.Headers(), payload, secret)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(signed)
}

func env(name string) string {
	value := os.Getenv(name)
	if value == "" {
		log.Fatalf("%s is not set", name)
	}
	return value
}
