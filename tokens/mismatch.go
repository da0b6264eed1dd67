package tokens

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// A Mistake is a usual way in which the right secret goes wrong on its way to
// where a token is signed.
type Mistake struct {
	Found string // a clause: "it was made with the secret and a line break behind it"
	Fix   string
	Here  bool   // it is the secret at hand that is not clean: the token is right
	Key   Key    // the key that made the signature
	Alg   string // the algorithm that made it, where the header names another; else ""
}

// FindMistake looks for the key with which a token was signed near a secret
// that does not verify it: trimmed or not, with or without quotes, decoded from
// base64 or hexadecimal digits, or with another HS algorithm than the header
// names. It reports false where none of these fits.
func FindMistake(t *Token, key Key) (Mistake, bool) {
	alg, err := t.algorithm()
	made := hmacOf(len(t.Signature.Data))
	if err != nil || !key.IsSecret() || made == "" {
		return Mistake{}, false
	}
	for _, m := range append([]Mistake{{Key: key}}, nearSecrets(key.secret)...) {
		if !m.Key.made(t.Signature.Data, made, t.signingInput()) {
			continue
		}
		if m.Key.isFile = LooksLikeKeys(string(m.Key.secret)); m.Key.fits(made) != nil {
			continue
		}
		if made != alg {
			m.Alg, m.Here = made, false
			m.Found = strings.TrimPrefix(m.Found+" with "+made+", not "+clip(alg), " ")
			m.Fix = strings.TrimSpace(m.Fix + " Name in alg the algorithm that signs.")
		}
		return m, true
	}
	return Mistake{}, false
}

// nearSecrets are the secrets that a slip makes of the right one, or the right
// one of a slip. None has been asked yet whether it is a key file: that takes
// longer than to try it.
func nearSecrets(secret []byte) []Mistake {
	var near []Mistake
	add := func(other []byte, m Mistake) {
		if len(other) > 0 && !bytes.Equal(other, secret) {
			m.Key.secret = other
			near = append(near, m)
		}
	}
	text := string(secret)
	trimmed := strings.TrimSpace(text)
	add([]byte(trimmed), Mistake{Here: true, Found: "the secret given here has white space around it; without, the signature matches",
		Fix: "Trim the secret here; where the token is made it is right."})
	for _, end := range []string{"\n", "\r\n", "\r", " "} {
		add([]byte(trimmed+end), Mistake{Found: "it was made with this secret and " + nameEnd(end) + " behind it",
			Fix: "Trim the secret where the token is made; most often it was read from a file."})
	}
	bare := unquoted(trimmed)
	add([]byte(bare), Mistake{Here: true, Found: "the secret given here has quotes around it; without, the signature matches",
		Fix: "Take the quotes off here; where the token is made it is right."})
	for _, quote := range []string{`"`, "'"} {
		add([]byte(quote+trimmed+quote), Mistake{Found: "it was made with this secret and quotes around it",
			Fix: "Take the quotes off where the token is made; most often they come from an .env file."})
	}
	for _, form := range decoded(bare) {
		if isWholeSecret(form.secret) {
			add(form.secret, Mistake{Here: true, Found: "the secret given here is written in " + form.name + "; decoded, the signature matches",
				Fix: "Decode the secret here, or give it as Twilio shows it; where the token is made it is right."})
			continue
		}
		add(form.secret, Mistake{Found: "it was made with what this secret is in " + form.name,
			Fix: "Use the secret as text where the token is made; Twilio does not decode it."})
	}
	for _, form := range encoded(secret) {
		add(form.secret, Mistake{Found: "it was made with this secret written in " + form.name,
			Fix: "Use the secret as text; Twilio does not decode it."})
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
