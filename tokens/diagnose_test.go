package tokens_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// A damage is one way to spoil the good token.
type damage struct {
	base    func(*testing.T) string // the token to spoil; nil for an access token
	key     string                  // the secret to check it with; "" for the right one
	rule    string                  // that must fire, and be the first of its severity
	also    string                  // rules that cannot but fire beside it
	header  func(*doc)
	payload func(*doc)
	token   func(string) string
	place   string
	found   string
}

// A doc is a JSON document being edited.
type doc struct {
	t    *testing.T
	text []byte
}

func (d *doc) set(path, value string) {
	d.t.Helper()
	text, err := tokens.SetClaim(d.text, tokens.JSON(value), strings.Split(path, ".")...)
	if err != nil {
		d.t.Fatal(err)
	}
	d.text = text
}

func (d *doc) remove(path string) {
	d.t.Helper()
	text, err := tokens.RemoveClaim(d.text, strings.Split(path, ".")...)
	if err != nil {
		d.t.Fatal(err)
	}
	d.text = text
}

func set(path, value string) func(*doc) { return func(d *doc) { d.set(path, value) } }
func remove(path string) func(*doc)     { return func(d *doc) { d.remove(path) } }
func all(edits ...func(*doc)) func(*doc) {
	return func(d *doc) {
		for _, edit := range edits {
			edit(d)
		}
	}
}

func text(s string) func(string) string { return func(string) string { return s } }

