package tokens

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// recognise says what a text that is no token looks like.
func recognise(s string) string {
	lower := strings.ToLower(s[:min(len(s), 200)])
	switch {
	case strings.Contains(lower, "<response"):
		return "this is TwiML, the answer to a call, not a token"
	case strings.HasPrefix(lower, "<!doctype html") || strings.HasPrefix(lower, "<html"):
		return "this is an HTML page, perhaps an error page of the server that should answer with a token"
	case strings.HasPrefix(lower, "<coroutine "):
		return "this is what Python prints for a coroutine: await it, and pass what comes of that"
	case strings.HasPrefix(lower, "<bound method ") || strings.HasPrefix(lower, "<function "):
		return "this is what Python prints for a function: call it, and pass what it returns"
	case strings.HasPrefix(s, "<"):
		return "this is XML, not a token"
	case strings.HasPrefix(s, "-----BEGIN "):
		return "this is a key file, not a token"
	case strings.HasPrefix(lower, "[object "):
		return "this is what JavaScript prints for an object: pass the token in it, or await the promise of it"
	case strings.HasPrefix(lower, "promise {"):
		return "this is what Node.js prints for a promise: await it, and pass what comes of that"
	case isEscapedToken(s):
		return "this is a token in percent-encoding, with %2E for its dots: decode that first"
	case strings.HasPrefix(s, "{") || strings.HasPrefix(s, "["):
		return recogniseJSON(s)
	}
	return "there is no token in this text"
}

// recogniseJSON tells an error of Twilio's API, {"code":20003,"message":…,
// "more_info":…,"status":401}, from other JSON.
func recogniseJSON(s string) string {
	const longest = 1 << 16
	if len(s) > longest {
		return "this is JSON without a token in it"
	}
	doc, _ := ParseJSON(s)
	code, ok := doc.Get("code").Integer()
	message, hasMessage := doc.Get("message").Text()
	if ok && hasMessage && (doc.Get("more_info") != nil || doc.Get("status") != nil) {
		return "this is an error of Twilio's API in place of a token, " + strconv.FormatInt(code, 10) + ": " + clip(message)
	}
	return "this is JSON without a token in it"
}

// recogniseWord says what a single word that is no token is, "" for none.
func recogniseWord(s string) string {
	switch {
	case NameSID(s) != "":
		return "this is " + NameSID(s) + ", not a token"
	case looksLikeAuthToken(s):
		return "this looks like an auth token, which signs requests to Twilio's API; an access token has three parts with dots between"
	case looksLikeAPISecret(s):
		return "this looks like the secret of an API key, which signs tokens and must not leave your server; an access token has three parts with dots between"
	case isToken64(s):
		return "this is a token in base64 once more: decode that first"
	case s == "undefined" || s == "null" || s == "None" || s == "nil":
		return "this is “" + s + "”, which programs print for a value that was never set"
	}
	return ""
}

// isEscapedToken tells a token whose dots are %2E, as some functions escape them.
func isEscapedToken(s string) bool {
	if len(s) > maxToken || !strings.Contains(s, "%2") {
		return false
	}
	plain, err := url.PathUnescape(s)
	return err == nil && len(find(plain, 1)) > 0
}

// isToken64 tells a token that was encoded a second time, padded or not.
func isToken64(s string) bool {
	const begin = "ZXlK" // of eyJ
	return strings.HasPrefix(s, begin) && tokenLength(string(decodeLoosely(s))) > 0
}

// looksLikeFile tells the name of a file by how it begins or ends. A token
// begins with neither, and ends so by hardly any chance.
func looksLikeFile(s string) bool {
	if len(s) > 4096 || strings.ContainsAny(s, " \t\r\n{}<>\"") || strings.Contains(s, "://") || strings.Count(s, ".") > 1 && beginsLikeToken(s) {
		return false
	}
	for _, begin := range []string{"@", "/", "./", "../", "~/"} {
		if strings.HasPrefix(s, begin) {
			return true
		}
	}
	dot := strings.LastIndexByte(s, '.')
	return dot > 0 && slices.Contains([]string{"jwt", "txt", "json", "env", "log", "har", "pem"}, s[dot+1:])
}

// issuers are hosts of those who make tokens that are taken for Twilio's; a dot
// in front stands for every name below.
var issuers = []struct{ host, name string }{
	{"accounts.google.com", "Google"},
	{"securetoken.google.com", "Firebase"},
	{".auth0.com", "Auth0"},
	{".okta.com", "Okta"},
	{".amazonaws.com", "Amazon Cognito"},
	{"login.microsoftonline.com", "Microsoft Entra"},
	{"sts.windows.net", "Microsoft Entra"},
	{"appleid.apple.com", "Apple"},
	{".supabase.co", "Supabase"},
	{".clerk.accounts.dev", "Clerk"},
	{"token.actions.githubusercontent.com", "GitHub Actions"},
}

// nameIssuer says whose tokens have that iss; "" for one that is not known.
func nameIssuer(iss string) string {
	if !strings.Contains(iss, "://") {
		iss = "https://" + iss // as Google writes it too
	}
	u, err := url.Parse(iss)
	if err != nil {
		return ""
	}
	for _, known := range issuers {
		if u.Hostname() == known.host || known.host[0] == '.' && strings.HasSuffix(u.Hostname(), known.host) {
			return known.name
		}
	}
	return ""
}
