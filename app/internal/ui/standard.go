package ui

import "strings"

// standards is where it is written what a rule asks for, by rule or by what rules
// begin with: RFC and section. What Twilio alone asks for has the page of its code.
var standards = map[string]string{
	"segments": "7515 7.1", "white-space": "7515 2", "base64": "7515 2", "encrypted": "7516 7.1",
	"json": "7519 7.2", "not-an-object": "7519 7.2", "utf8": "7519 7.2", "duplicate": "7519 4",
	"alg-none": "7519 6", "alg": "7515 4.1.1", "typ": "7519 5.1", "cty": "7519 5.2", "crit": "7515 4.1.11", "key-reference": "8725 3.10",
	"signature-missing": "7515 5.2", "signature-length": "7515 5.2", "signature-mismatch": "7515 5.2",
	"iss": "7519 4.1.1", "sub": "7519 4.1.2", "exp": "7519 4.1.4", "nbf": "7519 4.1.5", "iat": "7519 4.1.6", "jti": "7519 4.1.7",
}

// standardOf names the RFC that a rule is from, and is the address of the place
// in it; "" for a rule of Twilio's.
func standardOf(rule string) (said, address string) {
	place, ok := standards[rule]
	if !ok {
		claim, _, _ := strings.Cut(rule, "-")
		place = standards[claim]
	}
	rfc, section, ok := strings.Cut(place, " ")
	if !ok {
		return "", ""
	}
	return "RFC " + rfc, "https://www.rfc-editor.org/rfc/rfc" + rfc + "#section-" + section
}
