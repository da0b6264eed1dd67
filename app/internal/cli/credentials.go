package cli

import (
	"cmp"
	"slices"
	"strings"

	"mintmark/tokens"
)

// sids name who issues a token.
type sids struct{ account, keySID string }

// A demand is what a command needs to sign, beside the account's SID.
type demand struct {
	key       bool         // the SID of the API key
	secret    *secretFlags // nil where something else signs
	twilioCLI bool         // its user knows the names of the Twilio CLI
}

// A lack is a credential that is nowhere.
type lack struct {
	words string // "TWILIO_API_KEY_SID is not set"
	name  string
	flag  string // that would give it
}

// credentials takes from the environment what no flag gives, and names all that
// is missing at once.
func (p *program) credentials(f *sids, need demand) error {
	var lacks []lack
	if f.account == "" {
		f.account, lacks = p.find(lacks, "--account-sid", accountNames, need)
	}
	if need.key && f.keySID == "" {
		f.keySID, lacks = p.find(lacks, "--key-sid", keyNames, need)
	}
	if need.secret != nil && need.secret.text == "" && need.secret.file == "" && !p.interactive() {
		_, lacks = p.find(lacks, "--secret-file", need.secret.credential().envNames, need)
	}
	if len(lacks) > 0 {
		return p.env.notThere(lacks, need)
	}
	return cmp.Or(p.swapped(f.account, f.keySID), p.sameAccount(f))
}

func (p *program) find(lacks []lack, flag string, names []string, need demand) (string, []lack) {
	value, _ := p.env.first(names...)
	if value != "" {
		return value, lacks
	}
	name := names[0]
	if need.twilioCLI {
		name = names[len(names)-1]
	}
	return "", append(lacks, lack{p.env.lacking(name, names), name, flag})
}

// lacking says that a credential is nowhere, or that its name is, with nothing
// behind it.
func (e *environment) lacking(name string, names []string) string {
	for _, name := range names {
		if value, there := e.file[name]; there && value == "" {
			return name + " is empty in " + e.path
		}
	}
	return name + " is not set"
}

// putIn is where to put what is missing.
func (e *environment) putIn(what string) string {
	if e.passed != "" {
		return "put " + what + " in the environment, for " + e.passed
	}
	return "put " + what + " in .env"
}

// notThere lists what is missing.
func (e *environment) notThere(lacks []lack, need demand) error {
	them, flags := "it", []string{}
	for _, l := range lacks {
		flags = append(flags, l.flag)
	}
	if len(lacks) > 1 {
		them = "them"
	}
	instead := "pass " + enumerate(flags)
	if need.twilioCLI {
		instead = "export " + them
	}
	return usage(e.putIn(them)+", or "+instead, "%s", lackWords(lacks))
}

// lackWords says of all what is the matter, those that are nowhere first.
func lackWords(lacks []lack) string {
	var unset, words []string
	for _, l := range lacks {
		if l.words == l.name+" is not set" {
			unset = append(unset, l.name)
		} else {
			words = append(words, l.words)
		}
	}
	if len(unset) > 0 {
		words = slices.Insert(words, 0, notSet(unset))
	}
	return strings.Join(words, ", ")
}

func notSet(names []string) string {
	if len(names) == 1 {
		return names[0] + " is not set"
	}
	return enumerate(names) + " are not set"
}

// enumerate is "a", "a and b", "a, b and c".
func enumerate(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// swapped is for SIDs of which each is where the other should be.
func (p *program) swapped(account, key string) error {
	if tokens.CheckSID("SK", account) != nil || tokens.CheckSID("AC", key) != nil {
		return nil
	}
	first, second := p.sidSource("account-sid", account, accountNames), p.sidSource("key-sid", key, keyNames)
	return usage("an account's SID begins with AC, that of an API key with SK", "%s and %s are swapped", first, second)
}