var damages = []damage{
	{rule: "empty", token: text(" ")},
	{rule: "not-a-token", token: text(apiKey), found: "this is an API key SID, not a token"},
	{rule: "several", token: func(s string) string { return s + "\n" + s }},
	{rule: "wrapped", token: func(s string) string { return "Bearer " + s }, found: "there is “Bearer” around it"},
	{rule: "white-space", token: func(s string) string { return s[:50] + "\n" + s[50:] }},
	{rule: "segments", token: func(s string) string { return s[:strings.LastIndex(s, ".")] }},
	{rule: "base64", token: func(s string) string { return s + "=" }, place: "token"},
	{rule: "json", token: func(s string) string { return strings.Replace(s, ".", "A.", 1) }},
	{rule: "not-an-object", payload: func(d *doc) { d.text = []byte("null") }, place: "payload"},
	{rule: "duplicate", payload: func(d *doc) { d.text = append([]byte(`{"jti":"x",`), d.text[1:]...) }, place: "jti"},
	{rule: "utf8", payload: func(d *doc) { d.text = []byte(strings.Replace(string(d.text), "cool", "\xff", 1)) }},
	{rule: "not-twilio", header: remove("cty"), payload: all(remove("grants"), set("iss", `"https://accounts.example.com"`))},
	{rule: "client-capability", base: goodCapability},
	{rule: "taskrouter-capability", base: goodTaskRouter},
	{rule: "client-validation", base: goodValidation},
	{rule: "encrypted", token: text(b64(`{"alg":"dir","enc":"A256GCM"}`) + "..AAAA.BBBB.CCCC")},

	{rule: "alg-none", token: func(s string) string {
		_, rest, _ := strings.Cut(s, ".")
		return b64(`{"typ":"JWT","alg":"nOnE","cty":"twilio-fpa;v=1"}`) + "." + rest
	}, place: "alg"},
	{rule: "alg", header: set("alg", `"HS512"`), place: "alg", found: "its algorithm is HS512, not HS256"},
	{rule: "typ", header: remove("typ"), place: "typ", found: "its type is missing"},
	{rule: "cty", header: set("cty", `"application/json"`), place: "cty"},
	{rule: "twr", header: set("twr", `""`), place: "twr"},
	{rule: "twr-null", header: set("twr", `null`), place: "twr"},
	{rule: "crit", header: set("crit", `["exp"]`), place: "crit"},
	{rule: "key-reference", header: set("jku", `"https://evil.example/keys"`), place: "jku"},

	{rule: "iss-missing", payload: remove("iss")},
	{rule: "iss-sub-swapped", payload: all(set("iss", `"`+account+`"`), set("sub", `"`+apiKey+`"`)), also: "jti-issuer", place: "iss"},
	{rule: "iss", payload: set("iss", `"`+account+`"`), also: "jti-issuer", found: "its issuer is an account SID, not an API key SID"},
	{rule: "sub-missing", payload: remove("sub")},
	{rule: "sub", payload: set("sub", `17`), found: "its subject is the number 17, not an account SID"},
	{rule: "sid-upper-case", payload: set("sub", `"AC0123456789ABCDEF0123456789ABCDEF"`)},
	{rule: "jti-missing", payload: remove("jti")},
	{rule: "jti-issuer", payload: set("jti", `"abc"`)},
	{rule: "jti-second", payload: set("jti", `"`+apiKey+`-1700000000"`)},

	{rule: "signature-missing", token: func(s string) string { return s[:strings.LastIndex(s, ".")+1] }},
	{rule: "signature-length", token: func(s string) string { return s[:len(s)-3] }, found: "its signature has 40 characters in place of 43"},
	{rule: "signature-mismatch", token: func(s string) string { return s[:strings.LastIndex(s, ".")+1] + strings.Repeat("A", 43) }},

	{rule: "secret-form", key: secret + " ", found: "the secret given here has white space around it; without, the signature matches"},
	{rule: "secret-kind", base: signedWithAuthToken, key: authToken, found: "it was signed with what looks like the account's auth token, not the secret of the API key that iss names"},

	{rule: "exp-missing", payload: remove("exp")},
	{rule: "exp-type", payload: set("exp", `"1700003600"`), found: `its exp is the string "1700003600", not a number`},
	{rule: "exp-type", payload: set("exp", `1700003600.5`), found: "its exp is 1700003600.5, not a whole number"},
	{rule: "exp-milliseconds", payload: set("exp", `1700003600000`)},
	{rule: "exp-range", payload: set("exp", `1e308`), found: "its exp is no time: 1e308"},
	{rule: "exp-range", payload: set("exp", `-9223372036854775808`)},
	{rule: "exp-past", payload: all(set("exp", `1699999400`), set("iat", `1699999300`)), found: "it expired 10 minutes ago"},
	{rule: "exp-order", payload: all(set("nbf", `1699999990`), set("exp", `1699999980`))},
	{rule: "exp-far", payload: set("exp", `1700086401`), found: "it lives for 1 day 1 second, more than the 24 hours that Twilio takes"},
	{rule: "nbf-type", payload: set("nbf", `"1699999999"`)},
	{rule: "nbf-type", payload: set("nbf", `1e308`)},
	{rule: "nbf-future", payload: set("nbf", `1700000060`), found: "it is not valid yet, but will be in 1 minute; so little is most likely a clock that is wrong"},
	{rule: "nbf-now", payload: set("nbf", `1700000000`)},
	{rule: "iat-type", payload: set("iat", `true`)},
	{rule: "iat-future", payload: set("iat", `1700000060`)},
	{rule: "exp-far", payload: all(set("iat", `1731536000`), set("exp", `1731539600`)), also: "iat-future"},

	{rule: "grants-missing", payload: all(remove("grants.identity"), remove("grants")), also: "identity-missing"},
	{rule: "grants-type", payload: set("grants", `[]`), also: "identity-missing"},
	{rule: "grants-none", payload: remove("grants.video")},
	{rule: "grant-type", payload: set("grants.video", `true`), place: "grants.video"},
	{rule: "grant-unknown", payload: set("grants.tomorrow", `{}`)},
	{rule: "grant-spelling", payload: set("grants.sync", `{}`), found: "it holds a grant sync, which Twilio does not know; most likely data_sync is meant"},
	{rule: "grant-retired", payload: set("grants.rtc", `{}`)},
	{rule: "field-type", payload: set("grants.voice", `{"incoming":{"allow":"true"},"outgoing":{"application_sid":"`+app+`"}}`), place: "grants.voice.incoming.allow", found: `its voice.incoming.allow is the string "true", not true or false`},
	{rule: "field-sid", payload: set("grants.data_sync", `{"service_sid":"MG11111111111111111111111111111111"}`), place: "grants.data_sync.service_sid", found: "its data_sync.service_sid is a Messaging service SID, not a Chat or Sync service SID"},
	{rule: "field-missing", payload: set("grants.chat", `{}`), place: "grants.chat.service_sid"},
	{rule: "field-empty", payload: set("grants.video.room", `""`), place: "grants.video.room"},
	{rule: "field-unknown", payload: set("grants.video.layout", `"x"`)},
	{rule: "field-spelling", payload: set("grants.video.Room", `"x"`), place: "grants.video.Room", found: "its video grant has a field Room, which Twilio does not know; most likely room is meant"},
	{rule: "field-obsolete", payload: set("grants.data_sync", `{"service_sid":"default","endpoint_id":"x"}`)},
	{rule: "voice-silent", payload: set("grants.voice", `{}`)},
	{rule: "voice-push", payload: set("grants.voice", `{"incoming":{"allow":true}}`)},
	{rule: "video-region", header: set("twr", `"ie1"`)},
	{rule: "identity-missing", payload: remove("grants.identity")},
	{rule: "identity-place", payload: all(remove("grants.identity"), set("identity", `"alice"`)), place: "identity"},
	{rule: "identity-type", payload: set("grants.identity", `4444`)},
	{rule: "identity-voice", payload: all(set("grants.voice", `{"incoming":{"allow":true},"push_credential_sid":"CR33333333333333333333333333333333"}`), set("grants.identity", `"a@example.com"`)), place: "grants.identity"},
	{rule: "identity-video", payload: set("grants.identity", `"`+strings.Repeat("x", 129)+`"`)},
	{rule: "identity-length", payload: all(remove("grants.video"), set("grants.data_sync", `{"service_sid":"default"}`), set("grants.identity", `"`+strings.Repeat("x", 257)+`"`))},
}

