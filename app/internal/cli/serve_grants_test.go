package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"mintmark/tokens"
)

// Grants come from --grant, else from the names that the tutorials use.
func TestServeGrants(t *testing.T) {
	const app, service = "AP0123456789abcdef0123456789abcdef", "IS0123456789abcdef0123456789abcdef"
	tests := []struct {
		name string
		env  []string
		args []string
		want string // the grants in the token
	}{
		{"nothing", nil, nil, `{"identity":"dev","video":{}}`},
		{"voice", []string{"TWILIO_TWIML_APP_SID=" + app}, nil,
			`{"identity":"dev","voice":{"incoming":{"allow":true},"outgoing":{"application_sid":"` + app + `"}}}`},
		{"more", []string{"TWILIO_CHAT_SERVICE_SID=" + service, "TWILIO_SYNC_SERVICE_SID=default"}, nil,
			`{"identity":"dev","chat":{"service_sid":"` + service + `"},"data_sync":{"service_sid":"default"}}`},
		{"flags win", []string{"TWILIO_TWIML_APP_SID=" + app}, []string{"--grant", `{"video":{"room":"a,b"}}`, "--allow-unknown", "--grant", `{"new":{"x":1}}`},
			`{"identity":"dev","video":{"room":"a,b"},"new":{"x":1}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := startServe(t, t.TempDir(), append(tt.env, testEnv...), append([]string{"--dev", "--ttl", "90"}, tt.args...)...)
			token := tokens.Decode(d.curl())
			if err := tokens.Verify(token, tokens.SecretKey(testSecret)); err != nil {
				t.Error(err)
			}
			var claims struct {
				Iat, Exp int64
				Grants   json.RawMessage
			}
			d.must(json.Unmarshal(token.Payload.Data, &claims))
			if got := string(claims.Grants); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := claims.Exp - claims.Iat; got != 90 {
				t.Errorf("it lives for %d s, want 90", got)
			}
			d.stop()
			if !strings.Contains(d.stderr.String(), " ttl=90 ") {
				t.Errorf("it logs %s, want the seconds of a token", &d.stderr)
			}
			if strings.Contains(d.stderr.String(), "refuse") {
				t.Errorf("with credentials of its own it says %s", &d.stderr)
			}
		})
	}
}
