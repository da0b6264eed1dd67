package tokens

import "strings"

// sidNames says in words what each SID prefix stands for, in tokens or pasted
// in their place. Source: Twilio docs, "What is a String Identifier (SID)".
var sidNames = map[string]string{
	"AC": "an account SID",
	"AP": "a TwiML app SID",
	"CA": "a call SID",
	"CH": "a conversation SID",
	"CR": "a credential SID",
	"IM": "a message SID",
	"IS": "a Chat or Sync service SID",
	"MB": "a member SID",
	"MG": "a Messaging service SID",
	"PN": "a phone number SID",
	"RL": "a Chat role SID",
	"RM": "a video room SID",
	"SK": "an API key SID",
	"VA": "a Verify service SID",
	"VJ": "a player streamer SID",
	"VS": "a video configuration profile SID",
	"WA": "a TaskRouter activity SID",
	"WK": "a TaskRouter worker SID",
	"WQ": "a TaskRouter task queue SID",
	"WR": "a TaskRouter reservation SID",
	"WS": "a TaskRouter workspace SID",
	"WT": "a TaskRouter task SID",
	"WW": "a TaskRouter workflow SID",
}

const sidLen = 34

// CheckSID returns a [*FieldError] without a path unless value is prefix and
// 32 hex digits. Upper-case digits pass: Twilio's own pattern takes them.
func CheckSID(prefix, value string) error {
	if isSIDOf(prefix, value) {
		return nil
	}
	return &FieldError{Path: "sid", Want: wantSID(prefix), Got: value}
}

// NameSID says what a SID stands for, "an account SID", or "" for a text that
// is no SID or has a prefix that tokens never meet.
func NameSID(value string) string {
	if !isSID(value) {
		return ""
	}
	return sidNames[value[:2]]
}

func isSIDOf(prefix, s string) bool { return strings.HasPrefix(s, prefix) && isSID(s) }

func isSID(s string) bool {
	return len(s) == sidLen && isHex(s[2:])
}

func isHex(s string) bool {
	for i := range len(s) {
		if !hexBytes[s[i]] {
			return false
		}
	}
	return true
}

var hexBytes = setOf("0123456789abcdefABCDEF")

func isLowerHex(s string) bool { return isHex(s) && !strings.ContainsAny(s, "ABCDEF") }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func wantSID(prefix string) string {
	return prefix + " and 32 hex digits"
}

// isPlaceholderSID tells a SID out of a tutorial, SKxxxx… or ACXXXX…, from one
// that is merely wrong.
func isPlaceholderSID(s string) bool {
	return len(s) > 2 && (strings.Trim(s[2:], "xX") == "" || strings.ContainsAny(s, "…<>*{}")) || strings.HasPrefix(s, "your")
}
