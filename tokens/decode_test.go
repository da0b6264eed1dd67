package tokens_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mintmark/tokens"
)

// The two tokens that Twilio's own material prints.
const (
	docsVideo = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.eyJqdGkiOiJTSzIxYzE3MDEzZjNmYWNlOGZkYzRlNDYyM2IwYTlkMmMxLTE2MTAzNzk3NDciLCJncmFudHMiOnsidmlkZW8iOnsicm9vbSI6Ik15IFJvb20ifSwiaWRlbnRpdHkiOiJzdXNhbiJ9LCJpc3MiOiJTSzIxYzE3MDEzZjNmYWNlOGZkYzRlNDYyM2IwYTlkMmMxIiwiZXhwIjoxNjEwMzgzMzQ3LCJuYmYiOjE2MTAzNzk3NDcsInN1YiI6IkFDMTVjMTczN2JmMTQwNjRkMjI3OGQ2MTZmYWNlM2YxN2YifQ.6VCgKYoXTWnX8SzzmIgqeiqTnkOaFYL6p1g8O_mMHOc"
	docsChat  = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.eyJqdGkiOiJTS3h4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4LTE0NTA0NzExNDciLCJpc3MiOiJTS3h4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4Iiwic3ViIjoiQUN4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eCIsIm5iZiI6MTQ1MDQ3MTE0NywiZXhwIjoxNDUwNDc0NzQ3LCJncmFudHMiOnsiaWRlbnRpdHkiOiJ1c2VyQGV4YW1wbGUuY29tIiwiaXBfbWVzc2FnaW5nIjp7InNlcnZpY2Vfc2lkIjoiSVN4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eCIsImVuZHBvaW50X2lkIjoiSGlwRmxvd1NsYWNrRG9ja1JDOnVzZXJAZXhhbXBsZS5jb206c29tZWlvc2RldmljZSJ9fX0.IHx8KeH1acIfwnd8EIin3QBGPbfnF-yVnSFp5NpQJi0"
)

func TestDecodeDocsTokens(t *testing.T) {
	for _, test := range []struct {
		name, token, identity, explain string
	}{
		{"video", docsVideo, "susan", "may join the room “My Room”, and no other"},
		{"chat", docsChat, "user@example.com", "could use IP Messaging, which became Chat and then Conversations, on the service ISxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tok := tokens.Decode(test.token)
			if got := rulesOf(tok); len(got) != 0 {
				t.Errorf("got faults %v, want none", got)
			}
			if got := tok.Kind(); got != tokens.AccessKind {
				t.Errorf("got %v, want an access token", got)
			}
			if got := tok.Identity(); got != test.identity {
				t.Errorf("identity: got %q, want %q", got, test.identity)
			}
			if got := tok.Grants(); len(got) != 1 || got[0].Explain() != test.explain || !got[0].Exact {
				t.Errorf("grants: got %+v, want one that %s", got, test.explain)
			}
			if got := tokens.Assemble(tok.Header.Data, tok.Payload.Data, tok.Signature.Data); got != test.token {
				t.Errorf("put together again: got %s", got)
			}
		})
	}
}

// rulesOf lists the rules of all faults.
func rulesOf(tok *tokens.Token) []string {
	var ids []string
	for _, faults := range [][]tokens.Fault{tok.Faults, tok.Header.Faults, tok.Payload.Faults, tok.Signature.Faults} {
		for _, f := range faults {
			ids = append(ids, f.Rule)
		}
	}
	return ids
}

