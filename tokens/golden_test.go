package tokens_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// A helperToken is one line of testdata/golden: a token that a helper library
// of Twilio made.
type helperToken struct {
	Case, Lib, Kind string
	Header, Payload map[string]any
	Token, Secret   string
	Skipped, Error  string
}

func helperTokens(t *testing.T) []helperToken {
	t.Helper()
	var out []helperToken
	files, err := testdata.ReadDir("testdata/golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if path.Ext(f.Name()) != ".jsonl" || f.Name() == "java-scopes.jsonl" {
			continue
		}
		data, err := testdata.ReadFile("testdata/golden/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
			var h helperToken
			if err := json.Unmarshal(lines.Bytes(), &h); err != nil {
				t.Fatal(err)
			}
			if h.Token != "" {
				out = append(out, h)
			}
		}
	}
	if len(out) < 250 {
		t.Fatalf("got %d tokens, want all of them", len(out))
	}
	return out
}

// Each token of each helper is read whole: as the reference reader reads it.
func TestHelperTokensDecode(t *testing.T) {
	kinds := map[string]tokens.TokenKind{
		"access": tokens.AccessKind, "client_capability": tokens.ClientCapabilityKind, "validation": tokens.ClientValidationKind,
		"taskrouter_worker": tokens.TaskRouterCapabilityKind, "taskrouter_taskqueue": tokens.TaskRouterCapabilityKind,
		"taskrouter_workspace": tokens.TaskRouterCapabilityKind,
	}
	for _, h := range helperTokens(t) {
		t.Run(h.Lib+"/"+h.Case, func(t *testing.T) {
			tok := tokens.Decode(h.Token)
			if got := rulesOf(tok); len(got) > 0 {
				t.Errorf("got faults %v, want none", got)
			}
			if got := tok.Kind(); got != kinds[h.Kind] {
				t.Errorf("got %v, want %v", got, kinds[h.Kind])
			}
			for _, s := range []struct {
				segment tokens.Segment
				want    map[string]any
			}{{tok.Header, h.Header}, {tok.Payload, h.Payload}} {
				if got := plain(s.segment.Value); !reflect.DeepEqual(got, any(s.want)) {
					t.Errorf("%s: got %v, want %v", s.segment.Name, got, s.want)
				}
			}
			if h.Kind == "validation" {
				return // RS256
			}
			if err := tokens.Verify(tok, tokens.SecretKey(h.Secret)); err != nil {
				t.Errorf("got %v, want it to verify", err)
			}
		})
	}
}

// plain is a value as encoding/json would read it.
func plain(v *tokens.Value) any {
	var out any
	if err := json.Unmarshal([]byte(v.Raw), &out); err != nil {
		return err
	}
	return out
}

