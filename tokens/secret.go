package tokens

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// secretLen is the length of an account's auth token and of an API key secret.
const secretLen = 32

// looksLikeAuthToken tells an account's auth token, hex digits in lower case.
func looksLikeAuthToken(s string) bool { return len(s) == secretLen && isLowerHex(s) }

// looksLikeAPISecret tells the secret of an API key, letters of both cases and
// digits.
func looksLikeAPISecret(s string) bool {
	return len(s) == secretLen && isAlphanumeric(s) && s != strings.ToLower(s) && s != strings.ToUpper(s)
}

func isAlphanumeric(s string) bool {
	return isBase64(s) && !strings.ContainsAny(s, "-_")
}

// CheckSecret returns [ErrSecret] with the reason for what cannot be an API
// key secret, which is 32 letters and digits. It cannot tell a wrong secret
// from the right one.
func CheckSecret(secret string) error {
	if why := secretProblem(secret); why != "" {
		return fmt.Errorf("%w: %s", ErrSecret, why)
	}
	return nil
}

func secretProblem(s string) string {
	switch trimmed := strings.Trim(s, " \t\r\n"); {
	case s == "":
		return "it is empty"
	case trimmed != s:
		return "there is white space around it"
	case len(s) > 1 && strings.ContainsRune("\"'`", rune(s[0])) && s[0] == s[len(s)-1]:
		return "there are quotes around it"
	case NameSID(s) != "":
		return "this is " + NameSID(s)
	case LooksLikeKeys(s):
		return "this is a key file, PEM or JSON"
	case looksLikeAuthToken(s):
		return "this looks like the account's auth token; an access token is signed with the secret of an API key"
	case len(s) < secretLen:
		return "it has " + strconv.Itoa(len(s)) + " characters; a secret has 32"
	case !utf8.ValidString(s):
		return "it is not text"
	}
	return ""
}
