package tokens

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// words says the verdict in two sentences.
func (j *judge) words(v *Verdict) (headline, detail string) {
	lead := v.Lead()
	switch {
	case lead == nil && v.Count(WarningSeverity) > 0:
		return "Twilio will most likely take this token, but " + v.Findings[0].Found, v.Findings[0].Fix
	case lead == nil && v.Signature == SignatureUnchecked:
		return "Nothing speaks against this token, as far as can be seen without the " + j.keyNoun(),
			j.remaining() + "Whether the signature is right can be seen with the " + j.keyNoun() + j.onlyTwilio("; whether ")
	case lead == nil:
		return "Nothing speaks against this token", j.remaining() + "The signature matches" + j.onlyTwilio(". Whether ")
	case lead.Rule == "empty":
		return lead.Title, lead.Fix
	case lead.Rule == "signature-mismatch" && j.signed.headline != "":
		return j.signed.headline, lead.Fix + " " + j.beside(v)
	case j.kind == NoKind || j.kind.rule() == lead.Rule:
		return capital(lead.Found), lead.Fix
	case j.kind == OtherKind:
		return "This token is not good: " + lead.Found, lead.Fix + " " + j.beside(v)
	}
	return "Twilio will refuse this token: " + lead.Found, lead.Fix + " " + j.beside(v)
}

// keyNoun is what the signature can be checked with, in one word.
func (j *judge) keyNoun() string {
	if hmacLength(j.t.Header.Value) > 0 {
		return "secret"
	}
	return "key"
}

// onlyTwilio ends a sentence with what no token tells.
func (j *judge) onlyTwilio(and string) string {
	switch j.kind {
	case AccessKind, ClientValidationKind:
		return and + "Twilio knows the API key, and that it is no Restricted one, only Twilio can say."
	case ClientCapabilityKind, TaskRouterCapabilityKind:
		return and + "the auth token is still that of the account, only Twilio can say."
	}
	return "."
}

func (j *judge) remaining() string {
	exp, ok := j.t.Payload.Value.Get("exp").Integer()
	switch {
	case !ok:
		return ""
	case exp <= j.at:
		return "It has expired, but within the leeway. "
	}
	return "It is good for another " + another(exp-j.at) + ". "
}

// another is a time as it follows that word: "hour", "2 hours", "1 hour 1 minute".
func another(seconds int64) string {
	text := InWords(seconds, 2)
	if one, ok := strings.CutPrefix(text, "1 "); ok && !strings.Contains(one, " ") {
		return one
	}
	return text
}

// beside says what is wrong beside the lead.
func (j *judge) beside(v *Verdict) string {
	switch n := v.Count(ErrorSeverity) - 1; {
	case n > 0:
		more := ""
		if n > 1 {
			more = ", and " + plural(n-1, "more problem")
		}
		return "It would be refused even so: " + v.Findings[1].Found + more + "."
	case v.Signature == SignatureUnchecked:
		return "Nothing else is wrong with what can be checked without the " + j.keyNoun() + "."
	}
	return "Nothing else is wrong."
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// shortSID is a SID, or what stands in for one, as it fits a sentence:
// SK21c1…d2c1.
func shortSID(s string) string {
	if len(s) != sidLen || !isRun(s) {
		return clip(s)
	}
	return s[:6] + "…" + s[30:]
}