// What a helper made, minted again, says the same: but for what the helper
// does wrong, and for what ours refuses on purpose.
func TestHelperTokensMintAgain(t *testing.T) {
	refused := map[string]string{
		"ttl_86401":         "Twilio takes 24 hours at most, 20157",
		"identity_long_300": "Video takes 128 characters at most, 53200",
	}
	for _, h := range helperTokens(t) {
		if h.Kind != "access" {
			continue
		}
		t.Run(h.Lib+"/"+h.Case, func(t *testing.T) {
			access, err := tokens.Decode(h.Token).Access()
			if err != nil {
				t.Fatal(err)
			}
			signed, err := access.Sign(h.Secret)
			if why, ok := refused[h.Case]; ok {
				if err == nil {
					t.Errorf("got a token, want it refused: %s", why)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := tokens.Decode(signed)
			if header, want := plain(got.Header.Value), withoutEmptyRegion(h.Header); !reflect.DeepEqual(header, want) {
				t.Errorf("header: got %v, want %v", header, want)
			}
			if payload, want := plain(got.Payload.Value), withIssue(h.Payload); !reflect.DeepEqual(payload, want) {
				t.Errorf("payload: got %v, want %v", payload, want)
			}
		})
	}
}

// Scopes and policies are sets to Twilio: the helpers order and escape them as
// they like. Python's helper keeps but one of two outgoing scopes, which is in
// the token and so no difference here.
func TestHelperCapabilitiesMintAgain(t *testing.T) {
	for _, h := range helperTokens(t) {
		var again string
		var err error
		tok := tokens.Decode(h.Token)
		switch tok.Kind() {
		case tokens.ClientCapabilityKind:
			c, _ := tok.ClientCapability()
			again, err = c.Sign(h.Secret)
		case tokens.TaskRouterCapabilityKind:
			c, _ := tok.TaskRouterCapability()
			again, err = c.Sign(h.Secret)
		default:
			continue
		}
		t.Run(h.Lib+"/"+h.Case, func(t *testing.T) {
			if h.Case == "cap_incoming_odd_name" || strings.HasPrefix(h.Case, "tr_worker_bad") {
				if err == nil {
					t.Error("got a token, want it refused: 31105 or a SID of another kind")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := tokens.Decode(again)
			if header := plain(got.Header.Value); !reflect.DeepEqual(header, any(h.Header)) {
				t.Errorf("header: got %v, want %v", header, h.Header)
			}
			if got, want := comparablePayload(t, got), comparablePayload(t, tok); !reflect.DeepEqual(got, want) {
				t.Errorf("payload: got %v, want %v", got, want)
			}
		})
	}
}

// comparablePayload is a payload with scopes and policies read, sorted, and with what
// ours always says and some helpers do not.
func comparablePayload(t *testing.T, tok *tokens.Token) map[string]any {
	t.Helper()
	payload := plain(tok.Payload.Value).(map[string]any)
	payload["iat"] = 1700000000.0
	if scope, ok := payload["scope"].(string); ok {
		var uris []string
		for _, s := range tokens.ParseScopes(scope) {
			uris = append(uris, s.URI())
		}
		payload["scope"] = uris
	}
	if c, err := tok.TaskRouterCapability(); err == nil {
		slices.SortFunc(c.Policies, func(a, b tokens.TaskRouterPolicy) int { return strings.Compare(a.Explain(), b.Explain()) })
		payload["policies"] = c.Policies
		if _, ok := payload["friendly_name"]; !ok {
			payload["friendly_name"] = c.ChannelSID // Node leaves it out
		}
	}
	return payload
}

// withoutEmptyRegion mends Ruby's twr: null, and twr: "" of Ruby and C#.
func withoutEmptyRegion(header map[string]any) any {
	if twr, ok := header["twr"]; ok && (twr == nil || twr == "") {
		delete(header, "twr")
	}
	return header
}

// withIssue mends what differs: ours says when a token was issued, where only
// Node's helper does, and an identity is a string.
func withIssue(payload map[string]any) any {
	payload["iat"] = 1700000000.0
	if grants := payload["grants"].(map[string]any); grants["identity"] == 4444.0 {
		grants["identity"] = "4444"
	}
	return payload
}

// All that the helpers wrote passes the diagnosis, at the moment at which it
// was minted, but for what is wrong with it.
func TestHelperTokensDiagnose(t *testing.T) {
	want := map[string]string{ // case → the rule of the first error
		"ttl_86401":               "exp-far",
		"identity_long_300":       "identity-video",
		"cap_incoming_odd_name":   "scope-name",
		"tr_worker_bad_workspace": "policy-workspace",
		"tr_worker_bad_channel":   "policy-channel",
	}
	for _, h := range helperTokens(t) {
		t.Run(h.Lib+"/"+h.Case, func(t *testing.T) {
			v := tokens.Diagnose(tokens.Decode(h.Token), tokens.Options{At: time.Unix(1700000000, 0), Key: tokens.SecretKey(h.Secret), AnyKind: true})
			got := ""
			if lead := v.Lead(); lead != nil {
				got = lead.Rule
			}
			if got != want[h.Case] {
				t.Errorf("got %q, want %q: %s", got, want[h.Case], v.Headline)
			}
		})
	}
}
