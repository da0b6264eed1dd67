package cli

import (
	"slices"

	"mintmark/tokens"
)

// An owner is the SID of the API key or the account that a secret belongs to, or
// of the account that an API key belongs to, and where that SID stands. The zero
// one is for nobody knows.
type owner struct {
	sid, source string

	// theirs is where the SID has another secret than this one: "TWILIO_AUTH_TOKEN
	// in .env"; this one is anybody's but that SID's.
	theirs string
}

// ownerNames are the names under which the owner of what has a name stands beside
// it, the one that goes with it by name first.
var ownerNames = map[string]struct {
	prefix string
	names  []string
}{
	"TWILIO_API_KEY_SECRET":  {"SK", []string{"TWILIO_API_KEY_SID", "TWILIO_API_KEY"}},
	"TWILIO_API_SECRET":      {"SK", []string{"TWILIO_API_KEY", "TWILIO_API_KEY_SID"}},
	"TWILIO_AUTH_TOKEN":      {"AC", accountNames},
	"TWILIO_MAIN_KEY_SECRET": {"SK", mainKeyNames},
	"TWILIO_API_KEY_SID":     {"AC", accountNames},
	"TWILIO_API_KEY":         {"AC", accountNames},
}

// ownerOf is the SID that stands beside a name: in the environment for one that
// is set there, in the file for one out of the file. That the two are mixed is
// why it is asked for.
func (e *environment) ownerOf(owned string) owner {
	value, place := exported, " in the environment"
	if exported(owned) == "" {
		value, place = func(name string) string { return e.file[name] }, " in "+e.path
	}
	for _, name := range ownerNames[owned].names {
		if sid := value(name); tokens.CheckSID(ownerNames[owned].prefix, sid) == nil {
			return owner{sid: sid, source: name + place}
		}
	}
	return e.otherPair(owned)
}

// otherPair is the SID that has another secret in the file than the one that is
// set, with no SID, in the environment.
func (e *environment) otherPair(secret string) owner {
	for _, names := range [][]string{secretNames, authTokenNames, mainSecret.envNames} {
		if !slices.Contains(names, secret) {
			continue
		}
		for _, name := range names {
			if theirs := e.file[name]; theirs == "" || theirs == exported(secret) {
				continue
			}
			for _, sidName := range ownerNames[name].names {
				if sid := e.file[sidName]; sid != "" {
					return owner{sid, sidName + " in " + e.path, name + " in " + e.path}
				}
			}
		}
	}
	return owner{}
}

// signsFor refuses a secret that belongs to another SID than the one in whose
// name is to be signed: Twilio would refuse such a token, and nothing else would
// tell.
func (s foundSecret) signsFor(sid, source string) error {
	return s.owner.mustBe(sid, source, s.source, "set both in the same place, or pass --secret-file with the secret of "+sid)
}

// sameAccount refuses an API key of another account than the one that the
// environment names. A flag is meant as it is.
func (p *program) sameAccount(f *sids) error {
	key, name := p.env.first(keyNames...)
	account, accountName := p.env.first(accountNames...)
	if f.keySID == "" || f.keySID != key || f.account != account {
		return nil
	}
	return p.env.ownerOf(name).mustBe(account, p.env.source(accountName), p.env.source(name), "set both in the same place, or pass --account-sid")
}

// mustBe refuses what belongs to somebody else.
func (o owner) mustBe(sid, source, owned, hint string) error {
	switch {
	case o.theirs != "" && o.sid == sid:
		return usage(hint, "%s is %s, and %s belongs to it: %s is another", source, sid, o.theirs, owned)
	case o.theirs != "" || o.sid == "" || o.sid == sid:
		return nil
	}
	return usage(hint, "%s is %s, but %s belongs to %s, which is %s", source, sid, owned, o.sid, o.source)
}
