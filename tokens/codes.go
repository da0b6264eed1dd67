package tokens

import (
	"slices"
	"strconv"
	"strings"
)

// fieldCodes is what the products answer about their fields, in front of the
// codes of the rules.
var fieldCodes = map[string][]int{
	"voice.outgoing.application_sid": {31001, 21218},
	"voice.push_credential_sid":      {52002, 31301},
	"chat.push_credential_sid":       {52002},
	"data_sync.service_sid":          {54050},
	"video.room":                     {53100},
}

// longCodes is what they answer about fields that are too long.
var longCodes = map[string][]int{
	"video.room":            {53101},
	"voice.endpoint_id":     {51004},
	"chat.endpoint_id":      {51004},
	"data_sync.endpoint_id": {51004},
}

// ofFields are the codes that are about one field each.
var ofFields = func() map[int]bool {
	set := map[int]bool{}
	for _, fields := range []map[string][]int{fieldCodes, longCodes} {
		for _, codes := range fields {
			for _, code := range codes {
				set[code] = true
			}
		}
	}
	return set
}()

// codes are those of a finding: what is known of its place, and then what of
// the rule's can come from the products of the token.
func (j *judge) codes(r *Rule, place Place, first []int) []int {
	if len(first)+len(r.Codes) == 0 {
		return nil
	}
	codes := append(make([]int, 0, len(first)+len(r.Codes)), first...)
	products := j.products(place)
	for _, code := range r.Codes {
		field := strings.HasPrefix(r.ID, "field-") && ofFields[code]
		if !field && !slices.Contains(codes, code) && answeredBy(code, products) {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 && r.Severity == ErrorSeverity {
		return slices.Clone(r.Codes)
	}
	return codes
}

// products are the keys of the grants whose products may answer about a place:
// that of the grant it is in, or else all of the token. They are nil where any
// may.
func (j *judge) products(place Place) []string {
	switch j.kind {
	case ClientCapabilityKind:
		return []string{"voice"}
	case AccessKind:
	default:
		return nil
	}
	if path, ok := strings.CutPrefix(place.Path, "grants."); ok {
		key, _, _ := strings.Cut(path, ".")
		if _, known := KindOf(key); known {
			return []string{key}
		}
	}
	if j.granted == nil {
		j.granted = j.t.knownGrants()
	}
	return j.granted
}

// knownGrants are the keys of the grants of a token that Mintmark knows.
func (t *Token) knownGrants() []string {
	keys := []string{}
	if grants := t.Payload.Value.Get("grants"); grants != nil {
		for i := range grants.Members {
			if _, known := KindOf(grants.Members[i].Name); known {
				keys = append(keys, grants.Members[i].Name)
			}
		}
	}
	return keys
}

// answeredBy reports whether one of the products answers with a code; with no
// product, any may.
func answeredBy(code int, products []string) bool {
	return len(products) == 0 || slices.ContainsFunc(products, func(key string) bool { return answers(key, code) })
}

// answers reports whether the product of the grant with that key answers with a
// code. Source: the families of Twilio's error codes.
func answers(key string, code int) bool {
	switch {
	case code == 51007:
		return true
	case code == 21218 || code/1000 == 31:
		return key == "voice"
	case code == 51004:
		return key == "voice" || isMessaging(key) || key == "data_sync"
	case code/1000 == 51:
		return isMessaging(key) || key == "data_sync"
	case code/1000 == 50:
		return isMessaging(key)
	case code/1000 == 52:
		return key == "voice" || isMessaging(key)
	case code/1000 == 53:
		return key == "video" || key == "rtc"
	case code/1000 == 54:
		return key == "data_sync"
	}
	return true
}

func isMessaging(key string) bool { return key == "chat" || key == "ip_messaging" }

// CodeName is what Twilio calls an error code that [Rules] name: "Access Token
// expired or expiration date invalid" for 20104; "" for another code.
func CodeName(code int) string { return codeNames[code] }

// CodeURL is Twilio's page about an error code.
func CodeURL(code int) string { return "https://www.twilio.com/docs/api/errors/" + strconv.Itoa(code) }

var codeNames = map[int]string{
	9102:  "cty must be twilio-fpa;v=1",
	9401:  "Signature does not match the content of the request",
	20101: "Invalid Access Token",
	20102: "Invalid Access Token header",
	20103: "Invalid Access Token issuer/subject",
	20104: "Access Token expired or expiration date invalid",
	20105: "Access Token not yet valid",
	20106: "Invalid Access Token grants",
	20107: "Invalid Access Token signature",
	20151: "Authentication Failed",
	20152: "Invalid Header",
	20153: "Invalid Issuer Or Subject",
	20154: "Invalid Claim Set",
	20155: "Expiration Time In The Future",
	20156: "Expired or Invalid Expiration in Token",
	20157: "Expiration Time Exceeds Maximum Time Allowed",
	20160: "Invalid Token",
	21218: "Application not found",
	31001: "Application Not Found",
	31002: "Connection Declined",
	31102: "Authorization token missing in request",
	31105: "Invalid client name",
	31201: "Authorization error",
	31202: "Signature validation failed",
	31203: "No valid account",
	31204: "Invalid JWT token",
	31205: "JWT token expired",
	31207: "JWT token expiration too long",
	31301: "Registration error",
	50207: "Programmable Chat: Identity too long",
	51003: "Client Connection: identity too long",
	51004: "Client Connection: endpoint_id too long",
	51006: "Client Connection: Connection expired",
	51007: "Token authentication is rejected",
	51114: "Twilsock: Invalid access token header",
	51115: "Twilsock: Invalid access token subject",
	51116: "Twilsock: Invalid access token grants",
	51117: "Twilsock: Invalid access token signature",
	51119: "Twilsock: Token expired",
	51120: "Twilsock: Token is not valid yet",
	51121: "Twilsock: Token expiration time exceeds maximum",
	51130: "Twilsock: Token is invalid!",
	51131: "Twilsock: Authentication failed",
	52002: "Invalid Credential Sid",
	52004: "Credential SID not specified",
	53100: "Room name is invalid",
	53101: "Room name is too long",
	53102: "Room name contains invalid characters",
	53200: "Participant identity is invalid",
	53201: "Participant identity is too long",
	53202: "Participant identity contains invalid characters",
	54050: "Sync: Service Instance not found",
	54351: "Sync: Invalid identity",
	70155: "Request Is Missing Required HTTP Headers",
	70156: "Request Hash Is Invalid",
}