// damages of the other kinds, each judged by the rules of its own.
var otherDamages = []damage{
	{base: goodCapability, rule: "capability-issuer", payload: set("iss", `"`+apiKey+`"`)},
	{base: goodCapability, rule: "scope-missing", payload: set("scope", `17`)},
	{base: goodCapability, rule: "scope-empty", payload: set("scope", `" "`)},
	{base: goodCapability, rule: "scope-unknown", payload: set("scope", `"scope:client:incoming?clientName=a b"`)},
	{base: goodCapability, rule: "scope-name", payload: set("scope", `"scope:client:incoming?clientName=a+b"`)},
	{base: goodCapability, rule: "scope-app", payload: set("scope", `"scope:client:outgoing?appSid=`+apiKey+`"`)},
	{base: goodCapability, rule: "alg", header: set("alg", `"HS384"`)},
	{base: goodCapability, rule: "exp-past", payload: all(set("exp", `1699999400`), set("iat", `1699999300`))},
	{base: goodTaskRouter, rule: "policy-account", payload: set("account_sid", `"AC00000000000000000000000000000000"`)},
	{base: goodTaskRouter, rule: "policy-workspace", payload: set("workspace_sid", `"`+account+`"`)},
	{base: goodTaskRouter, rule: "policy-channel", payload: set("channel", `"`+account+`"`)},
	{base: goodTaskRouter, rule: "policy-channel", payload: set("worker_sid", `"WK00000000000000000000000000000000"`)},
	{base: goodTaskRouter, rule: "policy-type", payload: set("policies", `{}`)},
	{base: goodTaskRouter, rule: "policy-none", payload: set("policies", `[]`)},
	{base: goodTaskRouter, rule: "policy-bridge", payload: set("policies", `[{"url":"https://taskrouter.twilio.com/v1/x","method":"GET","allow":true}]`)},
	{base: goodTaskRouter, rule: "policy-address", payload: set("policies", `[{"url":"https://**","method":"GET","allow":true}]`), also: "policy-bridge"},
	{base: goodTaskRouter, rule: "policy-method", payload: set("policies", `[{"url":"https://taskrouter.twilio.com/v1/x","method":"PUT","allow":true}]`), also: "policy-bridge"},
	{base: goodTaskRouter, rule: "policy-repeated", payload: func(d *doc) {
		d.text = []byte(strings.Replace(string(d.text), `"policies":[`, `"policies":[{"url":"https://event-bridge.twilio.com/v1/wschannels/`+account+`/WK66666666666666666666666666666666","method":"GET","allow":true},`, 1))
	}},
	{base: goodValidation, rule: "validation-header", header: set("kid", `"`+account+`"`)},
	{base: goodValidation, rule: "validation-issuer", payload: set("iss", `"`+account+`"`)},
	{base: goodValidation, rule: "validation-claims", payload: set("rqh", `"abc"`)},
	{base: goodValidation, rule: "validation-headers", payload: set("hrh", `"Host;authorization"`)},
	{base: goodValidation, rule: "validation-minimum", payload: set("hrh", `"authorization"`)},
	{base: goodValidation, rule: "validation-life", payload: set("exp", `1700000301`)},
}

