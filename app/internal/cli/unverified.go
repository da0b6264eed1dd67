package cli

import (
	"errors"
	"slices"
	"strings"

	"mintmark/tokens"
)

// malformedForm is what keeps every key from verifying a token; "" for nothing.
func malformedForm(t *tokens.Token) string {
	if err := tokens.Verify(t, tokens.SecretKey("any")); errors.Is(err, tokens.ErrMalformed) {
		return withoutMalformed(err.Error())
	}
	return ""
}

func isMalformedForm(t *tokens.Token) bool { return malformedForm(t) != "" }

// withoutMalformed takes off what a sentence about a malformed token says already.
func withoutMalformed(text string) string {
	return strings.TrimPrefix(text, tokens.ErrMalformed.Error()+": ")
}

// notVerifiable says why no key at hand can tell, and what to do.
func notVerifiable(t *tokens.Token, keys []heldKey, err error) (reason, fix string) {
	alg, public := wantsPublicKey(t)
	switch {
	case public && !slices.ContainsFunc(keys, func(key heldKey) bool { return !key.IsSecret() }):
		return alg + " is verified with a public key", aPublicKey
	case len(keys) == 0:
		return signer(t.Kind()).envNames[0] + " is not set", ""
	}
	return err.Error(), ""
}

// wrong says why a signature does not match, as far as that can be found out.
func (v *verification) wrong(ring *keyring, key tokens.Key) (reason, fix string) {
	if v.token.Signature.Encoded == "" {
		return "there is none", ""
	}
	if found, fix := ring.mistaken(v.token); found != "" {
		return found, fix
	}
	if key.IsSecret() {
		return "another secret made it, or the token was changed since", ""
	}
	return "another key made it, or the token was changed since", ""
}

// otherOwner is the hint for a token that names another API key, or a
// capability token that names another account, than the one whose secret is at
// hand; "" where they agree or nothing is known.
func (p *program) otherOwner(t *tokens.Token, ring *keyring) string {
	what, prefix, names := "API key", "SK", keyNames
	if signer(t.Kind()).name == authToken.name {
		what, prefix, names = "account", "AC", accountNames
	}
	secret := ring.secretFor(t.Kind())
	mine := secret.owner
	issuer, _ := t.Payload.Value.Get("iss").Text()
	if mine.theirs != "" {
		if issuer != mine.sid {
			return ""
		}
		return "the token names the " + what + " " + mine.sid + ", to which " + mine.theirs + " belongs; " + secret.source + " is another"
	}
	if mine.sid == "" {
		sid, name := p.env.first(names...)
		mine = owner{sid: sid, source: p.env.source(name)}
	}
	if !strings.HasPrefix(issuer, prefix) || mine.sid == issuer || tokens.CheckSID(prefix, mine.sid) != nil {
		return ""
	}
	return "the token names the " + what + " " + shorten(issuer) + "; " + mine.source + " is " + mine.sid
}
