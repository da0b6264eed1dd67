// go get github.com/twilio/twilio-go
// Account, API key and secret come from the environment of this program: keep it on a server.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/twilio/twilio-go/client/jwt"
)

func main() {
	secret := env("TWILIO_API_KEY_SECRET")
	token := jwt.CreateAccessToken(jwt.AccessTokenParams{
		AccountSid:    env("TWILIO_ACCOUNT_SID"),
		SigningKeySid: env("TWILIO_API_KEY_SID"),
		Secret:        secret,
		Identity:      "alice",
		// A Ttl under one hour would be raised to it; this is taken as it is.
		ValidUntil: float64(time.Now().Unix() + 1),
	})
	token.AddGrant(&jwt.VideoGrant{Room: "0"})
	token.AddGrant(&jwt.ChatGrant{ServiceSid: "IS11111111111111111111111111111111"})
	token.AddGrant(&jwt.TaskRouterGrant{})
	token.AddGrant(&jwt.PlaybackGrant{})

	payload := token.GeneratePayload()
	delete(payload, "nbf") // ToJwt would write now: too early for a clock that runs behind
	grants := payload["grants"].(map[string]any)
	grants["voice"] = json.RawMessage(`{"outgoing": {"application_sid": "AP22222222222222222222222222222222", "params": {}}}`)
	grants["data_sync"] = json.RawMessage(`{"service_sid": "default", "endpoint_id": "", "more": [{"0": 1}, {"0": 1, "1": 2}, {"1": 1}]}`)
	grants["7"] = json.RawMessage(`{}`)
	grants["list"] = json.RawMessage(`[[], {}, 1e2]`)
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
