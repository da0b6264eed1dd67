package tokens

import (
	"slices"
	"sync"
)

// A Severity says how much a finding matters.
type Severity int

// How much a finding matters.
const (
	NoteSeverity    Severity = iota // worth knowing
	WarningSeverity                 // works in some places, or by luck
	ErrorSeverity                   // Twilio will refuse the token
)

// String is "note", "warning" or "error".
func (s Severity) String() string {
	return [...]string{"note", "warning", "error"}[s]
}

// MarshalText is [Severity.String], for JSON.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// A Stage is one step of Twilio's own checks. Twilio answers with the code of
// the first that fails; their order is not documented but follows from the
// texts of the error codes.
type Stage int

// The steps, in the order in which Twilio most likely takes them.
const (
	StructureStage Stage = iota // 20101
	HeaderStage                 // 20102
	IssuerStage                 // 20103
	SignatureStage              // 20107
	TimeStage                   // 20104, 20105, 20157
	GrantsStage                 // 20106

	ScopesStage   // of a client capability token
	PoliciesStage // of a TaskRouter capability token
	RequestStage  // of a client validation token
)

// String is the stage in one word: "structure", "issuer".
func (s Stage) String() string {
	return [...]string{"structure", "header", "issuer", "signature", "time", "grants", "scopes", "policies", "request"}[s]
}

// A Rule is one thing that [Diagnose] looks at. Its id never changes.
type Rule struct {
	ID       string
	Stage    Stage
	Severity Severity
	Codes    []int // what Twilio answers, the most likely first; nil for none
	Title    string
	Why      string // what comes of it
	Fix      string // what to do
}

// Rules is every rule, in the order in which Twilio most likely checks. The
// caller may change the slice.
func Rules() []Rule {
	copied := slices.Clone(rules[:])
	for i := range copied {
		copied[i].Codes = slices.Clone(copied[i].Codes)
	}
	return copied
}