func TestDecodeTakesOffWhatIsAround(t *testing.T) {
	parts := strings.Split(docsVideo, ".")
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"bare", docsVideo, nil},
		{"line end", docsVideo + "\r\n", nil},
		{"blanks", "  \t" + docsVideo + "  ", nil},
		{"bearer", "Bearer " + docsVideo, []string{"wrapped"}},
		{"header line", "Authorization: bearer " + docsVideo + "\r\n", []string{"wrapped"}},
		{"quotes", `"` + docsVideo + `"`, []string{"quoted"}},
		{"python bytes", "b'" + docsVideo + "'", []string{"quoted"}},
		{"JSON", `{"identity":"x","token":"` + docsVideo + `"}`, []string{"wrapped"}},
		{"assignment", "access_token=" + docsVideo, []string{"wrapped"}},
		{"URL", "https://example.com/call#token=" + docsVideo + "&x=1", []string{"wrapped"}},
		{"curl", "curl -H 'Authorization: Bearer " + docsVideo + "' https://example.com", []string{"wrapped"}},
		{"broken over lines", docsVideo[:70] + "\n" + docsVideo[70:140] + "\r\n  " + docsVideo[140:], []string{"white-space"}},
		{"two of them", docsVideo + "\n" + docsChat, []string{"several"}},
		{"broken at the dots", strings.Join(parts, ".\n\t"), []string{"white-space"}},
		{"a word behind it", docsVideo + " junk", []string{"white-space"}},
		{"a line behind it", docsVideo + "\njunk", []string{"white-space"}},
		{"a dot and a word behind it", docsVideo + " .junk", []string{"white-space"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			tok := tokens.Decode(test.text)
			if tok.Raw != docsVideo {
				t.Errorf("got %q, want the token", tok.Raw)
			}
			if got := rulesOf(tok); !slices.Equal(got, test.want) {
				t.Errorf("got faults %v, want %v", got, test.want)
			}
			if !slices.Contains(test.want, "white-space") && test.text[tok.Offset:][:len(tok.Raw)] != tok.Raw {
				t.Errorf("got offset %d, want where the token stands", tok.Offset)
			}
		})
	}
}

// nested is an object in an object, so many of them.
func nested(depth int) string {
	return strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth)
}

func TestDecodeFaults(t *testing.T) {
	header, payload, signature := "eyJhbGciOiJIUzI1NiJ9", "eyJhIjoxfQ", strings.Repeat("A", 43)
	for _, test := range []struct {
		name, text string
		want       string // rule
		place      string // segment:start-end
	}{
		{"nothing", "", "empty", "token:0-0"},
		{"blanks", " \n\t ", "empty", "token:0-0"},
		{"a word", "hello", "segments", "token:0-5"},
		{"two parts", header + "." + payload, "segments", "token:0-31"},
		{"four parts", header + "." + payload + "." + signature + ".x", "segments", "token:0-77"},
		{"an encrypted token", b64(`{"enc":"A128GCM"}`) + ".AA.AA.AA.AA", "encrypted", "token:0-35"},
		{"five parts", header + ".e30.AA.AA.AA", "segments", "token:0-33"},
		{"a blank in the payload", header + ".eyJh IjoxfQ." + signature, "white-space", "token:25-26"},
		{"blanks around the dots", header + " . " + payload + " . " + signature, "white-space", "token:20-21"},
		{"50 MB", strings.Repeat("eyJ", 50<<20/3), "not-a-token", "token:0-52428798"},
		{"a million dots", strings.Repeat(".", 1e6), "segments", "token:0-1000000"},
		{"an account SID", account, "not-a-token", "token:0-34"},
		{"an auth token", "0123456789abcdef0123456789abcdef", "not-a-token", "token:0-32"},
		{"TwiML", "<?xml version='1.0'?><Response><Dial/></Response>", "not-a-token", "token:0-0"},
		{"a page", "<!DOCTYPE html><title>502</title>", "not-a-token", "token:0-0"},
		{"JSON without a token", `{"error":"no"}`, "not-a-token", "token:0-0"},
		{"padding", header + "." + payload + "==." + signature, "base64", "token:31-32"},
		{"base64 in place of base64url", header + "." + payload + ".+A", "base64", "token:32-33"},
		{"lost all but a character", header + "." + payload + ".A", "signature-length", "token:32-33"},
		{"lost most of it", header + "." + payload + ".AB", "signature-length", "token:32-34"},
		{"trailing bits", header + "." + payload + "." + strings.Repeat("A", 42) + "B", "base64", "token:74-75"},
		{"payload that lost a character", header + ".eyJhI." + signature, "base64", "token:25-26"},
		{"payload of text", header + ".aGVsbG8." + signature, "json", "payload:0-1"},
		{"payload that ends early", header + ".eyJhIjox." + signature, "json", "payload:6-6"},
		{"text after the payload", header + ".e30geA." + signature, "json", "payload:3-4"},
		{"deeper", header + "." + b64(nested(101)) + "." + signature, "json", "payload:500-501"},
		{"null payload", header + ".bnVsbA." + signature, "not-an-object", "payload:0-4"},
		{"payload of an array", header + ".W10." + signature, "not-an-object", "payload:0-2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tok := tokens.Decode(test.text)
			var all []tokens.Fault
			for _, faults := range [][]tokens.Fault{tok.Faults, tok.Header.Faults, tok.Payload.Faults, tok.Signature.Faults} {
				all = append(all, faults...)
			}
			if len(all) == 0 || all[0].Rule != test.want {
				t.Fatalf("got %v, want %s", all, test.want)
			}
			p := all[0].Place
			if got := fmt.Sprintf("%s:%d-%d", p.Segment, p.Start, p.End); got != test.place {
				t.Errorf("got place %s, want %s", got, test.place)
			}
		})
	}
}

