package tokens

import "errors"

// checkSignature holds the signature against the key, where there is one.
// Source: error 20107.
func (j *judge) checkSignature() {
	s := &j.t.Signature
	place := Place{Segment: "token", Start: s.Start, End: s.Start + len(s.Encoded)}
	alg, _ := j.t.Header.Value.Get("alg").Text()
	switch {
	case len(s.Faults) > 0 || s.Start == 0: // the form has been reported
	case s.Encoded == "":
		j.report("signature-missing", place, "it has no signature")
	case alg == "HS256" && len(s.Data) != 32 && !j.otherSize():
		j.report("signature-length", place, "its signature has "+plural(len(s.Data), "byte")+" in place of 32")
	default:
		j.verify(place)
		return
	}
	j.signature = SignatureWrong
}

// otherSize reports whether the key made the signature after all, with another
// algorithm than the header names.
func (j *judge) otherSize() bool {
	_, known := FindMistake(j.t, j.key)
	return known
}

// verify leaves the state at unchecked where the key cannot tell: no key, or
// one for other algorithms.
func (j *judge) verify(place Place) {
	switch err := Verify(j.t, j.key); {
	case err == nil:
		j.signature = SignatureMatches
	case errors.Is(err, ErrSignature):
		j.signature = SignatureWrong
		j.mismatch(place)
	}
}

// mismatch says more than "wrong" where a usual mistake explains it.
func (j *judge) mismatch(place Place) {
	mistake, known := FindMistake(j.t, j.key)
	if !known {
		j.report("signature-mismatch", place, "its signature was not made with this "+j.key.noun())
		return
	}
	j.report("signature-mismatch", place, "its signature does not match: "+mistake.Found)
	j.findings[len(j.findings)-1].Fix = mistake.Fix
}
