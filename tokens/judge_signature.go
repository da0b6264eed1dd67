package tokens

import (
	"errors"
	"slices"
)

// signed is what is known of a signature, at any time.
type signed struct {
	state    SignatureState
	headline string // in place of the one that follows from the findings
	findings []Finding
}

// signature takes over what is known, or finds it out.
func (j *judge) signature(known *signed) {
	before := len(j.findings)
	if known == nil {
		j.checkSignature()
		j.signed.findings = slices.Clone(j.findings[before:])
	} else {
		j.signed = *known
		for _, f := range known.findings {
			j.counts[rulesByID()[f.Rule]]++
			j.findings = append(j.findings, f)
		}
	}
	if j.signed.state != SignatureUnchecked || len(j.findings) > before {
		j.looked(SignatureStage)
	}
}

// checkSignature holds the signature against the key, where there is one.
// Source: error 20107.
func (j *judge) checkSignature() {
	s := &j.t.Signature
	place := Place{Segment: "token", Start: s.Start, End: s.Start + len(s.Encoded)}
	cut := s.faultOf("signature-length")
	switch {
	case j.t.formFault() != nil || !s.strict(): // the form has been reported
	case s.Encoded == "":
		j.report("signature-missing", place, "it has no signature")
	case cut != nil && !j.otherSize():
		j.signed.state = SignatureWrong
		j.report(cut.Rule, cut.Place, cut.Found)
	default:
		j.verify(place)
	}
}

// otherSize reports whether the key made the signature after all, with another
// algorithm than the header names.
func (j *judge) otherSize() bool {
	_, known := FindMistake(j.t, j.options.Key)
	return known
}

// verify leaves the state at unchecked where the key cannot tell: no key, or
// one for other algorithms.
func (j *judge) verify(place Place) {
	switch err := Verify(j.t, j.options.Key); {
	case err == nil:
		j.matches(j.options.Key, place)
	case errors.Is(err, ErrSignature):
		j.signed.state = SignatureWrong
		j.mismatch(place)
	}
}

// matches says that a key made the signature, and whether it may.
func (j *judge) matches(key Key, place Place) {
	j.signed.state = SignatureMatches
	if what := j.otherKind(key); what != "" {
		j.report("secret-kind", place, "it was signed with "+what)
	}
}

// mismatch says more than "wrong" where a usual mistake explains it, and on
// whose side that is.
func (j *judge) mismatch(place Place) {
	mistake, known := FindMistake(j.t, j.options.Key)
	what, other := j.otherKind(j.options.Key), j.otherSigner()
	switch {
	case known && mistake.Here:
		j.matches(mistake.Key, place)
		j.reportFix("secret-form", place, mistake.Found, mistake.Fix)
	case other != "":
		j.report("secret-kind", place, "it was signed with "+other+", not "+j.rightSecret())
	case known:
		j.reportFix("signature-mismatch", place, "its signature does not match: "+mistake.Found, mistake.Fix)
	case what != "":
		j.signed.headline = "This secret cannot tell whether the token is good: it is " + what
		j.reportFix("signature-mismatch", place, "its signature was not made with this secret, which is "+what, "Check it with "+j.rightSecret()+".")
	default:
		j.signed.headline = "This " + j.options.Key.noun() + " did not sign the token"
		j.reportFix("signature-mismatch", place, "its signature was not made with this "+j.options.Key.noun(),
			"Look whether this is "+j.rightSecret()+". If it is, the token was signed with another, or was changed since: mint a new one.")
	}
}

// otherSigner names the other key that made the signature; "" for none.
func (j *judge) otherSigner() string {
	for _, other := range j.options.Others {
		if Verify(j.t, other.Key) == nil {
			return other.Name
		}
	}
	return ""
}

func (j *judge) reportFix(rule string, place Place, found, fix string) {
	j.report(rule, place, found)
	j.findings[len(j.findings)-1].Fix = fix
}

// otherKind says what a secret looks like that signs tokens of this kind
// nowhere; "" for one that may.
func (j *judge) otherKind(key Key) string {
	secret := string(key.secret)
	switch {
	case j.kind == OtherKind || j.kind == ClientValidationKind:
		return ""
	case NameSID(secret) != "":
		return NameSID(secret) + ", not " + j.rightSecret()
	case j.kind == AccessKind && looksLikeAuthToken(secret):
		return "what looks like the account's auth token, not " + j.rightSecret()
	case j.kind != AccessKind && looksLikeAPISecret(secret):
		return "what looks like the secret of an API key, not " + j.rightSecret()
	}
	return ""
}

// rightSecret is what signs tokens of this kind.
func (j *judge) rightSecret() string {
	switch j.kind {
	case AccessKind:
		if iss, _ := j.t.Payload.Value.Get("iss").Text(); CheckSID("SK", iss) == nil {
			return "the secret of API key " + shortSID(iss)
		}
		return "the secret of the API key that iss names"
	case ClientValidationKind:
		return "the public key that kid names"
	case OtherKind:
		return "the " + j.options.Key.noun() + " of whoever issued it"
	}
	return "the account's auth token"
}

// whyUnchecked says why the signature was not checked, "" where the only reason
// is that there is no key.
func (j *judge) whyUnchecked() string {
	if j.signed.state != SignatureUnchecked {
		return ""
	}
	if s := &j.t.Signature; s.there && s.Encoded == "" && j.t.formFault() == nil {
		return "there is no signature: the third part is empty"
	}
	switch err := Verify(j.t, j.options.Key); {
	case errors.Is(err, ErrNoKey):
		return ""
	case err != nil:
		return err.Error()
	}
	return "the header or the payload cannot be read"
}