func TestDecodeDepth(t *testing.T) {
	if tok := tokens.Decode(encode(t, `{"alg":"HS256"}`, nested(100))); len(tok.Payload.Faults) > 0 {
		t.Errorf("a hundred levels: got %v, want none", tok.Payload.Faults)
	}
	for name, text := range map[string]string{
		"objects":    nested(101),
		"arrays":     strings.Repeat("[", 101) + strings.Repeat("]", 101),
		"names":      strings.Repeat("{", 50_000),
		"in a grant": `{"x":` + nested(100) + `}`,
	} {
		if _, err := tokens.ParseJSON(text); err == nil {
			t.Errorf("%s: got no error from ParseJSON", name)
		}
		grant := &tokens.RawGrant{Name: "x", Value: tokens.JSON(text)}
		access := good()
		access.Grants = []tokens.Grant{grant}
		if err := access.Validate(); err == nil {
			t.Errorf("%s: got no error from Validate", name)
		}
	}
}

func TestDecodeKeepsEverything(t *testing.T) {
	payload := `{"z":1, "big":12345678901234567890123, "a":1.50, "dup":1, "dup":2, "deep":{"x":[{"y":"é😀"}]}}`
	tok := tokens.Decode(encode(t, `{"alg":"HS256"}`, payload))
	p := tok.Payload.Value
	if got := p.Raw; got != payload {
		t.Errorf("got %s, want %s", got, payload)
	}
	for path, want := range map[string]string{"big": "12345678901234567890123", "a": "1.50", "dup": "2"} {
		v := p.Get(path)
		if v.Display() != want || payload[v.Start:v.End] != v.Raw {
			t.Errorf("%s: got %s at %d-%d, want %s", path, v.Display(), v.Start, v.End, want)
		}
	}
	if got, _ := p.Get("deep", "x").Elements[0].Get("y").Text(); got != "é😀" {
		t.Errorf("got %q, want é😀", got)
	}
	if got := rulesOf(tok); !slices.Equal(got, []string{"duplicate"}) {
		t.Errorf("got faults %v, want the duplicate", got)
	}
}

// What is in front of the first error is still there to be looked at.
func TestDecodeKeepsWhatItCan(t *testing.T) {
	tok := tokens.Decode("eyJhbGciOiJIUzI1NiJ9." + b64(`{"iss":"SK","exp":17,"grants":{"identity":"bob",`) + ".AA")
	if got := tok.Payload.Value.Get("grants", "identity").Display(); got != "bob" {
		t.Errorf("got identity %q, want bob", got)
	}
	if got := tok.Kind(); got != tokens.NoKind {
		t.Errorf("got %v, want no token: half of it must not be judged", got)
	}
}

func TestDecodeHostile(t *testing.T) {
	for name, text := range map[string]string{
		"a megabyte of junk":    strings.Repeat("A", 1<<20),
		"a megabyte of text":    strings.Repeat("x y ", 1<<18),
		"a megabyte of tokens":  strings.Repeat(docsVideo+"\n", 1<<11),
		"deep":                  b64(`{"alg":"HS256"}`) + "." + b64(strings.Repeat(`{"a":`, 5000)+"1"+strings.Repeat("}", 5000)) + ".",
		"too deep":              b64(`{"alg":"HS256"}`) + "." + b64(strings.Repeat("[", 1<<19)) + ".",
		"stray bytes":           "\xff\xfe.\xff.\x00",
		"many members":          b64(`{"alg":"HS256"}`) + "." + b64("{"+strings.Repeat(`"a":1,`, 50000)+`"b":1}`) + ".AA",
		"surrogates":            b64(`{"alg":"\ud800"}`) + "." + b64(`{"a":"\udc00x"}`) + ".AA",
		"no-break space around": "\u00a0" + docsVideo + "\u00a0",
	} {
		t.Run(name, func(t *testing.T) {
			v := tokens.Diagnose(tokens.Decode(text), tokens.Options{At: now, Key: tokens.SecretKey(secret)})
			if !v.Refused || v.Headline == "" || v.Detail == "" {
				t.Errorf("got %+v, want a clear refusal", v.Headline)
			}
		})
	}
}
