package tokens_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mintmark/tokens"
)

// A sample is a token for a rule: the good one, spoilt so that the rule fires
// and no other, and how near to that another comes that does not fire it.
type sample struct {
	rule  string
	place string // of the finding; "" for any
	found string // "" for any
	edit
	near edit
}

// An edit makes one token of another.
type edit struct {
	base    func(*testing.T) string // the token to edit; nil for an access token
	key     string                  // the secret to check it with; "" for the right one
	header  func(*doc)
	payload func(*doc)
	token   func(string) string
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

func replace(what, by string) func(*doc) {
	return func(d *doc) { d.text = []byte(strings.Replace(string(d.text), what, by, 1)) }
}

func header(f func(*doc)) edit         { return edit{header: f} }
func payload(f ...func(*doc)) edit     { return edit{payload: all(f...)} }
func token(f func(string) string) edit { return edit{token: f} }
func text(s string) edit               { return token(func(string) string { return s }) }
func signature(f func(string) string) edit { // of the third part alone
	return token(func(s string) string {
		dot := strings.LastIndex(s, ".") + 1
		return s[:dot] + f(s[dot:])
	})
}

// asIs is the good token: already on the right side of a rule.
var asIs = edit{payload: func(*doc) {}}

func (e edit) of(base func(*testing.T) string) edit { e.base = base; return e }
func (e edit) with(key string) edit                 { e.key = key; return e }

// samples has one entry or more for each rule. The first is the one that the
// gallery shows.
var samples = []sample{
	{rule: "empty", edit: text(" "), near: token(func(s string) string { return " " + s })},
	{rule: "not-a-token", edit: text(apiKey), found: "this is an API key SID, not a token", near: text(apiKey[:33])},
	{rule: "several", edit: token(func(s string) string { return s + "\n" + s }), near: token(func(s string) string { return s + "\n" })},
	{rule: "wrapped", edit: token(func(s string) string { return "Bearer " + s }), found: "there is “Bearer” around it", near: token(func(s string) string { return "\n" + s + " " })},
	{rule: "quoted", edit: token(func(s string) string { return `"` + s + `"` }), found: "there is a pair of quotes around it, and an SDK that is given that too refuses it",
		near: token(func(s string) string { return `{"token":"` + s + `"}` })},
	{rule: "quoted", edit: token(func(s string) string { return "b'" + s + "'" }), found: "there is b'…' around it, the way Python prints bytes, and an SDK that is given that too refuses it"},
	{rule: "quoted", edit: token(func(s string) string { return `"` + s + `\n"` }), found: "there is a pair of quotes around it, and an SDK that is given that too refuses it"},
	{rule: "quoted", edit: token(func(s string) string { return s + `\n` }), found: `there is "\\n" beside it, and an SDK that is given that too refuses it`},
	{rule: "quoted", edit: token(func(s string) string { return s + `'` }), found: `there is "'" beside it, and an SDK that is given that too refuses it`},
	{rule: "white-space", edit: token(func(s string) string { return s[:50] + "\n" + s[50:] }), near: token(func(s string) string { return s + "\n" })},
	{rule: "encrypted", edit: text(b64(`{"alg":"dir","enc":"A256GCM"}`) + "..AAAA.BBBB.CCCC"), near: text(b64(`{"alg":"HS256"}`) + ".e30.AAAA.BBBB.CCCC")},
	{rule: "segments", edit: token(func(s string) string { return s[:strings.LastIndex(s, ".")] }), near: token(func(s string) string { return s[:strings.LastIndex(s, ".")+1] })},
	{rule: "segments", edit: token(func(s string) string { return s + s }), found: "it looks like two tokens one after the other"},
	{rule: "segments", edit: token(func(s string) string { return s + "." + s }), found: "it looks like two tokens one after the other"},
	{rule: "segments", edit: token(func(s string) string { return s + ".x.y" }), found: "it has five parts; a token has three"},
	{rule: "segments", edit: token(func(s string) string { return s + "." }), found: "it has four parts; a token has three"},
	{rule: "base64", edit: token(func(s string) string { return s + "=" }), place: "token", near: asIs},
	{rule: "json", edit: token(func(s string) string { return strings.Replace(s, ".", "A.", 1) }), near: payload(replace("{", " {\n"))},
	{rule: "not-an-object", edit: payload(func(d *doc) { d.text = []byte("null") }), place: "payload", near: payload(func(d *doc) { d.text = []byte("{}") })},
	{rule: "duplicate", edit: payload(replace("{", `{"jti":"x",`)), place: "jti", found: `"jti" is there twice; readers differ on which one counts`, near: payload(set("Jti", `"x"`))},
	{rule: "duplicate", edit: payload(replace("{", `{"jti":"x","jti":"y",`)), place: "jti", found: `"jti" is there 3 times; readers differ on which one counts`},
	{rule: "utf8", edit: payload(replace("cool", "\xff")), near: payload(replace("cool", "ÿ"))},
	{rule: "not-twilio", edit: edit{header: remove("cty"), payload: all(remove("grants"), set("iss", `"https://accounts.example.com"`))},
		found: "this is a JWT that was not made for Twilio; its issuer is https://accounts.example.com", near: header(remove("cty"))},
	{rule: "client-capability", edit: asIs.of(goodCapability), near: payload(set("scope", `"scope:client:incoming?clientName=a"`))},
	{rule: "taskrouter-capability", edit: asIs.of(goodTaskRouter), near: payload(set("policies", `[]`), set("workspace_sid", `"`+workspace+`"`))},
	{rule: "client-validation", edit: asIs.of(goodValidation), near: payload(set("hrh", `"host"`))},

	{rule: "alg-none", edit: token(func(s string) string {
		_, rest, _ := strings.Cut(s, ".")
		return b64(`{"typ":"JWT","alg":"nOnE","cty":"twilio-fpa;v=1"}`) + "." + rest
	}), place: "alg", near: header(set("alg", `"nones"`))},
	{rule: "alg", edit: header(set("alg", `"HS512"`)), place: "alg", found: "its algorithm is HS512, not HS256", near: asIs},
	{rule: "typ", edit: header(remove("typ")), place: "typ", found: "its type is missing", near: asIs},
	{rule: "cty", edit: header(set("cty", `"twilio-fpa"`)), place: "cty", near: asIs},
	{rule: "twr", edit: header(set("twr", `""`)), place: "twr", near: header(set("twr", `"us1"`))},
	{rule: "twr-null", edit: header(set("twr", `null`)), place: "twr", near: header(set("twr", `"us1"`))},
	{rule: "crit", edit: header(set("crit", `["exp"]`)), place: "crit", near: header(set("Crit", `["exp"]`))},
	{rule: "crit", edit: header(set("b64", `true`)), place: "b64"},
	{rule: "key-reference", edit: header(set("jku", `"https://evil.example/keys"`)), place: "jku", near: header(set("kid", `"1"`))},

	{rule: "iss-missing", edit: payload(remove("iss")), near: payload(set("iss", `""`))},
	{rule: "iss-sub-swapped", edit: payload(set("iss", `"`+account+`"`), set("sub", `"`+apiKey+`"`), set("jti", `"`+account+`-1"`)), place: "iss",
		near: payload(set("iss", `"`+account+`"`), set("jti", `"`+account+`-1"`))},
	{rule: "iss", edit: payload(set("iss", `"`+account+`"`), set("jti", `"`+account+`-1"`)), found: "its issuer is an account SID, not an API key SID",
		near: payload(set("iss", `"`+"SK"+strings.ToUpper(apiKey[2:])+`"`))},
	{rule: "sub-missing", edit: payload(remove("sub")), near: payload(set("sub", `""`))},
	{rule: "sub", edit: payload(set("sub", `17`)), found: "its subject is the number 17, not an account SID", near: payload(set("sub", `"AC0123456789ABCDEF0123456789ABCDEF"`))},
	{rule: "sid-upper-case", edit: payload(set("sub", `"AC0123456789ABCDEF0123456789ABCDEF"`)), near: asIs},
	{rule: "jti-missing", edit: payload(remove("jti")), near: payload(set("jti", `"x"`))},
	{rule: "jti-issuer", edit: payload(set("jti", `"abc"`)), near: payload(set("jti", `"`+apiKey+`"`))},
	{rule: "jti-second", edit: payload(set("jti", `"`+apiKey+`-1700000000"`)), near: payload(set("jti", `"`+apiKey+`-17000000000"`))},

	{rule: "signature-missing", edit: signature(func(string) string { return "" }), near: signature(func(s string) string { return s[:1] })},
	{rule: "signature-length", edit: signature(func(s string) string { return s[:40] }), found: "its signature has 40 characters in place of 43", near: signature(func(string) string { return strings.Repeat("A", 43) })},
	{rule: "signature-length", edit: signature(func(s string) string { return s[:42] }), found: "its signature has 42 characters in place of 43"},
	{rule: "signature-length", edit: signature(func(s string) string { return s[:41] }), found: "its signature has 41 characters in place of 43"},
	{rule: "signature-length", edit: signature(func(s string) string { return s[:1] }), found: "its signature has 1 character in place of 43"},
	{rule: "signature-length", edit: signature(func(s string) string { return s + "A" }), found: "its signature has 44 characters in place of 43"},
	{rule: "signature-mismatch", edit: signature(func(string) string { return strings.Repeat("A", 43) }), near: asIs},
	{rule: "secret-form", edit: asIs.with(secret + " "), found: "the secret given here has white space around it; without, the signature matches", near: asIs},
	{rule: "secret-kind", edit: asIs.of(signedWithAuthToken).with(authToken),
		found: "it was signed with what looks like the account's auth token, not the secret of API key SKfedc…3210", near: asIs},

	{rule: "exp-missing", edit: payload(remove("exp")), near: payload(set("exp", `null`))},
	{rule: "exp-type", edit: payload(set("exp", `"1700003600"`)), found: `its exp is the string "1700003600", not a number`, near: asIs},
	{rule: "exp-type", edit: payload(set("exp", `1700003600.5`)), found: "its exp is 1700003600.5, not a whole number"},
	{rule: "exp-milliseconds", edit: payload(set("exp", `1700003600000`)), near: payload(set("exp", `99999999999`))},
	{rule: "exp-range", edit: payload(set("exp", `1e308`)), found: "its exp is no time: 1e308", near: payload(set("exp", `253402300799`))},
	{rule: "exp-range", edit: payload(set("exp", `-9223372036854775808`))},
	{rule: "exp-past", edit: payload(set("exp", `1699999400`), set("iat", `1699999300`)), found: "it expired 10 minutes ago", near: payload(set("exp", `1700000001`))},
	{rule: "exp-past", edit: payload(set("exp", `1700000000`), set("iat", `1699999300`))},
	{rule: "exp-order", edit: payload(set("nbf", `1699999990`), set("exp", `1699999990`)), near: payload(set("nbf", `1700000000`), set("exp", `1700000001`))},
	{rule: "exp-far", edit: payload(set("exp", `1700086401`)), found: "it lives for 1 day 1 second, more than the 24 hours that Twilio takes", near: payload(set("exp", `1700086400`))},
	{rule: "nbf-type", edit: payload(set("nbf", `"1699999999"`)), near: payload(set("nbf", `1699999999`))},
	{rule: "nbf-type", edit: payload(set("nbf", `1e308`))},
	{rule: "nbf-future", edit: payload(set("nbf", `1700000001`)), found: "it is not valid yet, but will be in 1 second; so little is most likely a clock that is wrong", near: payload(set("nbf", `1700000000`))},
	{rule: "nbf-now", edit: payload(set("nbf", `1700000000`)), near: payload(set("nbf", `1699999999`))},
	{rule: "iat-type", edit: payload(set("iat", `true`)), near: payload(remove("iat"))},
	{rule: "iat-future", edit: payload(set("iat", `1700000001`)), near: payload(set("iat", `1700000000`))},

	{rule: "grants-missing", edit: payload(remove("grants.identity"), remove("grants")), near: payload(set("grants", `{}`))},
	{rule: "grants-type", edit: payload(set("grants", `[]`)), near: payload(set("grants", `{}`))},
	{rule: "grants-none", edit: payload(remove("grants.video")), near: asIs},
	{rule: "grant-type", edit: payload(set("grants.video", `true`)), place: "grants.video", near: payload(set("grants.video", `{}`))},
	{rule: "grant-unknown", edit: payload(set("grants.tomorrow", `{}`)), near: payload(set("grants.Voice", `{}`))},
	{rule: "grant-spelling", edit: payload(set("grants.sync", `{}`)), found: "it holds a grant sync, which Twilio does not know; most likely data_sync is meant", near: payload(set("grants.tomorrow", `{}`))},
	{rule: "grant-retired", edit: payload(set("grants.rtc", `{}`)), near: payload(set("grants.task_router", `{}`))},
	{rule: "field-type", edit: payload(set("grants.voice", `{"incoming":{"allow":"true"},"outgoing":{"application_sid":"`+app+`"}}`)), place: "grants.voice.incoming.allow",
		found: `its voice.incoming.allow is the string "true", not true or false`, near: payload(set("grants.voice", `{"incoming":{"allow":true},"outgoing":{"application_sid":"`+app+`"}}`))},
	{rule: "field-sid", edit: payload(set("grants.data_sync", `{"service_sid":"MG11111111111111111111111111111111"}`)), place: "grants.data_sync.service_sid",
		found: "its data_sync.service_sid is a Messaging service SID, not a Chat or Sync service SID", near: payload(set("grants.data_sync", `{"service_sid":"`+service+`"}`))},
	{rule: "field-missing", edit: payload(set("grants.chat", `{}`)), place: "grants.chat.service_sid", near: payload(set("grants.chat", `{"service_sid":"`+service+`"}`))},
	{rule: "field-empty", edit: payload(set("grants.video.room", `""`)), place: "grants.video.room", near: payload(set("grants.video.room", `" "`))},
	{rule: "field-unknown", edit: payload(set("grants.video.layout", `"x"`)), near: payload(set("grants.video.Room", `"x"`))},
	{rule: "field-spelling", edit: payload(set("grants.video.Room", `"x"`)), place: "grants.video.Room",
		found: "its video grant has a field Room, which Twilio does not know; most likely room is meant", near: payload(set("grants.video.layout", `"x"`))},
	{rule: "field-obsolete", edit: payload(set("grants.data_sync", `{"service_sid":"default","endpoint_id":"x"}`)), near: payload(set("grants.data_sync", `{"service_sid":"default"}`))},
	{rule: "field-long", edit: payload(set("grants.video.room", `"`+strings.Repeat("x", 257)+`"`)), place: "grants.video.room", near: payload(set("grants.video.room", `"`+strings.Repeat("x", 256)+`"`))},
	{rule: "voice-silent", edit: payload(set("grants.voice", `{}`)), near: payload(set("grants.voice", `{"outgoing":{"application_sid":"`+app+`"}}`))},
	{rule: "voice-push", edit: payload(set("grants.voice", `{"incoming":{"allow":true}}`)), near: payload(set("grants.voice", `{"incoming":{"allow":true},"push_credential_sid":"CR33333333333333333333333333333333"}`))},
	{rule: "taskrouter-silent", edit: payload(set("grants.task_router", `{"role":"worker"}`)), near: payload(set("grants.task_router", `{"worker_sid":"`+worker+`"}`))},
	{rule: "video-region", edit: header(set("twr", `"ie1"`)), near: header(set("twr", `"us1"`))},
	{rule: "voice-region", edit: edit{header: set("twr", `"ie1"`), payload: all(remove("grants.video"), set("grants.voice", `{"outgoing":{"application_sid":"`+app+`"}}`))},
		found: "it has a voice grant, and its region is ie1: the API key, the TwiML app and the edge of the SDK must be of it too",
		near:  edit{header: set("twr", `"us1"`), payload: all(remove("grants.video"), set("grants.voice", `{"outgoing":{"application_sid":"`+app+`"}}`))}},
	{rule: "chat-region", edit: edit{header: set("twr", `"au1"`), payload: all(remove("grants.video"), set("grants.chat", `{"service_sid":"`+service+`"}`))},
		near: edit{header: set("twr", `"ie1"`), payload: all(remove("grants.video"), set("grants.chat", `{"service_sid":"`+service+`"}`))}},
	{rule: "identity-missing", edit: payload(remove("grants.identity")), near: payload(set("grants.identity", `"0"`))},
	{rule: "identity-place", edit: payload(remove("grants.identity"), set("identity", `"alice"`)), place: "identity", near: payload(set("identity", `"alice"`))},
	{rule: "identity-type", edit: payload(set("grants.identity", `4444`)), near: payload(set("grants.identity", `"4444"`))},
	{rule: "identity-voice", edit: payload(set("grants.voice", `{"outgoing":{"application_sid":"`+app+`"}}`), set("grants.identity", `"a@example.com"`)), place: "grants.identity",
		near: payload(set("grants.voice", `{"outgoing":{"application_sid":"`+app+`"}}`), set("grants.identity", `"a_example_com"`))},
	{rule: "identity-video", edit: payload(set("grants.identity", `"`+strings.Repeat("x", 129)+`"`)), near: payload(set("grants.identity", `"`+strings.Repeat("x", 128)+`"`))},
	{rule: "identity-video", edit: payload(set("grants.identity", `"`+strings.Repeat("é", 65)+`"`))},
	{rule: "identity-length", edit: payload(remove("grants.video"), set("grants.data_sync", `{"service_sid":"default"}`), set("grants.identity", `"`+strings.Repeat("x", 257)+`"`)),
		near: payload(remove("grants.video"), set("grants.data_sync", `{"service_sid":"default"}`), set("grants.identity", `"`+strings.Repeat("x", 256)+`"`))},
}

// otherSamples are of the other kinds, each judged by the rules of its own.
var otherSamples = []sample{
	{rule: "capability-issuer", edit: payload(set("iss", `"`+apiKey+`"`)).of(goodCapability), near: asIs.of(goodCapability)},
	{rule: "scope-missing", edit: payload(set("scope", `17`)).of(goodCapability), near: payload(set("scope", `""`)).of(goodCapability)},
	{rule: "scope-empty", edit: payload(set("scope", `" "`)).of(goodCapability), near: payload(set("scope", `"x"`)).of(goodCapability)},
	{rule: "scope-unknown", edit: payload(set("scope", `"scope:client:incoming?clientName=a b"`)).of(goodCapability), near: payload(set("scope", `"scope:client:incoming?clientName=a+b"`)).of(goodCapability)},
	{rule: "scope-name", edit: payload(set("scope", `"scope:client:incoming?clientName=a+b"`)).of(goodCapability), near: payload(set("scope", `"scope:client:incoming?clientName=a_b"`)).of(goodCapability)},
	{rule: "scope-name", edit: payload(set("scope", `"scope:client:incoming?clientName=`+strings.Repeat("a", 257)+`"`)).of(goodCapability)},
	{rule: "scope-app", edit: payload(set("scope", `"scope:client:outgoing?appSid=`+apiKey+`"`)).of(goodCapability), near: payload(set("scope", `"scope:client:outgoing?appSid=`+app+`"`)).of(goodCapability)},
	{rule: "alg", edit: header(set("alg", `"HS384"`)).of(goodCapability)},
	{rule: "typ", edit: header(set("typ", `"jwt"`)).of(goodCapability)},
	{rule: "key-reference", edit: header(set("jku", `"https://evil.example/keys"`)).of(goodCapability)},
	{rule: "key-reference", edit: header(set("x5c", `[]`)).of(goodTaskRouter)},
	{rule: "key-reference", edit: header(set("jwk", `{}`)).of(goodValidation)},
	{rule: "key-reference", edit: header(set("x5u", `"https://evil.example/certificate"`)).of(strangers), place: "x5u"},
	{rule: "crit", edit: header(set("crit", `["exp"]`)).of(goodCapability), place: "crit"},
	{rule: "alg-none", edit: header(set("alg", `"none"`)).of(strangers), place: "alg"},
	{rule: "exp-past", edit: payload(set("exp", `1699999400`), set("iat", `1699999300`)).of(goodCapability)},
	{rule: "policy-account", edit: payload(set("account_sid", `"AC00000000000000000000000000000000"`)).of(goodTaskRouter), near: asIs.of(goodTaskRouter)},
	{rule: "policy-workspace", edit: payload(set("workspace_sid", `"`+account+`"`)).of(goodTaskRouter), near: asIs.of(goodTaskRouter)},
	{rule: "policy-channel", edit: payload(set("channel", `"`+account+`"`)).of(goodTaskRouter), near: asIs.of(goodTaskRouter)},
	{rule: "policy-channel", edit: payload(set("worker_sid", `"WK00000000000000000000000000000000"`)).of(goodTaskRouter)},
	{rule: "policy-type", edit: payload(set("policies", `{}`)).of(goodTaskRouter), near: payload(set("policies", `[]`)).of(goodTaskRouter)},
	{rule: "policy-none", edit: payload(set("policies", `[]`)).of(goodTaskRouter), near: payload(set("policies", `[{"url":"https://taskrouter.twilio.com/v1/x","method":"GET","allow":true}]`)).of(goodTaskRouter)},
	{rule: "policy-bridge", edit: payload(set("policies", `[{"url":"https://taskrouter.twilio.com/v1/x","method":"GET","allow":true}]`)).of(goodTaskRouter),
		near: payload(set("policies", `[`+bridgePolicy("GET")+`,`+bridgePolicy("POST")+`]`)).of(goodTaskRouter)},
	{rule: "policy-address", edit: payload(policy(`{"url":"https://api.twilio.com/**","method":"GET","allow":true}`)).of(goodTaskRouter),
		near: payload(policy(`{"url":"https://taskrouter.twilio.com/**","method":"GET","allow":true}`)).of(goodTaskRouter)},
	{rule: "policy-method", edit: payload(policy(`{"url":"https://taskrouter.twilio.com/v1/x","method":"PUT","allow":true}`)).of(goodTaskRouter),
		near: payload(policy(`{"url":"https://taskrouter.twilio.com/v1/x","method":"DELETE","allow":true}`)).of(goodTaskRouter)},
	{rule: "policy-repeated", edit: payload(policy(bridgePolicy("GET"))).of(goodTaskRouter), near: payload(policy(bridgePolicy("DELETE"))).of(goodTaskRouter)},
	{rule: "validation-header", edit: header(set("kid", `"`+account+`"`)).of(goodValidation), near: asIs.of(goodValidation)},
	{rule: "validation-header", edit: header(set("alg", `"RS384"`)).of(goodValidation)},
	{rule: "validation-header", edit: header(set("cty", `"twilio-pkrv;v=2"`)).of(goodValidation)},
	{rule: "validation-issuer", edit: payload(set("iss", `"`+account+`"`)).of(goodValidation), near: asIs.of(goodValidation)},
	{rule: "validation-issuer", edit: payload(remove("sub")).of(goodValidation)},
	{rule: "validation-claims", edit: payload(set("rqh", `"abc"`)).of(goodValidation), near: asIs.of(goodValidation)},
	{rule: "validation-claims", edit: payload(remove("hrh")).of(goodValidation)},
	{rule: "validation-headers", edit: payload(set("hrh", `"Host;authorization"`)).of(goodValidation), near: payload(set("hrh", `"authorization;host;x-a"`)).of(goodValidation)},
	{rule: "validation-minimum", edit: payload(set("hrh", `"authorization"`)).of(goodValidation), near: asIs.of(goodValidation)},
	{rule: "validation-life", edit: payload(set("exp", `1700000301`)).of(goodValidation), near: asIs.of(goodValidation)},
}

// policy puts a policy in front of those that are there.
func policy(json string) func(*doc) { return replace(`"policies":[`, `"policies":[`+json+`,`) }

func bridgePolicy(method string) string {
	return `{"url":"https://event-bridge.twilio.com/v1/wschannels/` + account + `/` + worker + `","method":"` + method + `","allow":true}`
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

// strangers is a token of another issuer than Twilio.
func strangers(t *testing.T) string {
	return encode(t, `{"alg":"HS256"}`, `{"iss":"https://id.example.com","exp":1700003600}`)
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
		WorkspaceSID: workspace, ChannelSID: worker,
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

// apply makes the edited token.
func (e edit) apply(t *testing.T) string {
	t.Helper()
	base := mustSign(t, good())
	if e.base != nil {
		base = e.base(t)
	}
	if e.key != "" {
		return base
	}
	parts := tokens.Decode(base)
	h, p := &doc{t, parts.Header.Data}, &doc{t, parts.Payload.Data}
	if e.header != nil {
		e.header(h)
	}
	if e.payload != nil {
		e.payload(p)
	}
	token := encodeDocs(t, string(h.text), string(p.text))
	if e.token != nil {
		token = e.token(token)
	}
	return token
}

// Each rule has a token that fires it and nothing else, and one that just does
// not.
func TestEachRule(t *testing.T) {
	fires, spares := map[string]bool{}, map[string]bool{}
	for i, s := range slices.Concat(samples, otherSamples) {
		anyKind := i >= len(samples)
		t.Run(fmt.Sprintf("%s/%d", s.rule, i), func(t *testing.T) {
			v := s.judge(t, anyKind)
			if got := rulesFound(v); !slices.Equal(got, []string{s.rule}) {
				t.Fatalf("got %v, want it alone", got)
			}
			fires[s.rule] = true
			f := v.Findings[0]
			if s.place != "" && f.Place.String() != s.place {
				t.Errorf("got place %v, want %s", f.Place, s.place)
			}
			if s.found != "" && f.Found != s.found {
				t.Errorf("got %q, want %q", f.Found, s.found)
			}
			if v.Refused != (f.Severity == tokens.ErrorSeverity) {
				t.Errorf("got refused %v for a %v", v.Refused, f.Severity)
			}
			if s.near.none() {
				return
			}
			if got := rulesFound(s.near.judge(t, anyKind)); slices.Contains(got, s.rule) {
				t.Errorf("nearby: got %v, want all but it", got)
			}
			spares[s.rule] = true
		})
	}
	for _, r := range tokens.Rules() {
		if !fires[r.ID] || !spares[r.ID] {
			t.Errorf("%s: want a token that fires it and one that does not", r.ID)
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

func (e edit) none() bool { return e.header == nil && e.payload == nil && e.token == nil }

func (e edit) judge(t *testing.T, anyKind bool) tokens.Verdict {
	t.Helper()
	return e.judgeText(e.apply(t), anyKind)
}

func (e edit) judgeText(text string, anyKind bool) tokens.Verdict {
	return tokens.Diagnose(tokens.Decode(text), tokens.Options{At: now, Key: tokens.SecretKey(cmp.Or(e.key, secret)), AnyKind: anyKind})
}
