package tokens_test

import (
	"slices"
	"strings"
	"testing"

	"mintmark/tokens"
)

// What Twilio answers about tokens, and the samples that it would answer so:
// whatever can be seen of a code without Twilio is found, and says the code.
func TestCodes(t *testing.T) {
	for code, rules := range map[int]string{
		20101: "not-a-token segments base64 json not-an-object white-space iss-missing sub-missing exp-missing grants-missing",
		20102: "alg-none alg typ cty twr",
		20103: "iss sub iss-sub-swapped",
		20104: "exp-missing exp-type exp-past exp-far exp-milliseconds exp-range exp-order",
		20105: "nbf-future nbf-type nbf-now",
		20106: "grants-missing grants-type grants-none grant-type field-type field-missing field-sid identity-missing identity-place",
		20107: "signature-mismatch signature-missing signature-length secret-form secret-kind",
		20151: "policy-account policy-workspace policy-channel policy-type",
		20152: "validation-header", 20153: "validation-issuer", 20154: "validation-claims validation-minimum",
		20155: "nbf-future", 20156: "exp-past exp-type", 20157: "exp-far exp-milliseconds validation-life",
		20160: "segments base64 json",
		21218: "field-sid scope-app", 31001: "field-sid scope-app",
		31002: "exp-type", 31102: "empty", 31105: "identity-voice identity-length scope-name",
		31201: "exp-past", 31202: "signature-mismatch", 31203: "sub sub-missing capability-issuer",
		31204: "segments grants-none identity-missing voice-silent capability-issuer", 31205: "exp-past", 31207: "exp-far",
		31301: "identity-missing voice-push field-sid",
		50207: "identity-length", 51003: "identity-length", 51004: "field-long", 51006: "exp-past",
		51007: "field-sid field-missing video-region chat-region",
		51114: "alg-none alg typ cty", 51115: "iss sub iss-sub-swapped", 51116: "grants-missing grants-type grants-none field-type field-missing field-sid",
		51117: "signature-mismatch signature-length", 51119: "exp-past", 51120: "nbf-future", 51121: "exp-far",
		51130: "not-a-token segments base64 json not-an-object not-twilio",
		52002: "field-sid", 52004: "voice-push", 53100: "field-empty", 53101: "field-long", 53102: "utf8",
		53200: "identity-missing", 53201: "identity-video", 53202: "utf8", 54050: "field-sid", 54351: "identity-length",
		70155: "validation-minimum", 70156: "validation-headers", 9102: "cty", 9401: "signature-mismatch",
	} {
		for rule := range strings.FieldsSeq(rules) {
			if !answers(t, rule, code) {
				t.Errorf("%s: no finding says %d", rule, code)
			}
		}
		if tokens.CodeName(code) == "" {
			t.Errorf("%d: want its name", code)
		}
	}
}

// fieldSamples are wrong SIDs, about each of which a product has a code of its
// own.
var fieldSamples = []sample{
	{rule: "field-sid", edit: payload(set("grants.voice", `{"incoming":{"allow":true},"outgoing":{"application_sid":"`+service+`"},"push_credential_sid":"`+service+`"}`))},
	{rule: "field-sid", edit: payload(set("grants.data_sync", `{"service_sid":"`+app+`"}`))},
}

// answers reports whether a sample of the rule makes a finding with the code.
func answers(t *testing.T, rule string, code int) bool {
	for _, s := range slices.Concat(samples, otherSamples, fieldSamples) {
		if s.rule != rule {
			continue
		}
		for _, f := range s.judge(t, slices.ContainsFunc(otherSamples, func(o sample) bool { return o.rule == rule })).Findings {
			if f.Rule == rule && slices.Contains(f.Codes, code) {
				return true
			}
		}
	}
	return false
}
