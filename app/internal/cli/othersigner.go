package cli

import (
	"strings"

	"mintmark/tokens"
)

// An otherSigner is a secret of the environment that made a signature, though it
// is not the one at hand or not the one for tokens of this kind.
type otherSigner struct {
	credential
	foundSecret
}

// otherSigner looks for the secret of a signature in the environment; nil for
// none.
func (r *keyring) otherSigner(t *tokens.Token) *otherSigner {
	for _, other := range []*otherSigner{{authToken, r.authToken}, {apiKeySecret, r.apiKeySecret}} {
		if other.text != "" && tokens.Verify(t, tokens.SecretKey(other.text)) == nil {
			return other
		}
	}
	return nil
}

// signs reports whether Twilio takes it for tokens of a kind.
func (o *otherSigner) signs(kind tokens.TokenKind) bool {
	return kind == tokens.OtherKind || signer(kind).name == o.name
}

// words say what made the signature, and what Twilio makes of that.
func (o *otherSigner) words(kind tokens.TokenKind) string {
	text := "it was signed with " + o.title() + ", " + o.source
	switch {
	case o.signs(kind):
		return text
	case kind == tokens.AccessKind:
		return text + ": Twilio will refuse it, 20107"
	}
	return text + ": Twilio will refuse it"
}

// title is what the secret is.
func (o *otherSigner) title() string {
	if o.name == authToken.name {
		return "the account's auth token"
	}
	return "the " + o.name
}

// fix says what to do about it.
func (o *otherSigner) fix(kind tokens.TokenKind, ring *keyring) string {
	switch {
	case o.signs(kind) && len(ring.given) > 0:
		return "leave out " + strings.Fields(ring.given[0].source)[0] + ": the secret that made it is " + o.source
	case o.signs(kind):
		return "the secret that made it is " + o.source
	case o.name == authToken.name:
		return "sign with the secret of the API key: the auth token signs capability tokens only"
	}
	return "sign with the account's auth token: API keys sign access tokens only"
}

// wantsPublicKey reports whether the algorithm of a token is one of a pair of
// keys, which no secret verifies, and names it.
func wantsPublicKey(t *tokens.Token) (alg string, ok bool) {
	alg, _ = t.Header.Value.Get("alg").Text()
	for _, family := range []string{"RS", "PS", "ES"} {
		if size, found := strings.CutPrefix(alg, family); found && (size == "256" || size == "384" || size == "512") {
			return alg, true
		}
	}
	return alg, alg == "EdDSA"
}

// wantsPublicKey reports so of several tokens, as far as they have been read: no
// secret is of use for any of them.
func (in *input) wantsPublicKey() (alg string, all bool) {
	for _, p := range in.many.back {
		for _, s := range tokens.Find(p.text) {
			if alg, all = wantsPublicKey(tokens.Decode(p.text[s.Start:s.End])); !all {
				return "", false
			}
		}
	}
	return alg, all
}

// aPublicKey is what to do where one is wanted.
const aPublicKey = "--key public.pem or jwks.json"
