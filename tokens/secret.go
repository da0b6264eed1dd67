package tokens

import "strings"

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
