package cli

import (
	"os"

	"mintmark/tokens"
)

// An owner is the SID of the API key or the account that a secret belongs to,
// and where that SID stands. The zero one is for nobody knows.
type owner struct{ sid, source string }

// ownerNames are the names under which the SID of a secret stands beside it,
// the one that goes with it by name first.
var ownerNames = map[string]struct {
	prefix string
	names  []string
}{
	"TWILIO_API_KEY_SECRET": {"SK", []string{"TWILIO_API_KEY_SID", "TWILIO_API_KEY"}},
	"TWILIO_API_SECRET":     {"SK", []string{"TWILIO_API_KEY", "TWILIO_API_KEY_SID"}},
	"TWILIO_AUTH_TOKEN":     {"AC", []string{"TWILIO_ACCOUNT_SID"}},
}

// ownerOf is the SID that stands beside a secret: in the environment for one
// that is there, in the file for one out of the file. That the two are mixed is
// why it is asked for.
func (e *environment) ownerOf(secret string) owner {
	value, place := os.Getenv, " in the environment"
	if os.Getenv(secret) == "" {
		value, place = func(name string) string { return e.file[name] }, " in "+e.path
	}
	for _, name := range ownerNames[secret].names {
		if sid := value(name); tokens.CheckSID(ownerNames[secret].prefix, sid) == nil {
			return owner{sid, name + place}
		}
	}
	return owner{}
}

// signsFor refuses a secret that belongs to another SID than the one in whose
// name is to be signed: Twilio would refuse such a token, and nothing else would
// tell.
func (s foundSecret) signsFor(sid, source string) error {
	if s.owner.sid == "" || s.owner.sid == sid {
		return nil
	}
	return usage("set both in the same place, or pass --secret-file with the secret of "+sid,
		"%s is %s, but %s belongs to %s, which is %s", source, sid, s.source, s.owner.sid, s.owner.source)
}
