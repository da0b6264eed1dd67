// go get github.com/twilio/twilio-go
// Account, API key and secret come from the environment of this program: keep it on a server.
package main

import (
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
		Region:        "ie1",
		// A Ttl under one hour would be raised to it; this is taken as it is.
		ValidUntil: float64(time.Now().Unix() + 900),
	})
	token.AddGrant(&jwt.SyncGrant{ServiceSid: "IS11111111111111111111111111111111"})

	payload := token.GeneratePayload()
	payload["nbf"] = 1699999940
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