// rules is the one table of what can be wrong with a token.
//
// Sources: the pages of the codes under twilio.com/docs/api/errors; the error
// tables of twilio-video.js and twilio-voice.js; Twilio docs, "Access Tokens".
var rules = [...]Rule{
	{"empty", StructureStage, ErrorSeverity, []int{20101, 31102}, "There is no token",
		"An SDK that is given nothing answers with the code for a missing token.",
		"Look at what the token endpoint answered, and at the name of the member that is read from it."},
	{"not-a-token", StructureStage, ErrorSeverity, []int{20101, 51130}, "This is something else than a token",
		"An SDK passes on whatever it is given.",
		"Give the SDK the token alone: three parts with dots between, beginning with eyJ."},
	{"several", StructureStage, WarningSeverity, nil, "There are several tokens in the text",
		"Only the first is judged here.",
		"Paste them one by one."},
	{"wrapped", StructureStage, NoteSeverity, nil, "There is something around the token",
		"Mintmark took it off, and judges the token within; an SDK takes nothing off.",
		"Pass the bare token, as a string."},
	{"quoted", StructureStage, WarningSeverity, []int{20101, 51130}, "There are quotes around the token",
		"Mintmark took them off; an SDK that is given them takes nothing off. They come from printing what should have been passed on.",
		"Pass the bare token, as a string: parse the JSON, decode the bytes."},
	{"white-space", StructureStage, ErrorSeverity, []int{20101, 51130}, "There is white space inside the token",
		"A terminal or an e-mail broke it over lines, or two things were copied at once.",
		"Take out the line breaks, and whatever is not the token."},
	{"encrypted", StructureStage, ErrorSeverity, []int{20101, 20160}, "This is an encrypted token",
		"It has the five parts and the header of a JWE. Twilio's tokens are signed, not encrypted.",
		"Ask your own token endpoint for a Twilio token, and look at which of the two the SDK is given."},
	{"segments", StructureStage, ErrorSeverity, []int{20101, 20160, 31204, 51130}, "The token does not have three parts",
		"A token is a header, a payload and a signature with dots between. A copy that lost its end looks like this, and so do two tokens without a space between.",
		"Copy all of it again, or mint a new one."},
	{"base64", StructureStage, ErrorSeverity, []int{20101, 20160, 31204, 51130}, "A part is not base64url",
		"The text of this part was changed after the token was minted, or it was encoded by hand.",
		"Copy the token again. Where it is made by hand: base64url, without padding."},
	{"json", StructureStage, ErrorSeverity, []int{20101, 20160, 31204, 51130}, "A part is not JSON",
		"Header and payload are JSON in base64url.",
		"Copy the token again, or mint a new one with a library."},
	{"not-an-object", StructureStage, ErrorSeverity, []int{20101, 51130}, "A part is not a JSON object",
		"Claims are members of an object; there is no place for them in anything else.",
		"Mint a new one with a library."},
	{"duplicate", StructureStage, WarningSeverity, []int{20101}, "A member is there twice",
		"One reader takes the first, another the last: two systems see two different tokens.",
		"Write each member once."},
	{"utf8", StructureStage, ErrorSeverity, []int{20101, 53202, 53102}, "There are bytes that are no text",
		"JSON is UTF-8.",
		"Encode identity and names as UTF-8 before minting."},
	{"not-twilio", StructureStage, ErrorSeverity, []int{20101, 51130}, "This token was not made for Twilio",
		"It has neither the header nor the claims of one: another issuer made it, for another audience.",
		"Ask your own token endpoint for a Twilio token, and look at which of the two the SDK is given."},
	{"client-capability", StructureStage, ErrorSeverity, []int{20102}, "This is a client capability token, not an access token",
		"Only the Voice SDKs before 2.0 take it. It is signed with the auth token and has scopes in place of grants.",
		"For a current SDK mint an access token with a voice grant."},
	{"taskrouter-capability", StructureStage, ErrorSeverity, []int{20102}, "This is a TaskRouter capability token, not an access token",
		"Only taskrouter.js takes it. It is signed with the auth token and has policies in place of grants.",
		"For twilio-taskrouter.js mint an access token with a task_router grant."},
	{"client-validation", StructureStage, ErrorSeverity, []int{20102}, "This is a public key client validation token, not an access token",
		"It signs one request to the REST API and travels in the Twilio-Client-Validation header.",
		"For an SDK mint an access token."},

	{"alg-none", HeaderStage, ErrorSeverity, []int{20102, 51114}, "The token is not signed",
		"With the algorithm “none” anybody could have written it.",
		"Sign it: alg must be HS256."},
	{"alg", HeaderStage, ErrorSeverity, []int{20102, 51114}, "The algorithm is not HS256",
		"Twilio takes HS256 only; some helper libraries offer more.",
		"Sign with HS256."},
	{"typ", HeaderStage, ErrorSeverity, []int{20102, 51114}, "The type is not JWT",
		"The header must say typ: JWT.",
		"Set typ to JWT."},
	{"cty", HeaderStage, ErrorSeverity, []int{20102, 51114, 9102}, "The content type is not that of an access token",
		"By cty Twilio tells an access token from other tokens.",
		"Set cty to " + ContentType + ", or mint with a helper's AccessToken."},
	{"twr", HeaderStage, WarningSeverity, []int{20102}, "The region is not a region",
		"twr names the region in which the API key was made, as in ie1; for us1 it is left out.",
		"Leave twr out, or set it to the key's region."},
	{"twr-null", HeaderStage, NoteSeverity, nil, "The region is null",
		"The Ruby helper writes twr: null where no region is set. Twilio takes it.",
		"Nothing to do."},
	{"crit", HeaderStage, ErrorSeverity, []int{20102}, "The header asks for an extension",
		"crit and b64 tell a reader to refuse the token unless it knows the extension; Twilio knows none.",
		"Leave crit and b64 out."},
	{"key-reference", HeaderStage, WarningSeverity, nil, "The header says where to find the key",
		"A key that the token itself brings proves nothing. Mintmark never follows it, and neither should you.",
		"Leave jku, jwk, x5u and x5c out."},

	{"iss-missing", IssuerStage, ErrorSeverity, []int{20101, 20103, 51115}, "There is no issuer",
		"iss tells Twilio which API key signed.",
		"Set iss to the SID of the API key, which starts with SK."},
	{"iss-sub-swapped", IssuerStage, ErrorSeverity, []int{20103, 51115}, "Issuer and subject are swapped",
		"iss is the API key, sub is the account.",
		"Swap the two arguments: account SID first, then API key SID, in most helpers."},
	{"iss", IssuerStage, ErrorSeverity, []int{20103, 51115}, "The issuer is not an API key",
		"Twilio looks the key up by this SID.",
		"Set iss to the SID of a Standard or Main API key: SK and 32 hex digits."},
	{"sub-missing", IssuerStage, ErrorSeverity, []int{20101, 20103, 51115, 31203}, "There is no subject",
		"sub tells Twilio which account the token is for.",
		"Set sub to the account SID, which starts with AC."},
	{"sub", IssuerStage, ErrorSeverity, []int{20103, 51115, 31203}, "The subject is not an account",
		"The key in iss must belong to the account in sub.",
		"Set sub to the SID of the live account: AC and 32 hex digits."},
	{"sid-upper-case", IssuerStage, WarningSeverity, []int{20103}, "A SID is in upper case",
		"Real SIDs have lower-case digits; something changed this one.",
		"Copy it again from the Console."},
	{"jti-missing", IssuerStage, WarningSeverity, nil, "The token has no id",
		"The docs ask for a jti; without one a token cannot be found in your logs.",
		"Set jti to the key SID, a hyphen and something unique."},
	{"jti-issuer", IssuerStage, NoteSeverity, nil, "The id does not begin with the issuer",
		"Every helper writes the key's SID at the start of jti; here somebody changed one and not the other.",
		"Set jti to the key SID, a hyphen and something unique."},
	{"jti-second", IssuerStage, NoteSeverity, nil, "The id repeats within a second",
		"Two tokens minted in the same second share it. Harmless to Twilio, confusing in your logs.",
		"Put something unique in place of the second."},

	{"signature-missing", SignatureStage, ErrorSeverity, []int{20107, 51117}, "There is no signature",
		"The third part is empty.",
		"Sign the token with the API key secret."},
	{"signature-length", SignatureStage, ErrorSeverity, []int{20107, 51117}, "The signature has the wrong length",
		"HS256 makes 43 characters, HS384 64 and HS512 86. A copy that lost its end looks like this.",
		"Copy all of the token again."},
	{"signature-mismatch", SignatureStage, ErrorSeverity, []int{20107, 31202, 51117, 51131, 9401}, "The signature does not match",
		"Another secret signed this token, or it was changed since.",
		"Sign with the secret of the API key that iss names. It is shown once, when the key is made."},
	{"secret-form", SignatureStage, WarningSeverity, []int{20107}, "The secret is not clean",
		"The token is right; but what is signed with the secret as it was given here is refused.",
		"Give the secret as Twilio shows it, with nothing around it."},
	{"secret-kind", SignatureStage, ErrorSeverity, []int{20107, 31202, 51117}, "The token was signed with the wrong kind of secret",
		"Twilio checks the signature with another secret.",
		"Sign an access token with the secret of the API key that iss names, a capability token with the auth token."},

	{"exp-missing", TimeStage, ErrorSeverity, []int{20101, 20104}, "The token has no end",
		"exp is required.",
		"Set exp to a Unix time at most 24 hours ahead."},
	{"exp-type", TimeStage, ErrorSeverity, []int{20104, 31002, 20156}, "The end is not a whole number",
		"exp is a Unix time in whole seconds: no text, no fraction.",
		"Write exp as an integer."},
	{"exp-milliseconds", TimeStage, ErrorSeverity, []int{20104, 20157, 51121}, "The end is in milliseconds",
		"exp counts seconds; read so, this token would live for thousands of years.",
		"Divide by 1000."},
	{"exp-range", TimeStage, ErrorSeverity, []int{20104}, "The end is no time",
		"The number is beyond any calendar.",
		"Set exp to a Unix time at most 24 hours ahead."},
	{"exp-past", TimeStage, ErrorSeverity, []int{20104, 31205, 51119, 31201, 51006, 20156}, "The token has expired",
		"Twilio refuses it from that second on, and ends connections that outlive it.",
		"Mint a new one before the old one ends; the SDK tells you with tokenWillExpire or tokenAboutToExpire."},
	{"exp-order", TimeStage, ErrorSeverity, []int{20104}, "The token ends before it begins",
		"exp lies at or before nbf, so there is no moment at which it is valid.",
		"Set exp after nbf."},
	{"exp-far", TimeStage, ErrorSeverity, []int{20104, 20157, 31207, 51121}, "The token lives for more than 24 hours",
		"Twilio takes at most 24 hours, from issue to end.",
		"Mint with a shorter lifetime, and renew."},
	{"nbf-type", TimeStage, ErrorSeverity, []int{20105}, "The start is not a whole number",
		"nbf is a Unix time in whole seconds.",
		"Leave nbf out, or write it as an integer."},
	{"nbf-future", TimeStage, ErrorSeverity, []int{20105, 51120, 20155}, "The token is not valid yet",
		"nbf lies in the future: on purpose, or because the clock of the issuing machine is fast.",
		"Leave nbf out, or set the clock of that machine by NTP."},
	{"nbf-now", TimeStage, NoteSeverity, []int{20105}, "“Not before” is the minting second",
		"If the clock of the issuing machine is a little fast, Twilio refuses such a token at first.",
		"Leave nbf out."},
	{"iat-type", TimeStage, WarningSeverity, nil, "The time of issue is not a whole number",
		"iat is a Unix time in whole seconds.",
		"Leave iat out, or write it as an integer."},
	{"iat-future", TimeStage, WarningSeverity, []int{20105}, "The token was issued in the future",
		"The clock of the issuing machine is fast, or yours is slow.",
		"Set both clocks by NTP."},

	{"grants-missing", GrantsStage, ErrorSeverity, []int{20101, 20106, 51116}, "There are no grants",
		"grants says which products the holder may use.",
		"Add a grants object with the grant of the product in use."},
	{"grants-type", GrantsStage, ErrorSeverity, []int{20106, 51116}, "The grants are not an object",
		"Twilio wants an object, even where it is empty.",
		"Write grants as an object: {\"identity\": …, \"video\": …}."},
	{"grants-none", GrantsStage, ErrorSeverity, []int{20106, 31204, 51116}, "The token opens no product",
		"There is no grant in it that Twilio knows.",
		"Add the grant of the product in use."},
	{"grant-type", GrantsStage, ErrorSeverity, []int{20106, 51116}, "A grant is not an object",
		"Even a grant without fields is an object, {}.",
		"Write the grant as an object."},
	{"grant-unknown", GrantsStage, NoteSeverity, nil, "There is a grant that Mintmark does not know",
		"It is kept as it is. Twilio ignores what it does not know.",
		"If it should be a Twilio grant, look at how it is spelt: " + grantKeys() + "."},
	{"grant-spelling", GrantsStage, WarningSeverity, []int{20106}, "A grant is spelt wrong",
		"Twilio ignores a grant that it does not know, and the holder may not do what it was to allow.",
		"Write the name as Twilio does, in lower case and with underscores."},
	{"grant-retired", GrantsStage, WarningSeverity, []int{20106}, "There is a grant of a retired product",
		"Twilio no longer offers what it opens.",
		"Chat and IP Messaging became Conversations (chat); rtc became Video (video). The player of Twilio Live has no successor: leave it out."},
	{"field-type", GrantsStage, ErrorSeverity, []int{20106, 51116}, "A field has the wrong type",
		"Twilio reads true and \"true\" as two things.",
		"Write the field in the type that it has."},
	{"field-sid", GrantsStage, ErrorSeverity, []int{20106, 51007, 51116, 52002, 54050, 31001, 21218, 31301}, "A field holds the wrong SID",
		"Each field takes the SID of one kind of thing.",
		"Copy the SID of the right thing from the Console."},
	{"field-missing", GrantsStage, ErrorSeverity, []int{20106, 51007, 51116}, "A field that the product needs is missing",
		"Without it the SDK is refused when it connects.",
		"Add the field."},
	{"field-empty", GrantsStage, NoteSeverity, []int{53100, 31001, 54050}, "A field is empty",
		"Some helpers write an empty text where nothing was set.",
		"Leave the field out."},
	{"field-unknown", GrantsStage, NoteSeverity, nil, "There is a field that Mintmark does not know",
		"It is kept as it is. Twilio ignores what it does not know.",
		"Look at how it is spelt: names have underscores, as in service_sid."},
	{"field-spelling", GrantsStage, WarningSeverity, nil, "A field is spelt wrong",
		"Twilio ignores a field that it does not know: a video grant with Room in place of room opens every room.",
		"Write the name as Twilio does, in lower case and with underscores."},
	{"field-obsolete", GrantsStage, NoteSeverity, nil, "There is an obsolete field",
		"Current SDKs ignore it.",
		"Leave it out."},
	{"field-long", GrantsStage, WarningSeverity, []int{53101, 51004}, "A field is very long",
		"Names of rooms and devices have limits, which Twilio does not document.",
		"Choose a shorter one."},
	{"voice-silent", GrantsStage, WarningSeverity, []int{31204}, "The voice grant allows no calls",
		"It neither takes incoming calls nor names a TwiML app for outgoing ones.",
		"Set incoming.allow to true, or outgoing.application_sid, or both."},
	{"voice-push", GrantsStage, NoteSeverity, []int{52004, 31301}, "There is no push credential",
		"A browser needs none. A mobile app that is not open does not ring without one.",
		"For iOS and Android set push_credential_sid."},
	{"voice-region", GrantsStage, NoteSeverity, []int{20103, 31001, 21218}, "A voice token for another region than us1",
		"Keys and TwiML apps are of the region in which they were made, and the SDK connects to us1 unless it is told otherwise.",
		"Make the API key and the TwiML app in that region, and set the edge of the SDK to one of it."},
	{"taskrouter-silent", GrantsStage, WarningSeverity, nil, "The TaskRouter grant is for nobody",
		"The SDK asks for a worker of a workspace, and the grant names neither.",
		"Set workspace_sid and worker_sid."},
	{"video-region", GrantsStage, ErrorSeverity, []int{51007}, "A video token for another region than us1",
		"Video takes API keys of us1 only.",
		"Make an API key in us1 and leave the region out."},
	{"chat-region", GrantsStage, WarningSeverity, []int{51007}, "A chat token for another region than us1 and ie1",
		"Conversations is there in us1 and ie1 only.",
		"Make an API key in one of the two."},
	{"identity-missing", GrantsStage, ErrorSeverity, []int{20106, 53200, 31301, 31204}, "There is no identity",
		"Every product wants to know who the holder is.",
		"Set the identity, inside grants."},
	{"identity-place", GrantsStage, ErrorSeverity, []int{20106}, "The identity is not where Twilio looks",
		"It belongs inside grants, beside the products.",
		"Move identity into grants."},
	{"identity-type", GrantsStage, WarningSeverity, []int{20106}, "The identity is not a text",
		"A number may be taken in one product and refused in another.",
		"Turn it into a string before minting."},
	{"identity-voice", GrantsStage, ErrorSeverity, []int{31105}, "The identity does not suit Voice",
		"To Voice it is the name of a client, by which others call it.",
		"Use letters, digits and underscores."},
	{"identity-video", GrantsStage, ErrorSeverity, []int{53201, 53200}, "The identity is too long for Video",
		"Video takes 128 characters; one that takes two bytes or more counts as two.",
		"Choose a shorter one."},
	{"identity-length", GrantsStage, ErrorSeverity, []int{54351, 50207, 51003, 31105}, "The identity is too long",
		"The products take at most 256 characters.",
		"Choose a shorter one."},

	{"capability-issuer", ScopesStage, ErrorSeverity, []int{31203, 31204}, "The issuer is not an account",
		"A capability token is signed with the auth token of the account that iss names.",
		"Set iss to the account SID: AC and 32 hex digits."},
	{"scope-missing", ScopesStage, ErrorSeverity, []int{31204}, "There is no scope",
		"scope says what the holder may do.",
		"Allow incoming or outgoing calls, or both, before the token is made."},
	{"scope-empty", ScopesStage, WarningSeverity, []int{31204}, "The scope is empty",
		"The holder may do nothing with this token.",
		"Allow incoming or outgoing calls, or both, before the token is made."},
	{"scope-unknown", ScopesStage, WarningSeverity, []int{31204}, "There is a scope that Mintmark does not know",
		"Scopes are separated by blanks: a client name that was not escaped falls apart into several, and can add one.",
		"Escape client names, as the helpers for Java and C# do not, or use names of letters, digits and underscores."},
	{"scope-name", ScopesStage, ErrorSeverity, []int{31105}, "A client name does not suit Voice",
		"Voice takes letters, digits and underscores, at most 256.",
		"Choose another name."},
	{"scope-app", ScopesStage, ErrorSeverity, []int{31001, 21218}, "A scope names no TwiML app",
		"Outgoing calls go through the app in appSid.",
		"Set appSid to the SID of a TwiML app: AP and 32 hex digits."},

	{"policy-account", PoliciesStage, ErrorSeverity, []int{20151}, "The account is not the one that signs",
		"iss and account_sid name the same account.",
		"Set both to the account SID: AC and 32 hex digits."},
	{"policy-workspace", PoliciesStage, ErrorSeverity, []int{20151}, "There is no workspace",
		"Each TaskRouter token is for one workspace.",
		"Set workspace_sid: WS and 32 hex digits."},
	{"policy-channel", PoliciesStage, ErrorSeverity, []int{20151}, "There is no channel",
		"channel is the worker, the task queue or the workspace that the token is for.",
		"Set channel to a WK, WQ or WS SID, and worker_sid or taskqueue_sid to the same."},
	{"policy-type", PoliciesStage, ErrorSeverity, []int{20151}, "The policies are not a list of policies",
		"Each is an object with url, method and allow.",
		"Write policies as a list of objects."},
	{"policy-none", PoliciesStage, WarningSeverity, nil, "There is no policy that allows anything",
		"What no policy allows is forbidden.",
		"Add the default policies of the channel."},
	{"policy-address", PoliciesStage, WarningSeverity, nil, "A policy is about another place than TaskRouter",
		"Only requests to TaskRouter and its event bridge are held against policies.",
		"Write the whole address, https://" + taskRouterHost + "/v1/Workspaces/WS…."},
	{"policy-method", PoliciesStage, WarningSeverity, nil, "A policy has no method that TaskRouter knows",
		"The methods are GET, POST and DELETE, in capitals.",
		"Write the method in capitals."},
	{"policy-bridge", PoliciesStage, WarningSeverity, nil, "The event bridge is not allowed",
		"taskrouter.js opens it first, and hears nothing without it.",
		"Add the two event bridge policies, GET and POST."},
	{"policy-repeated", PoliciesStage, NoteSeverity, nil, "A policy is there twice",
		"The helpers for Go and Ruby add theirs again each time a token is made of the same object.",
		"Make a new object for each token."},

	{"validation-header", RequestStage, ErrorSeverity, []int{20152}, "The header is not that of a client validation token",
		"Twilio wants cty twilio-pkrv;v=1, RS256 or PS256, and in kid the SID of the public key, which starts with CR.",
		"Mint it with a helper's ValidationToken, or with Mintmark."},
	{"validation-issuer", RequestStage, ErrorSeverity, []int{20153}, "Issuer or subject is not right",
		"iss is the API key, which starts with SK, and sub the account, with AC.",
		"Set both; use a key of that account."},
	{"validation-claims", RequestStage, ErrorSeverity, []int{20154}, "The request is not described",
		"hrh lists the signed headers, rqh is the SHA-256 of the request in 64 hex digits.",
		"Mint it with a helper's ValidationToken, or with Mintmark."},
	{"validation-headers", RequestStage, WarningSeverity, []int{70156}, "The signed headers are not in order",
		"They are written in lower case, sorted, with semicolons between; Twilio hashes them so.",
		"Sort the names after turning them to lower case."},
	{"validation-minimum", RequestStage, ErrorSeverity, []int{20154, 70155}, "The signed headers are too few",
		"Twilio wants at least authorization and host to be signed.",
		"Sign authorization and host, and what else should not be changed on the way."},
	{"validation-life", RequestStage, ErrorSeverity, []int{20157}, "The token is good for more than five minutes",
		"It signs one request, and Twilio takes at most 300 seconds from its start to its end.",
		"Make a new token for each request, good for 300 seconds at most."},
}

// rulesByID is the place of a rule by the id under which a check reports it.
var rulesByID = sync.OnceValue(func() map[string]int {
	m := make(map[string]int, len(rules))
	for i := range rules {
		m[rules[i].ID] = i
	}
	return m
})

// grantKeys lists the keys of all grants for a message.
func grantKeys() string {
	text := ""
	for i, k := range kinds {
		if i > 0 {
			text += ", "
		}
		text += k.New().Key()
	}
	return text
}
