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
		Identity:      "alice",
		Ttl:           86400,
	})
	token.AddGrant(&jwt.VoiceGrant{
		Incoming:          jwt.Incoming{Allow: true},
		Outgoing:          jwt.Outgoing{ApplicationSid: "AP22222222222222222222222222222222", ApplicationParams: map[string]any{"n": json.RawMessage(`9007199254740991`), "yes": json.RawMessage(`true`), "list": json.RawMessage(`[1, {}, [], null, -1.5e-7, "x"]`)}},
		PushCredentialSid: "CR33333333333333333333333333333333",
		EndpointID:        "dev-1",
	})
	token.AddGrant(&jwt.ChatGrant{
		ServiceSid:        "IS11111111111111111111111111111111",
		EndpointID:        "dev-1",
		DeploymentRoleSid: "RL44444444444444444444444444444444",
		PushCredentialSid: "CR33333333333333333333333333333333",
	})
	token.AddGrant(&jwt.SyncGrant{
		ServiceSid: "default",
		EndpointID: "dev-1",
	})
	token.AddGrant(&jwt.TaskRouterGrant{
		WorkspaceSid: "WS55555555555555555555555555555555",
		WorkerSid:    "WK66666666666666666666666666666666",
		Role:         "worker",
	})
	token.AddGrant(&jwt.PlaybackGrant{"requestCredentials": json.RawMessage(`null`), "playbackUrl": "https://example.com/v1.m3u8?token=x", "playerStreamerSid": "VJ77777777777777777777777777777777"})

	payload := token.GeneratePayload()
	delete(payload, "nbf") // ToJwt would write now: too early for a clock that runs behind
	grants := payload["grants"].(map[string]any)
	grants["video"] = json.RawMessage(`{"room": "Комната/№5 <&>", "configuration_profile_sid": "VS44444444444444444444444444444444"}`)
	grants["ip_messaging"] = json.RawMessage(`{"service_sid": "IS11111111111111111111111111111111", "endpoint_id": "dev-1", "deployment_role_sid": "RL44444444444444444444444444444444", "push_credential_sid": "CR33333333333333333333333333333333"}`)
	grants["rtc"] = json.RawMessage(`{"configuration_profile_sid": "VS44444444444444444444444444444444"}`)
	grants["tomorrow"] = json.RawMessage(`{"x": [1, 2.50]}`)
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
