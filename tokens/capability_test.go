package tokens_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

func TestClientCapabilitySign(t *testing.T) {
	c := tokens.ClientCapability{
		AccountSID: account, IssuedAt: now,
		Scopes: []tokens.Scope{
			&tokens.IncomingScope{ClientName: "andy"},
			&tokens.OutgoingScope{ApplicationSID: app, ClientName: "andy", Params: []tokens.ScopeParam{{"a b", "1&2=3"}, {"é", "%"}}},
			&tokens.EventScope{Filters: []tokens.ScopeParam{{"From", "+1"}, {"To", "+2"}}},
		},
	}
	signed, err := c.Sign(authToken)
	if err != nil {
		t.Fatal(err)
	}
	tok := tokens.Decode(signed)
	if err := tokens.Verify(tok, tokens.SecretKey(authToken)); err != nil {
		t.Error(err)
	}
	want := `{"scope":"scope:client:incoming?clientName=andy` +
		` scope:client:outgoing?appSid=` + app + `&clientName=andy&appParams=a%2Bb%3D1%25262%253D3%26%25C3%25A9%3D%2525` +
		` scope:stream:subscribe?path=%2F2010-04-01%2FEvents&params=From%3D%252B1%26To%3D%252B2"` +
		`,"iss":"` + account + `","iat":1700000000,"exp":1700003600}`
	if got := string(tok.Payload.Data); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	back, err := tok.ClientCapability()
	if err != nil {
		t.Fatal(err)
	}
	c.Scopes[2].(*tokens.EventScope).Path = "/2010-04-01/Events"
	if !reflect.DeepEqual(back.Scopes, c.Scopes) {
		t.Errorf("read back: got %v, want %v", back.Scopes, c.Scopes)
	}
}

func TestClientCapabilityClaims(t *testing.T) {
	for _, test := range []struct {
		name string
		c    tokens.ClientCapability
		want string
	}{
		{"no scopes", tokens.ClientCapability{}, `{"scope":"","iss":"` + account + `","iat":1700000000,"exp":1700003600}`},
		{"two hours", tokens.ClientCapability{TTL: 2 * time.Hour}, `{"scope":"","iss":"` + account + `","iat":1700000000,"exp":1700007200}`},
		{"a start", tokens.ClientCapability{NotBefore: now}, `{"scope":"","iss":"` + account + `","iat":1700000000,"nbf":1700000000,"exp":1700003600}`},
		{"two scopes", tokens.ClientCapability{Scopes: []tokens.Scope{&tokens.IncomingScope{ClientName: "b"}, &tokens.IncomingScope{ClientName: "a"}}},
			`{"scope":"scope:client:incoming?clientName=b scope:client:incoming?clientName=a","iss":"` + account + `","iat":1700000000,"exp":1700003600}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.c.AccountSID, test.c.IssuedAt = account, now
			signed, err := test.c.Sign(authToken)
			if err != nil {
				t.Fatal(err)
			}
			tok := tokens.Decode(signed)
			if got := string(tok.Header.Data) + string(tok.Payload.Data); got != `{"typ":"JWT","alg":"HS256"}`+test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestClientCapabilityRefuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		scope  tokens.Scope
		secret string
		want   string
	}{
		{"a name that adds a scope", &tokens.IncomingScope{ClientName: "x scope:client:outgoing?appSid=" + app}, authToken, "clientName is"},
		{"a name that adds a parameter", &tokens.OutgoingScope{ApplicationSID: app, ClientName: "x&appSid=y"}, authToken, "clientName is"},
		{"no name", &tokens.IncomingScope{}, authToken, "clientName is missing"},
		{"no app", &tokens.OutgoingScope{}, authToken, "appSid is missing"},
		{"a scope that is not known", &tokens.RawScope{Text: "scope:x:y"}, authToken, "scope is"},
		{"an API key secret", &tokens.IncomingScope{ClientName: "x"}, secret, "secret of an API key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := tokens.ClientCapability{AccountSID: account, Scopes: []tokens.Scope{test.scope}}
			got, err := c.Sign(test.secret)
			if err == nil || !strings.Contains(err.Error(), test.want) || got != "" {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}
