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
		51131: "signature-mismatch", 52002: "field-sid", 52004: "voice-push", 53100: "field-empty", 53101: "field-long", 53102: "utf8",
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

// fieldSamples are wrong fields, about each of which a product has a code of its
// own.
var fieldSamples = []sample{
	{rule: "field-sid", edit: payload(set("grants.voice", `{"incoming":{"allow":true},"outgoing":{"application_sid":"`+service+`"},"push_credential_sid":"`+service+`"}`))},
	{rule: "field-sid", edit: payload(set("grants.data_sync", `{"service_sid":"`+app+`"}`))},
	{rule: "field-long", edit: payload(set("grants.chat", `{"service_sid":"`+service+`","endpoint_id":"`+strings.Repeat("x", 257)+`"}`))},
	{rule: "field-type", edit: payload(set("grants.chat", `{"service_sid":7}`))},
}

// products are grants to put into a sample, so that each product has its say.
var products = []func(*doc){
	func(*doc) {},
	set("grants.voice", `{"outgoing":{"application_sid":"`+app+`"}}`),
	set("grants.chat", `{"service_sid":"`+service+`"}`),
	set("grants.data_sync", `{"service_sid":"default"}`),
}

// answers reports whether a sample of the rule makes a finding with the code, in
// a token for some product.
func answers(t *testing.T, rule string, code int) bool {
	for i, s := range slices.Concat(samples, fieldSamples, otherSamples) {
		if s.rule != rule {
			continue
		}
		for _, grant := range products {
			e, anyKind := s.edit, i >= len(samples)+len(fieldSamples)
			if e.base == nil && !strings.HasPrefix(rule, "grants-") {
				e.payload = before(grant, e.payload)
			}
			for _, f := range e.judge(t, anyKind).Findings {
				if f.Rule == rule && slices.Contains(f.Codes, code) {
					return true
				}
			}
		}
	}
	return false
}

func before(first, then func(*doc)) func(*doc) {
	if then == nil {
		return first
	}
	return all(first, then)
}

// A finding has the codes of the products that the token opens, and of the field
// that it is about.
func TestCodesOfTheProduct(t *testing.T) {
	expired := func(grants string) edit {
		return payload(set("grants", `{"identity":"alice",`+grants+`}`), set("exp", `1699999400`), set("iat", `1699999300`))
	}
	voice := `"voice":{"outgoing":{"application_sid":"` + app + `"}}`
	chat := `"chat":{"service_sid":"` + service + `"}`
	long := func(grant, field string) edit {
		return payload(set("grants."+grant, `{"service_sid":"`+service+`","`+field+`":"`+strings.Repeat("x", 257)+`"}`))
	}
	for _, test := range []struct {
		name string
		edit
		rule string
		want []int
	}{
		{"expired, Voice", expired(voice), "exp-past", []int{20104, 31205, 31201, 20156}},
		{"expired, Conversations", expired(chat), "exp-past", []int{20104, 51119, 51006, 20156}},
		{"expired, both", expired(voice + "," + chat), "exp-past", []int{20104, 31205, 51119, 31201, 51006, 20156}},
		{"expired, Video", expired(`"video":{}`), "exp-past", []int{20104, 20156}},
		{"expired, no product", expired(`"x":{}`), "exp-past", []int{20104, 31205, 51119, 31201, 51006, 20156}},
		{"a capability token", payload(set("exp", `1699999400`), set("iat", `1699999300`)).of(goodCapability), "exp-past", []int{20104, 31205, 31201, 20156}},
		{"a long room", payload(set("grants.video.room", `"`+strings.Repeat("x", 257)+`"`)), "field-long", []int{53101}},
		{"a long endpoint", long("chat", "endpoint_id"), "field-long", []int{51004}},
		{"a long role", payload(set("grants.task_router", `{"worker_sid":"`+worker+`","role":"`+strings.Repeat("x", 257)+`"}`)), "field-long", nil},
		{"a wrong app", payload(set("grants.voice", `{"outgoing":{"application_sid":"`+service+`"}}`)), "field-sid", []int{31001, 21218, 20106, 51007}},
		{"a wrong push credential", payload(set("grants.chat", `{"service_sid":"`+service+`","push_credential_sid":"`+service+`"}`)), "field-sid", []int{52002, 20106, 51007, 51116}},
		{"a wrong worker", payload(set("grants.task_router", `{"worker_sid":"`+service+`"}`)), "field-sid", []int{20106, 51007}},
		{"a long identity for TaskRouter alone", payload(set("grants", `{"identity":"`+strings.Repeat("x", 257)+`","task_router":{"worker_sid":"`+worker+`"}}`)), "identity-length", []int{54351, 50207, 51003, 31105}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, f := range test.judge(t, true).Findings {
				if f.Rule == test.rule {
					if !slices.Equal(f.Codes, test.want) {
						t.Errorf("got %v, want %v", f.Codes, test.want)
					}
					return
				}
			}
			t.Errorf("want %s", test.rule)
		})
	}
}

// Every code of a finding can be looked up among those of the rules.
func TestRulesNameAllCodes(t *testing.T) {
	named := map[string][]int{}
	for _, r := range tokens.Rules() {
		named[r.ID] = r.Codes
	}
	for _, s := range slices.Concat(samples, fieldSamples) {
		for _, f := range s.judge(t, false).Findings {
			for _, code := range f.Codes {
				if !slices.Contains(named[f.Rule], code) {
					t.Errorf("%s: %d is not among the codes of the rule", f.Rule, code)
				}
			}
		}
	}
}
