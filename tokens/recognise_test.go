package tokens_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"mintmark/tokens"
)

func TestRecognise(t *testing.T) {
	idToken := func(iss string) string {
		return encode(t, `{"alg":"HS256"}`, `{"iss":"`+iss+`","aud":"x","exp":1800000000}`)
	}
	for _, test := range []struct{ name, text, rule, found string }{
		{"TwiML", "<?xml version='1.0'?>\n<Response><Dial/></Response>", "not-a-token", "this is TwiML"},
		{"HTML", "<!DOCTYPE html>\n<title>502</title>", "not-a-token", "this is an HTML page"},
		{"XML", "<error/>", "not-a-token", "this is XML"},
		{"JSON", `{"token":null}`, "not-a-token", "this is JSON without a token in it"},
		{"a JSON list", `[]`, "not-a-token", "this is JSON without a token in it"},
		{"Twilio's error", `{"code": 20003, "message": "Authenticate", "more_info": "https://www.twilio.com/docs/errors/20003", "status": 401}`, "not-a-token", "this is an error of Twilio's API in place of a token, 20003: Authenticate"},
		{"another's error", `{"code": 7, "message": "no"}`, "not-a-token", "this is JSON without a token in it"},
		{"a promise", "[object Promise]", "not-a-token", "this is what JavaScript prints for an object"},
		{"a promise in Node", "Promise { <pending> }", "not-a-token", "this is what Node.js prints for a promise"},
		{"a coroutine", "<coroutine object token at 0x7f2b>", "not-a-token", "this is what Python prints for a coroutine"},
		{"a method", "<bound method AccessToken.to_jwt of x>", "not-a-token", "this is what Python prints for a function"},
		{"percent-encoding", strings.ReplaceAll(mustSign(t, good()), ".", "%2E"), "not-a-token", "this is a token in percent-encoding"},
		{"base64 once more", b64(mustSign(t, good())), "not-a-token", "this is a token in base64 once more"},
		{"padded base64 once more", base64.StdEncoding.EncodeToString([]byte(mustSign(t, good()))), "not-a-token", "this is a token in base64 once more"},
		{"a file", "token.jwt", "not-a-token", "this looks like the name of a file"},
		{"a file here", "./token.txt", "not-a-token", "this looks like the name of a file"},
		{"a file of curl's", "@token", "not-a-token", "this looks like the name of a file"},
		{"a path", "/run/secrets/token", "not-a-token", "this looks like the name of a file"},
		{"undefined", "undefined", "not-a-token", "this is “undefined”"},
		{"None", "None", "not-a-token", "this is “None”"},
		{"an auth token", authToken, "not-a-token", "this looks like an auth token"},
		{"an API key secret", "Zm9vYmFyQmF6UXV4MDEyMzQ1Njc4OWFi", "not-a-token", "this looks like the secret of an API key"},
		{"an account SID", account, "not-a-token", "this is an account SID"},
		{"a key file", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "not-a-token", "this is a key file"},
		{"prose", "Please, send me one.", "not-a-token", "there is no token in this text"},
		{"a JWE", b64(`{"alg":"RSA-OAEP","enc":"A128GCM"}`) + ".AA.AA.AA.AA", "encrypted", "this is an encrypted token (JWE)"},
		{"a capability token", goodCapability(t), "client-capability", "this is a client capability token"},
		{"Google", idToken("https://accounts.google.com"), "not-twilio", "its issuer is Google, https://accounts.google.com"},
		{"Google, bare", idToken("accounts.google.com"), "not-twilio", "its issuer is Google, accounts.google.com"},
		{"Firebase", idToken("https://securetoken.google.com/my-project"), "not-twilio", "its issuer is Firebase"},
		{"Auth0", idToken("https://acme.eu.auth0.com/"), "not-twilio", "its issuer is Auth0"},
		{"Cognito", idToken("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x"), "not-twilio", "its issuer is Amazon Cognito"},
		{"one who looks like Auth0", idToken("https://auth0.com.example/"), "not-twilio", "its issuer is https://auth0.com.example/"},
		{"nobody known", idToken("https://id.example.com"), "not-twilio", "its issuer is https://id.example.com"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := tokens.Diagnose(tokens.Decode(test.text), tokens.Options{At: now})
			lead := v.Lead()
			if lead == nil || lead.Rule != test.rule || !strings.Contains(lead.Found, test.found) {
				t.Errorf("got %+v, want %s: %s", lead, test.rule, test.found)
			}
			if lead != nil && !strings.Contains(strings.ToLower(v.Headline), strings.ToLower(test.found)) {
				t.Errorf("got headline %q, want what it is", v.Headline)
			}
		})
	}
}

// What stands around a token is no fault of the token.
func TestWrappedIsJudgedWithin(t *testing.T) {
	signed := mustSign(t, good())
	for name, text := range map[string]string{
		"JSON":    `{"identity":"alice","token":"` + signed + `"}`,
		"header":  "Authorization: Bearer " + signed,
		"curl":    "curl -H 'Authorization: Bearer " + signed + "' https://example.com",
		"log":     "2026-11-21 10:00:00 INFO token=" + signed + " user=alice",
		"Python":  `b'{"token": "` + signed + `"}'`,
		"a query": "https://example.com/?token=" + signed + "&x=1",
	} {
		v := tokens.Diagnose(tokens.Decode(text), tokens.Options{At: now, Key: tokens.SecretKey(secret)})
		if v.Refused || len(v.Findings) != 1 || v.Findings[0].Severity != tokens.NoteSeverity || v.Findings[0].Codes != nil || v.Signature != tokens.SignatureMatches {
			t.Errorf("%s: got %+v, want a note and a good token", name, v)
		}
	}
}
