package tokens_test

import (
	"errors"
	"os"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"mintmark/tokens"
)

func TestSign(t *testing.T) {
	full := good()
	full.Region = "us1"
	full.TTL = 15 * time.Minute
	full.NotBefore = now.Add(-time.Minute)
	full.Grants = everyGrant()

	for _, test := range []struct {
		name  string
		token *tokens.AccessToken
	}{
		{"video", good()},
		{"every-grant", full},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := mustSign(t, test.token)
			file := "testdata/mint/" + test.name + ".jwt"
			if *update {
				if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := testdata.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != strings.TrimSpace(string(want)) {
				t.Errorf("got %s\nwant %s", tokens.Decode(got).Payload.Data, tokens.Decode(string(want)).Payload.Data)
			}
		})
	}
}

// everyGrant is one grant of each kind, every field set.
func everyGrant() []tokens.Grant {
	return []tokens.Grant{
		&tokens.Voice{
			Incoming:          tokens.Incoming{Allow: true},
			Outgoing:          tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{"foo":"bar","n":9007199254740993}`)},
			PushCredentialSID: credential, EndpointID: "dev-1",
		},
		&tokens.Video{Room: "Комната/№5 <&>", ConfigurationProfileSID: "VS44444444444444444444444444444444"},
		&tokens.Chat{
			ServiceSID: service, EndpointID: "dev-1",
			DeploymentRoleSID: "RL44444444444444444444444444444444", PushCredentialSID: credential,
		},
		&tokens.Sync{ServiceSID: "default", EndpointID: "dev-1"},
		&tokens.TaskRouter{
			WorkspaceSID: workspace, WorkerSID: worker, Role: "worker",
		},
		&tokens.Playback{
			RequestCredentials: tokens.JSON("null"), PlaybackURL: "https://example.com/v1.m3u8?token=x",
			PlayerStreamerSID: "VJ77777777777777777777777777777777",
		},
		&tokens.IPMessaging{
			ServiceSID: service, EndpointID: "dev-1",
			DeploymentRoleSID: "RL44444444444444444444444444444444", PushCredentialSID: credential,
		},
		&tokens.RTC{ConfigurationProfileSID: "VS44444444444444444444444444444444"},
		&tokens.RawGrant{Name: "tomorrow", Value: tokens.JSON(`{"x":[1,2.50]}`)},
	}
}

// The claims of a token by name, and nothing beside them.
func TestMintedClaims(t *testing.T) {
	for _, test := range []struct {
		name            string
		edit            func(*tokens.AccessToken)
		header, payload string
	}{
		{"plain", func(*tokens.AccessToken) {}, ``, `"iat":1700000000,"exp":1700003600`},
		{"a region", func(a *tokens.AccessToken) { a.Region = "us1" }, `,"twr":"us1"`, `"iat":1700000000,"exp":1700003600`},
		{"100 s", func(a *tokens.AccessToken) { a.TTL = 100 * time.Second }, ``, `"iat":1700000000,"exp":1700000100`},
		{"3 hours", func(a *tokens.AccessToken) { a.TTL = 3 * time.Hour }, ``, `"iat":1700000000,"exp":1700010800`},
		{"a start", func(a *tokens.AccessToken) { a.NotBefore = now.Add(-time.Minute) }, ``, `"iat":1700000000,"nbf":1699999940,"exp":1700003600`},
		{"another zone", func(a *tokens.AccessToken) {
			a.IssuedAt, a.NotBefore = now.In(time.FixedZone("", 5*3600)), now.In(time.FixedZone("", -9*3600))
		}, ``, `"iat":1700000000,"nbf":1700000000,"exp":1700003600`},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := good()
			test.edit(a)
			header, payload, err := a.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			if want := `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"` + test.header + `}`; string(header) != want {
				t.Errorf("got %s, want %s", header, want)
			}
			want := `{"jti":"` + apiKey + `-1","iss":"` + apiKey + `","sub":"` + account + `",` + test.payload + `,"grants":{"identity":"alice","video":{"room":"cool room"}}}`
			if string(payload) != want {
				t.Errorf("got %s, want %s", payload, want)
			}
		})
	}
	fresh := good()
	fresh.ID = ""
	jti, _ := tokens.Decode(mustSign(t, fresh)).Payload.Value.Get("jti").Text()
	if !strings.HasPrefix(jti, apiKey+"-") || len(jti) < len(apiKey)+20 {
		t.Errorf("got jti %q, want the key's SID and something unique", jti)
	}
}

