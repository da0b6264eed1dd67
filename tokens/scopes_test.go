package tokens_test

import (
	"reflect"
	"testing"

	"mintmark/tokens"
)

// Each scope as it travels: names and values escaped, parameters twice.
func TestScopeURIs(t *testing.T) {
	for _, test := range []struct {
		name  string
		scope tokens.Scope
		want  string
	}{
		{"incoming", &tokens.IncomingScope{ClientName: "andy"}, "scope:client:incoming?clientName=andy"},
		{"outgoing", &tokens.OutgoingScope{ApplicationSID: "AP123"}, "scope:client:outgoing?appSid=AP123"},
		{"outgoing with params", &tokens.OutgoingScope{ApplicationSID: "AP123", Params: []tokens.ScopeParam{{"foobar", "3"}}}, "scope:client:outgoing?appSid=AP123&appParams=foobar%3D3"},
		{"outgoing with a name", &tokens.OutgoingScope{ApplicationSID: "AP123", ClientName: "CL123", Params: []tokens.ScopeParam{{"foo", "bar"}}}, "scope:client:outgoing?appSid=AP123&clientName=CL123&appParams=foo%3Dbar"},
		{"a blank", &tokens.OutgoingScope{ApplicationSID: "AP123", Params: []tokens.ScopeParam{{"a b", "c d"}}}, "scope:client:outgoing?appSid=AP123&appParams=a%2Bb%3Dc%2Bd"},
		{"events", &tokens.EventScope{}, "scope:stream:subscribe?path=%2F2010-04-01%2FEvents"},
		{"events with a filter", &tokens.EventScope{Filters: []tokens.ScopeParam{{"foobar", "hey"}}}, "scope:stream:subscribe?path=%2F2010-04-01%2FEvents&params=foobar%3Dhey"},
		{"no parameters", &tokens.RawScope{Text: "scope:client:incoming"}, "scope:client:incoming"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.scope.URI(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if back := tokens.ParseScopes(test.scope.URI()); len(back) != 1 || back[0].URI() != test.want {
				t.Errorf("read back: got %v", back)
			}
		})
	}
}

// One scope in every dialect that a helper writes.
func TestParseScopes(t *testing.T) {
	outgoing := func(params ...tokens.ScopeParam) *tokens.OutgoingScope {
		return &tokens.OutgoingScope{ApplicationSID: app, Params: params}
	}
	for _, test := range []struct {
		name, claim string
		want        tokens.Scope
	}{
		{"python", "scope:client:outgoing?appParams=foo%3Dbar%26abc%3Dxyz&appSid=" + app, outgoing(tokens.ScopeParam{"foo", "bar"}, tokens.ScopeParam{"abc", "xyz"})},
		{"node", "scope:client:outgoing?appSid=" + app + "&appParams=foo%3Dbar%26abc%3Dxyz", outgoing(tokens.ScopeParam{"foo", "bar"}, tokens.ScopeParam{"abc", "xyz"})},
		{"php, nothing in it", "scope:client:outgoing?appSid=" + app + "&appParams=", outgoing()},
		{"php, a list", "scope:client:outgoing?appSid=" + app + "&appParams=k%255B0%255D%3Dv1", outgoing(tokens.ScopeParam{"k[0]", "v1"})},
		{"events, raw path", "scope:stream:subscribe?path=/2010-04-01/Events&appParams=a%3Db", &tokens.EventScope{Path: "/2010-04-01/Events", Filters: []tokens.ScopeParam{{"a", "b"}}}},
		{"node, a blank", "scope:client:incoming?clientName=a%20b", &tokens.IncomingScope{ClientName: "a b"}},
		{"python, a blank", "scope:client:incoming?clientName=a+b", &tokens.IncomingScope{ClientName: "a b"}},
		{"a name given twice", "scope:client:incoming?clientName=a&clientName=b", &tokens.RawScope{Text: "scope:client:incoming?clientName=a&clientName=b"}},
		{"a parameter of its own", "scope:client:incoming?clientName=a&x=b", &tokens.RawScope{Text: "scope:client:incoming?clientName=a&x=b"}},
		{"no parameter", "scope:client:incoming", &tokens.RawScope{Text: "scope:client:incoming"}},
		{"another service", "scope:phone:call?x=y", &tokens.RawScope{Text: "scope:phone:call?x=y"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := tokens.ParseScopes(test.claim)
			if len(got) != 1 || !reflect.DeepEqual(got[0], test.want) {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
		})
	}
	if got := tokens.ParseScopes(""); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
}
