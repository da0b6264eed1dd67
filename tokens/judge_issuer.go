package tokens

import (
	"strconv"
	"strings"
)

// issuer holds iss, sub and jti against each other. Source: error 20103.
func (j *judge) issuer() {
	s := &j.t.Payload
	iss, _ := s.Value.Get("iss").Text()
	sub, _ := s.Value.Get("sub").Text()
	if strings.HasPrefix(iss, "AC") && strings.HasPrefix(sub, "SK") {
		j.report("iss-sub-swapped", at(s, "iss"), "its issuer is the account and its subject the API key, so they are swapped")
	} else {
		j.sid(s, "iss", "issuer", "SK", "an API key SID")
		j.sid(s, "sub", "subject", "AC", "an account SID")
	}
	j.id(s, iss)
}

func (j *judge) sid(s *Segment, claim, name, prefix, want string) {
	v := s.Value.Get(claim)
	text, isText := v.Text()
	switch {
	case v == nil:
		j.report(claim+"-missing", at(s, claim), "it has no "+name)
	case CheckSID(prefix, text) != nil:
		j.report(claim, at(s, claim), wrongSID("its "+name, v, want))
	case isText && text[2:] != strings.ToLower(text[2:]):
		j.report("sid-upper-case", at(s, claim), "its "+name+" is in upper case")
	}
}

// wrongSID says what stands in the place of a SID.
func wrongSID(subject string, v *Value, want string) string {
	text, ok := v.Text()
	switch {
	case !ok:
		return subject + " is " + v.describe() + ", not " + want
	case text == "":
		return subject + " is empty"
	case NameSID(text) != "":
		return subject + " is " + NameSID(text) + ", not " + want
	case isPlaceholderSID(text):
		return subject + " is a placeholder, " + shortSID(text)
	}
	return subject + " is not " + want + ": " + clip(text)
}

// id looks at jti. The helpers write the key's SID, a hyphen and the minting
// second there.
func (j *judge) id(s *Segment, iss string) {
	jti, ok := s.Value.Get("jti").Text()
	switch {
	case !ok || jti == "":
		j.report("jti-missing", at(s, "jti"), "it has no id")
	case iss != "" && !strings.HasPrefix(jti, iss):
		j.report("jti-issuer", at(s, "jti"), "its id does not begin with the issuer "+shortSID(iss))
	case isSecond(strings.TrimPrefix(jti, iss+"-")):
		j.report("jti-second", at(s, "jti"), "its id is the API key and a second, "+shortSID(iss)+strings.TrimPrefix(jti, iss))
	}
}

// isSecond tells a Unix time of this age from something random.
func isSecond(s string) bool {
	if len(s) != 10 {
		return false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return err == nil && n > 1e9
}