// signedWithAuthToken is left as it is: a spoilt token is signed anew.
func signedWithAuthToken(t *testing.T) string {
	parts := tokens.Decode(mustSign(t, good()))
	signed, err := tokens.Encode(parts.Header.Data, parts.Payload.Data, tokens.SecretKey(authToken))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func goodCapability(t *testing.T) string {
	c := tokens.ClientCapability{AccountSID: account, IssuedAt: now, Scopes: []tokens.Scope{
		&tokens.IncomingScope{ClientName: "andy"}, &tokens.OutgoingScope{ApplicationSID: app},
	}}
	signed, err := c.Sign(authToken)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func goodTaskRouter(t *testing.T) string {
	c := tokens.TaskRouterCapability{
		AccountSID: account, IssuedAt: now,
		WorkspaceSID: "WS55555555555555555555555555555555", ChannelSID: "WK66666666666666666666666666666666",
	}
	c.Policies = c.DefaultPolicies()
	signed, err := c.Sign(authToken)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func goodValidation(t *testing.T) string {
	return encodeDocs(t, `{"typ":"JWT","alg":"RS256","cty":"twilio-pkrv;v=1","kid":"CR33333333333333333333333333333333"}`,
		`{"iss":"`+apiKey+`","sub":"`+account+`","hrh":"authorization;host","rqh":"`+strings.Repeat("0", 64)+`","iat":1700000000,"exp":1700000300}`)
}

// encodeDocs is a token with a signature of no meaning where the header asks
// for another algorithm than a secret makes.
func encodeDocs(t *testing.T, header, payload string) string {
	t.Helper()
	if !strings.Contains(header, `"HS`) {
		return tokens.Assemble([]byte(header), []byte(payload), make([]byte, 256))
	}
	return encode(t, header, payload)
}

// spoil makes the damaged token.
func (d damage) spoil(t *testing.T) string {
	t.Helper()
	base := mustSign(t, good())
	if d.base != nil {
		base = d.base(t)
	}
	if d.key != "" {
		return base
	}
	parts := tokens.Decode(base)
	h, p := &doc{t, parts.Header.Data}, &doc{t, parts.Payload.Data}
	if d.header != nil {
		d.header(h)
	}
	if d.payload != nil {
		d.payload(p)
	}
	token := encodeDocs(t, string(h.text), string(p.text))
	if d.token != nil {
		token = d.token(token)
	}
	return token
}

// Each rule has a token that fires it, and nothing else but what cannot be
// told apart from it.
func TestEachRuleFires(t *testing.T) {
	fired := map[string]bool{}
	for i, d := range slices.Concat(damages, otherDamages) {
		fired[d.rule] = true
		t.Run(fmt.Sprintf("%s/%d", d.rule, i), func(t *testing.T) {
			v := tokens.Diagnose(tokens.Decode(d.spoil(t)), tokens.Options{At: now, Key: tokens.SecretKey(cmp.Or(d.key, secret)), AnyKind: i >= len(damages)})
			want := []string{d.rule}
			want = append(want, strings.Fields(d.also)...)
			got := rulesFound(v)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Fatalf("got %v, want %v", got, want)
			}
			f := v.Findings[slices.IndexFunc(v.Findings, func(f tokens.Finding) bool { return f.Rule == d.rule })]
			if d.place != "" && f.Place.String() != d.place {
				t.Errorf("got place %v, want %s", f.Place, d.place)
			}
			if d.found != "" && f.Found != d.found {
				t.Errorf("got %q, want %q", f.Found, d.found)
			}
			if v.Refused != (v.Count(tokens.ErrorSeverity) > 0) {
				t.Errorf("got refused %v with %d errors", v.Refused, v.Count(tokens.ErrorSeverity))
			}
		})
	}
	for _, r := range tokens.Rules() {
		if !fired[r.ID] {
			t.Errorf("no token fires %s", r.ID)
		}
		if r.Title == "" || r.Why == "" || r.Fix == "" || r.Severity == tokens.ErrorSeverity && len(r.Codes) == 0 {
			t.Errorf("%s: want title, reason, fix and, for an error, a code", r.ID)
		}
		for _, code := range r.Codes {
			if tokens.CodeName(code) == "" {
				t.Errorf("%s: code %d has no name", r.ID, code)
			}
		}
	}
}

func rulesFound(v tokens.Verdict) []string {
	var ids []string
	for _, f := range v.Findings {
		ids = append(ids, f.Rule)
	}
	return ids
}

// The legacy tokens have nothing against them either, by their own rules.
func TestNothingSpeaksAgainstOtherKinds(t *testing.T) {
	for name, token := range map[string]string{
		"client capability": goodCapability(t), "TaskRouter capability": goodTaskRouter(t), "client validation": goodValidation(t),
		"another issuer's": encode(t, `{"alg":"HS256"}`, `{"iss":"https://id.example.com","exp":1800000000}`),
	} {
		v := tokens.Diagnose(tokens.Decode(token), tokens.Options{At: now, AnyKind: true})
		if got := rulesFound(v); len(got) > 0 {
			t.Errorf("%s: got %v, want nothing", name, got)
		}
	}
}

// The same token, just on the right side of each limit.
func TestNothingSpeaksAgainst(t *testing.T) {
	for name, edit := range map[string]func(*tokens.AccessToken){
		"as it is":              func(*tokens.AccessToken) {},
		"24 hours":              func(a *tokens.AccessToken) { a.TTL = tokens.MaxTTL },
		"one second left":       func(a *tokens.AccessToken) { a.TTL = time.Second },
		"nbf before":            func(a *tokens.AccessToken) { a.NotBefore = now.Add(-time.Second) },
		"identity of 128":       func(a *tokens.AccessToken) { a.Identity = strings.Repeat("é", 64) },
		"identity of any kind":  func(a *tokens.AccessToken) { a.Identity = "a\tb <c@d>" },
		"region of its own":     func(a *tokens.AccessToken) { a.Region = "us1" },
		"default sync service":  func(a *tokens.AccessToken) { a.Grants = []tokens.Grant{&tokens.Sync{ServiceSID: "default"}} },
		"task router, bare":     func(a *tokens.AccessToken) { a.Grants = []tokens.Grant{&tokens.TaskRouter{}} },
		"any room of the world": func(a *tokens.AccessToken) { a.Grants = []tokens.Grant{&tokens.Video{}} },
	} {
		t.Run(name, func(t *testing.T) {
			a := good()
			edit(a)
			v := tokens.Diagnose(tokens.Decode(mustSign(t, a)), tokens.Options{At: now, Key: tokens.SecretKey(secret)})
			if got := rulesFound(v); len(got) > 0 || v.Refused || v.Signature != tokens.SignatureMatches {
				t.Errorf("got %v, %v, want nothing", got, v.Headline)
			}
		})
	}
}

// A minted token is never one that the diagnosis refuses: one truth, not two.
func TestSignAndDiagnoseAgree(t *testing.T) {
	a := good()
	a.Grants = everyGrant()
	v := tokens.Diagnose(tokens.Decode(mustSign(t, a)), tokens.Options{At: now, Key: tokens.SecretKey(secret)})
	if v.Refused {
		t.Errorf("got %s", v.Headline)
	}
}

func TestDiagnoseInTime(t *testing.T) {
	a := good() // good from now for an hour
	a.NotBefore = now.Add(-time.Hour)
	token := tokens.Decode(mustSign(t, a))
	for _, test := range []struct {
		name       string
		at, leeway time.Duration
		want       string
	}{
		{"now", 0, 0, ""},
		{"last second", time.Hour - time.Second, 0, ""},
		{"the second of exp", time.Hour, 0, "exp-past"},
		{"within leeway", time.Hour + 29*time.Second, 30 * time.Second, ""},
		{"leeway over", time.Hour + 30*time.Second, 30 * time.Second, "exp-past"},
		{"a minute before its issue", -time.Minute, 0, "iat-future"},
		{"before its issue, within leeway", -time.Minute, time.Minute, ""},
		{"before nbf", -time.Hour - time.Second, 0, "nbf-future iat-future"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := tokens.Diagnose(token, tokens.Options{At: now.Add(test.at), Leeway: test.leeway})
			if got := strings.Join(rulesFound(v), " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestVerdictOfDocsTokens(t *testing.T) {
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name, token, headline, rules string
	}{
		{"video", docsVideo, "Twilio will refuse this token: it expired 5 years ago", "exp-past jti-second nbf-now"},
		{"chat", docsChat, "Twilio will refuse this token: its issuer is a placeholder, SKxxxx…xxxx", "iss sub exp-past field-sid grant-retired jti-second nbf-now"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := tokens.Diagnose(tokens.Decode(test.token), tokens.Options{At: at})
			if v.Headline != test.headline {
				t.Errorf("got %q, want %q", v.Headline, test.headline)
			}
			if got := strings.Join(rulesFound(v), " "); got != test.rules {
				t.Errorf("got %q, want %q", got, test.rules)
			}
			if v.Signature != tokens.SignatureUnchecked {
				t.Errorf("got signature %v, want it unchecked", v.Signature)
			}
		})
	}
}

func TestDiagnoseWrongKeyLeavesClaimsAlone(t *testing.T) {
	v := tokens.Diagnose(tokens.Decode(mustSign(t, good())), tokens.Options{At: now, Key: tokens.SecretKey("another")})
	if got := rulesFound(v); !slices.Equal(got, []string{"signature-mismatch"}) || v.Signature != tokens.SignatureWrong {
		t.Errorf("got %v, %v, want the signature alone", got, v.Signature)
	}
	if lead := v.Lead(); lead == nil || lead.Codes[0] != 20107 {
		t.Errorf("got lead %v, want 20107", lead)
	}
}