// What is minted is read back as what was asked for.
func TestMintReadsBack(t *testing.T) {
	want := good()
	want.Region, want.TTL, want.NotBefore, want.Grants = "us1", 15*time.Minute, now.Add(-time.Minute), everyGrant()
	got, err := tokens.Decode(mustSign(t, want)).Access()
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

// One value signs for many goroutines, each time under an id of its own.
func TestSignInParallel(t *testing.T) {
	const many = 100
	a := good()
	a.ID, a.Grants = "", everyGrant()
	signed := make([]string, many)
	var wait sync.WaitGroup
	for i := range many {
		wait.Go(func() {
			var err error
			if signed[i], err = a.Sign(secret); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	ids := map[string]bool{}
	for _, s := range signed {
		tok := tokens.Decode(s)
		if err := tokens.Verify(tok, tokens.SecretKey(secret)); err != nil {
			t.Error(err)
		}
		ids[tok.Payload.Value.Get("jti").Display()] = true
	}
	if len(ids) != many {
		t.Errorf("got %d ids, want %d", len(ids), many)
	}
}

func TestSignIsReadByGolangJWT(t *testing.T) {
	var claims jwt.MapClaims
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(func() time.Time { return now }))
	token, err := parser.ParseWithClaims(mustSign(t, good()), &claims, func(*jwt.Token) (any, error) { return []byte(secret), nil })
	if err != nil {
		t.Fatal(err)
	}
	if got := token.Header["cty"]; got != tokens.ContentType {
		t.Errorf("cty: got %v, want %v", got, tokens.ContentType)
	}
	if got := claims["exp"].(float64) - claims["iat"].(float64); got != 3600 {
		t.Errorf("lifetime: got %v, want 3600", got)
	}
}

func TestSignRefuses(t *testing.T) {
	type edit = func(*tokens.AccessToken)
	grant := func(g tokens.Grant) edit {
		return func(a *tokens.AccessToken) { a.Grants = []tokens.Grant{g} }
	}
	identity := func(id string, g tokens.Grant) edit {
		return func(a *tokens.AccessToken) { a.Identity, a.Grants = id, []tokens.Grant{g} }
	}
	ttl := func(d time.Duration) edit { return func(a *tokens.AccessToken) { a.TTL = d } }

	for _, test := range []struct {
		name string
		edit edit
		want string
	}{
		{"no account", func(a *tokens.AccessToken) { a.AccountSID = "" }, "account_sid is missing: want AC and 32 hex digits"},
		{"no API key", func(a *tokens.AccessToken) { a.KeySID = "" }, "key_sid is missing: want SK and 32 hex digits"},
		{"swapped", func(a *tokens.AccessToken) { a.AccountSID, a.KeySID = a.KeySID, a.AccountSID }, "account_sid is an API key SID: want AC and 32 hex digits; it and key_sid, which is an account SID, are swapped"},
		{"the key twice", func(a *tokens.AccessToken) { a.AccountSID = a.KeySID }, "account_sid is an API key SID: want AC and 32 hex digits"},
		{"key of another form", func(a *tokens.AccessToken) { a.KeySID = "SKnope" }, `key_sid is "SKnope": want SK`},
		{"a region without Video", func(a *tokens.AccessToken) { a.Region = "ie1" }, `region is "ie1": want us1 or none in a token with a video grant`},
		{"region in words", func(a *tokens.AccessToken) { a.Region = "Ireland" }, "region is"},
		{"negative lifetime", ttl(-time.Second), tokens.ErrTTL.Error()},
		{"half a second", ttl(1500 * time.Millisecond), tokens.ErrTTL.Error()},
		{"over a day", ttl(24*time.Hour + time.Second), tokens.ErrTTL.Error()},
		{"seconds taken for nanoseconds", ttl(3600), tokens.ErrTTL.Error()},
		{"starts after its end", func(a *tokens.AccessToken) { a.NotBefore = now.Add(time.Hour) }, "nbf is"},
		{"no identity", identity("", &tokens.Video{}), "identity not usable: it is missing"},
		{"identity for voice", identity("a@example.com", &tokens.Voice{}), `a character that Voice refuses, "@" in place 2: it takes letters`},
		{"identity for voice, not ASCII", identity("аnna", &tokens.Voice{}), `a character that Voice refuses, "а" in place 1`},
		{"identity for voice, unseen", identity("éa\u200b", &tokens.Voice{}), `a character that Voice refuses, "é" in place 1`},
		{"identity for voice, behind others", identity("anna_\u200b", &tokens.Voice{}), `, "\u200b" in place 6`},
		{"long identity for video", identity(strings.Repeat("é", 65), &tokens.Video{}), "longer than Video's 128 characters: it has 65, of which 65 count twice, as all do that are not ASCII; so it counts as 130"},
		{"long identity of ASCII for video", identity(strings.Repeat("x", 129), &tokens.Video{}), "longer than Video's 128 characters: it has 129"},
		{"long identity", identity(strings.Repeat("x", 257), &tokens.Sync{ServiceSID: "default"}), "longer than 256 characters: it has 257"},
		{"identity of stray bytes", identity("\xff", &tokens.Video{}), "not UTF-8"},
		{"room of stray bytes", grant(&tokens.Video{Room: "\xff"}), "invalid UTF-8"},
		{"messaging service for chat", grant(&tokens.Chat{ServiceSID: "MG" + service[2:]}), "chat.service_sid is a Messaging service SID: want IS"},
		{"chat without service", grant(&tokens.Chat{}), "chat.service_sid is missing"},
		{"sync without service", grant(&tokens.Sync{}), "data_sync.service_sid is missing"},
		{"params without app", grant(&tokens.Voice{Outgoing: tokens.Outgoing{Params: tokens.JSON(`{}`)}}), "voice.outgoing.application_sid is missing"},
		{"params that are no object", grant(&tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`[]`)}}), "voice.outgoing.params is"},
		{"params given twice", grant(&tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{"a":1,"a":2}`)}}), "voice.outgoing.params is"},
		{"raw grant that is no JSON", grant(&tokens.RawGrant{Name: "x", Value: tokens.JSON(`{`)}), "x is"},
		{"raw grant as identity", grant(&tokens.RawGrant{Name: "identity", Value: tokens.JSON(`"bob"`)}), "each grant once"},
		{"no grant", grant(nil), "no nil grant"},
		{"a nil pointer", grant((*tokens.Video)(nil)), "no nil grant"},
		{"a wrong SID beside an unknown field", grant(&tokens.RawGrant{Name: "chat", Value: tokens.JSON(`{"service_sid":"MG11111111111111111111111111111111","x":1}`)}), "chat.service_sid is a Messaging service SID"},
		{"a flag that is a text", grant(&tokens.RawGrant{Name: "voice", Value: tokens.JSON(`{"incoming":{"allow":"true"}}`)}), "voice.incoming.allow is"},
		{"a raw grant without its service", grant(&tokens.RawGrant{Name: "chat", Value: tokens.JSON(`{"x":1}`)}), "chat.service_sid is missing"},
		{"a secret for a key", func(a *tokens.AccessToken) { a.KeySID = secret }, `key_sid is "[redacted]"`},
		{"grant given twice", func(a *tokens.AccessToken) { a.Grants = append(a.Grants, &tokens.Video{}) }, "each grant once"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := good()
			test.edit(a)
			got, err := a.Sign(secret)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want %q", err, test.want)
			}
			if got != "" {
				t.Errorf("got a token %q beside the error", got)
			}
		})
	}
}

func TestCheckSecret(t *testing.T) {
	for _, test := range []struct{ name, secret, want string }{
		{"fine", secret, ""},
		{"empty", "", "it is empty"},
		{"auth token", authToken, "auth token"},
		{"API key SID", apiKey, "this is an API key SID"},
		{"newline", secret + "\n", "white space"},
		{"quotes", `"` + secret + `"`, "quotes"},
		{"short", "secret", "it has 6 characters; a secret has 32"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := tokens.CheckSecret(test.secret)
			if test.want == "" {
				if err != nil {
					t.Errorf("got %v, want none", err)
				}
				return
			}
			if !errors.Is(err, tokens.ErrSecret) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if strings.Contains(err.Error(), test.secret) && len(test.secret) > 6 {
				t.Errorf("the error %q repeats the secret", err)
			}
		})
	}
}

func TestNewID(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := tokens.NewID(apiKey)
		if !strings.HasPrefix(id, apiKey+"-") || seen[id] {
			t.Fatalf("got %s, want the key's SID and something unique", id)
		}
		seen[id] = true
	}
}

func TestFreshTokenStartsNow(t *testing.T) {
	a := good()
	a.IssuedAt, a.ID = time.Time{}, ""
	before := time.Now().Unix()
	got, ok := tokens.Decode(mustSign(t, a)).Time("iat")
	if !ok || got.Unix() < before || got.After(time.Now()) {
		t.Errorf("iat: got %v, want now", got)
	}
}

// Each name is there once, in a list of any length.
func TestGrantsThatRepeat(t *testing.T) {
	for _, n := range []int{2, 8, 9, 10, 30} {
		token := good()
		token.Grants = nil
		for i := range n {
			token.Grants = append(token.Grants, &tokens.RawGrant{Name: "g" + strconv.Itoa(i), Value: tokens.JSON("{}")})
		}
		if err := token.Validate(); err != nil {
			t.Errorf("%d names: got %v, want none", n, err)
		}
		token.Grants = append(token.Grants, token.Grants[n-1])
		var field *tokens.FieldError
		if err := token.Validate(); !errors.As(err, &field) || field.Path != "grants" {
			t.Errorf("%d names and one again: got %v, want a field error of grants", n, err)
		}
	}
}
