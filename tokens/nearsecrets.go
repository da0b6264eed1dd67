package tokens

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// nearSecrets are the secrets that a slip makes of the right one, or the right
// one of a slip. None has been asked yet whether it is a key file: that takes
// longer than to try it.
func nearSecrets(secret []byte) []Mistake {
	trimmed := strings.TrimSpace(string(secret))
	near := slices.Concat(unclean(trimmed), dressed(trimmed), decodedSecrets(unquoted(trimmed)), encodedSecrets(secret))
	return slices.DeleteFunc(near, func(m Mistake) bool { return m.Key.IsZero() || bytes.Equal(m.Key.secret, secret) })
}

// mistakeOf is a mistake under which that secret signed.
func mistakeOf(secret string, m Mistake) Mistake {
	m.Key.secret = []byte(secret)
	return m
}

// unclean is what the secret at hand is without what stands around it.
func unclean(trimmed string) []Mistake {
	return []Mistake{
		mistakeOf(trimmed, Mistake{Here: true, Found: "the secret given here has white space around it; without, the signature matches",
			Fix: "Trim the secret here; where the token is made it is right."}),
		mistakeOf(unquoted(trimmed), Mistake{Here: true, Found: "the secret given here has quotes around it; without, the signature matches",
			Fix: "Take the quotes off here; where the token is made it is right."}),
	}
}

// dressed is the secret with what a file or a setting puts around it.
func dressed(trimmed string) (near []Mistake) {
	for _, end := range []string{"\n", "\r\n", "\r", " "} {
		near = append(near, mistakeOf(trimmed+end, Mistake{Found: "it was made with this secret and " + nameEnd(end) + " behind it",
			Fix: "Trim the secret where the token is made; most often it was read from a file."}))
	}
	for _, quote := range []string{`"`, "'"} {
		near = append(near, mistakeOf(quote+trimmed+quote, Mistake{Found: "it was made with this secret and quotes around it",
			Fix: "Take the quotes off where the token is made; most often they come from an .env file."}))
	}
	return near
}

// decodedSecrets is what the secret at hand may stand for.
func decodedSecrets(text string) (near []Mistake) {
	for _, form := range decoded(text) {
		m := Mistake{Found: "it was made with what this secret is in " + form.name,
			Fix: "Use the secret as text where the token is made; Twilio does not decode it."}
		if isWholeSecret(form.secret) {
			m = Mistake{Here: true, Found: "the secret given here is written in " + form.name + "; decoded, the signature matches",
				Fix: "Decode the secret here, or give it as Twilio shows it; where the token is made it is right."}
		}
		near = append(near, mistakeOf(string(form.secret), m))
	}
	return near
}

// encodedSecrets is how the secret may have been written where the token is made.
func encodedSecrets(secret []byte) (near []Mistake) {
	for _, form := range encoded(secret) {
		near = append(near, mistakeOf(string(form.secret), Mistake{Found: "it was made with this secret written in " + form.name,
			Fix: "Use the secret as text; Twilio does not decode it."}))
	}
	return near
}

// isWholeSecret reports whether a secret is one of Twilio's to the letter, so
// that what stands for it in another form is at fault.
func isWholeSecret(secret []byte) bool {
	return CheckSecret(string(secret)) == nil || CheckAuthToken(string(secret)) == nil
}

type encodedSecret struct {
	name   string
	secret []byte
}

// decoded is what a text may stand for.
func decoded(text string) []encodedSecret {
	var forms []encodedSecret
	bare := strings.TrimRight(text, "=")
	if b, err := base64.RawStdEncoding.DecodeString(bare); err == nil {
		forms = append(forms, encodedSecret{"base64", b})
	}
	if b, err := base64.RawURLEncoding.DecodeString(bare); err == nil {
		forms = append(forms, encodedSecret{"base64url", b})
	}
	if b, err := hex.DecodeString(text); err == nil {
		forms = append(forms, encodedSecret{"hexadecimal", b})
	}
	return forms
}

// encoded is how a secret may have been written.
func encoded(secret []byte) []encodedSecret {
	return []encodedSecret{
		{"base64", []byte(base64.StdEncoding.EncodeToString(secret))},
		{"base64url", []byte(base64.RawURLEncoding.EncodeToString(secret))},
		{"hexadecimal", []byte(hex.EncodeToString(secret))},
	}
}

func nameEnd(end string) string {
	if end == " " {
		return "a blank"
	}
	return "a line break"
}

// unquoted takes one pair of quotes off, and the b of Python's bytes.
func unquoted(s string) string {
	inner := s
	if strings.HasPrefix(s, "b'") || strings.HasPrefix(s, `b"`) {
		inner = s[1:]
	}
	for _, quote := range []string{`"`, "'", "`"} {
		if len(inner) > 1 && strings.HasPrefix(inner, quote) && strings.HasSuffix(inner, quote) {
			return inner[1 : len(inner)-1]
		}
	}
	return s
}
