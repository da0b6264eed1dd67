package tokens

import "strings"

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
