package tokens

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// The most that each product takes as an identity, in characters. Video counts
// one that takes two bytes or more as two. Source: Twilio errors 53200, 54351,
// 31105 and 50207.
const (
	maxIdentity      = 256
	maxVideoIdentity = 128
)

// identityProblem says why a product of the token would refuse an identity: the
// rule that says so, and a clause that follows "its identity"; "" if none would.
// has reports whether there is a grant with that key.
func identityProblem(identity string, has func(key string) bool) (rule, why string) {
	switch {
	case identity == "":
		return "identity-missing", "is missing"
	case !utf8.ValidString(identity):
		return "utf8", "is not UTF-8"
	case has("voice") && !isVoiceIdentity(identity):
		return "identity-voice", "has a character that Voice refuses, " + nameStray(identity) + ": it takes letters, digits and underscores"
	case has("video") && videoLength(identity) > maxVideoIdentity:
		return "identity-video", fmt.Sprintf("is longer than Video's %d characters: it %s", maxVideoIdentity, countForVideo(identity))
	case utf8.RuneCountInString(identity) > maxIdentity:
		return "identity-length", fmt.Sprintf("is longer than %d characters: it has %d", maxIdentity, utf8.RuneCountInString(identity))
	}
	return "", ""
}

func videoLength(s string) int {
	n := 0
	for _, r := range s {
		n += min(utf8.RuneLen(r), 2)
	}
	return n
}

// countForVideo says how long an identity is to Video.
func countForVideo(s string) string {
	n, counted := utf8.RuneCountInString(s), videoLength(s)
	if n == counted {
		return fmt.Sprintf("has %d", n)
	}
	return fmt.Sprintf("has %d, of which %d count twice, as all do that are not ASCII; so it counts as %d", n, counted-n, counted)
}

// isVoiceIdentity is the rule of Voice for identities. Source: Twilio docs,
// "Access Tokens", and error 31105.
func isVoiceIdentity(s string) bool { return s != "" && strayByte(s) < 0 }

// strayByte is where the first character begins that Voice refuses, -1 for none.
func strayByte(s string) int {
	for i := range len(s) {
		if !isLetter(s[i]) && !isDigit(s[i]) && s[i] != '_' {
			return i
		}
	}
	return -1
}

// nameStray is the first character that Voice refuses, of which there is one,
// with its place, the first being 1.
func nameStray(s string) string {
	at := strayByte(s)
	return legible(quote(string(firstRune(s[at:])))) + " in place " + strconv.Itoa(utf8.RuneCountInString(s[:at])+1)
}
