// go get github.com/twilio/twilio-go
// Account, API key and secret come from the environment of this program: keep it on a server.
package main

import (
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
		Ttl:           3600,
	})
	token.AddGrant(&jwt.VoiceGrant{
		Outgoing:   jwt.Outgoing{ApplicationSid: "AP22222222222222222222222222222222", ApplicationParams: map[string]any{"it's \"quoted\" \\ back\\slash": "it's \"quoted\" \\ back\\slash", "line\nfeed\u000d\u0009tab": "line\nfeed\u000d\u0009tab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)": "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)", "</script><!-- ?> */ // ''' \"\"\" EOF": "</script><!-- ?> */ // ''' \"\"\" EOF", "\u0000\u0001\u007f\u0085": "\u0000\u0001\u007f\u0085", "\u2028\u2029\ufeff\u00a0": "\u2028\u2029\ufeff\u00a0", "\u202eevil\u2066": "\u202eevil\u2066", "👩\u200d🚀 Комната é": "👩\u200d🚀 Комната é", "\\u0022 \\\"); exit(); //": "\\u0022 \\\"); exit(); //", "\\": "\\", "\"": "\"", "'": "'", "#": "#", "\U0010ffff�\ue000": "\U0010ffff�\ue000", "__proto__": "__proto__", "0": "0", "": ""}},
		EndpointID: "it's \"quoted\" \\ back\\slash line\nfeed\u000d\u0009tab ${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id) </script><!-- ?> */ // ''' \"\"\" EOF \u0000\u0001\u007f\u0085 \u2028\u2029\ufeff\u00a0 \u202eevil\u2066 👩\u200d🚀 Комната é \\u0022 \\\"); exit(); // \\ \" ' # \U0010ffff�\ue000 __proto__ 0 ",
	})

	payload := token.GeneratePayload()
	delete(payload, "nbf") // ToJwt would write now: too early for a clock that runs behind
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
