package tokens

import (
	"slices"
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
