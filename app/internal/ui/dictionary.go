package ui

import (
	"strings"

	"mintmark/tokens"
)

// headerWords and claimWords say what members mean, a line each: its name, a
// tab, the meaning. Sources: RFC 7515, 7516, 7519, 7797, 7800, 8693, OpenID
// Connect Core 1.0, and Twilio's documentation of its tokens.
const headerWords = `
alg	How it is signed. Twilio takes HS256 in access tokens.
typ	What it is: JWT.
cty	What is inside. twilio-fpa;v=1 is a Twilio access token, twilio-pkrv;v=1 signs a request.
twr	Region of Twilio that the API key belongs to; us1 where it is missing.
kid	Which key signed it.
jku	Address of a set of public keys. Never fetched here.
jwk	The public key itself. It proves nothing: whoever wrote the token chose it.
x5u	Address of a certificate. Never fetched here.
x5c	The certificate of the key, with those that vouch for it.
x5t	SHA-1 fingerprint of the certificate.
x5t#S256	SHA-256 fingerprint of the certificate.
crit	Members that a reader must understand, or else refuse the token.
b64	False where the payload is not in base64url.
enc	How the content is encrypted.
zip	How the content is compressed before it is encrypted.
epk	Public key made for this token alone, to agree on a key to encrypt with.
apu	About the party that made it, for the agreement on a key.
apv	About the party that it is for, for the agreement on a key.
nonce	A value used once, against replay.
url	Address that the signed request goes to.
`

const claimWords = `
iss	Who issued it. In an access token, the API key that signs it; in a capability token, the account.
sub	Who it is about. In an access token, the account.
aud	Who it is for; others must refuse it.
exp	From this second on it is refused.
nbf	Before this second it is refused.
iat	When it was issued.
jti	The token's own id, different in each.
grants	What the holder may do: an identity, and one object for each product.
scope	What the holder may do: scopes with spaces between.
account_sid	The account.
workspace_sid	The TaskRouter workspace.
worker_sid	The TaskRouter worker it is for.
taskqueue_sid	The TaskRouter task queue it is for.
channel	Which worker, task queue or workspace it is for.
friendly_name	The worker, queue or workspace again.
policies	Requests to TaskRouter that the holder may make.
version	Version of the form of the token.
hrh	Headers of the request that are signed.
rqh	SHA-256 of the request that it signs.
name	Full name.
given_name	First names.
family_name	Surname.
middle_name	Middle names.
nickname	What they are called among friends.
preferred_username	The name they like to be shown under; it may change.
profile	Address of their page about themselves.
picture	Address of a picture of them.
website	Address of their site.
email	E-mail address.
email_verified	Whether the e-mail address was seen to be theirs.
gender	Gender.
birthdate	Birthday, year first.
zoneinfo	Time zone, such as Europe/Paris.
locale	Language and country, such as en-US.
phone_number	Telephone number.
phone_number_verified	Whether the telephone number was seen to be theirs.
address	Postal address.
updated_at	When what is said of them last changed.
auth_time	When they logged in.
nonce	What the client sent along, to tell its own answer from another's.
acr	How surely they were recognised.
amr	How they were recognised: pwd for a password, otp for a code.
azp	The client that it was issued to.
at_hash	Half of the hash of the access token beside it.
c_hash	Half of the hash of the code beside it.
sid	The session it belongs to.
client_id	The client that asked for it.
cnf	The key that the holder has to prove to have.
act	Who acts for the subject.
may_act	Who may act for the subject.
events	What has happened, in a security event token.
roles	Roles of the subject.
groups	Groups of the subject.
entitlements	What the subject is entitled to.
tenant	The customer it belongs to.
`

// scopeWords say what stands in the scopes of a client capability token.
const scopeWords = `
clientName	The name that others call, or who calls.
appSid	TwiML app whose voice URL says what an outgoing call does.
appParams	What the app is told with each call, as a query.
`

// meaningOf says what a member of a segment is; "" for one that nobody has
// registered.
func meaningOf(segment string, path []string) string {
	switch {
	case segment == "payload" && len(path) > 1 && path[0] == "grants":
		return meaningOfGrant(path[1], strings.Join(path[2:], "."))
	case len(path) != 1:
		return ""
	case segment == "header":
		return lookUp(headerWords, path[0])
	}
	return lookUp(claimWords, path[0])
}

func lookUp(words, name string) string {
	if strings.ContainsAny(name, "\t\n") {
		return ""
	}
	_, after, found := strings.Cut(words, "\n"+name+"\t")
	if !found {
		return ""
	}
	meaning, _, _ := strings.Cut(after, "\n")
	return meaning
}

// meaningOfGrant is what package tokens says of a grant or of a field in it.
func meaningOfGrant(key, path string) string {
	k, known := tokens.KindOf(key)
	switch {
	case key == "identity" && path == "":
		return "Who holds the token, by a name of your own."
	case !known:
		return ""
	case path == "":
		return k.Title + ": " + k.Purpose + "."
	}
	for _, f := range tokens.Fields(k.New()) {
		if f.Path == path {
			return sentence(f)
		}
	}
	return meaningOfGroup[path]
}

func sentence(f tokens.Field) string {
	s := capital(f.Help) + "."
	if f.Obsolete {
		s += " Obsolete: SDKs of today ignore it."
	}
	return s
}

// meaningOfGroup says what is in the objects inside of a grant.
var meaningOfGroup = map[string]string{
	"incoming": "Calls to the holder.",
	"outgoing": "Calls that the holder makes.",
}
