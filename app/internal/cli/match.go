package cli

import (
	"errors"

	"mintmark/tokens"
)

// match is the key that signed a token, or the one that comes nearest to it,
// and what [tokens.Verify] says of it.
func match(t *tokens.Token, keys []heldKey) (heldKey, error) {
	if len(keys) == 0 {
		return heldKey{}, tokens.ErrNoKey
	}
	plain := make([]tokens.Key, len(keys))
	for i, key := range keys {
		plain[i] = key.Key
	}
	made, err := tokens.VerifyAny(t, plain)
	if len(keys) == 1 || err != nil && !errors.Is(err, tokens.ErrSignature) {
		return keys[0], err
	}
	for _, key := range keys {
		if e := tokens.Verify(t, key.Key); e == nil && key.ID == made.ID || err != nil && errors.Is(e, tokens.ErrSignature) {
			return key, err
		}
	}
	return keys[0], err
}

// mistaken says what went wrong with a signature that does not match, and what
// to do: a slip on the way of the secret, another secret of the environment that
// made it, or a secret that cannot be one.
func (r *keyring) mistaken(t *tokens.Token) (found, fix string) {
	for _, key := range r.of(t.Kind()) {
		if m, ok := tokens.FindMistake(t, key.Key); ok {
			return m.Found, m.Fix
		}
	}
	if other := r.otherSigner(t); other != nil {
		return other.words(t.Kind()), other.fix(t.Kind(), r)
	}
	return r.unfit(t.Kind())
}

// unfit says so of a secret that signs no token of this kind.
func (r *keyring) unfit(kind tokens.TokenKind) (found, fix string) {
	secret, check := r.secretFor(kind), tokens.CheckSecret
	switch {
	case secret.text == "" || kind != tokens.AccessKind && signer(kind).name != authToken.name:
		return "", ""
	case signer(kind).name == authToken.name:
		check = tokens.CheckAuthToken
	}
	if err := check(secret.text); err != nil {
		return secret.source + ": " + err.Error(), "Verify with the " + signer(kind).name + "."
	}
	return "", ""
}

// weakness says so of a key that protects less than it should; "" else.
func weakness(t *tokens.Token, key tokens.Key) string {
	alg, _ := t.Header.Value.Get("alg").Text()
	return key.Weakness(alg)
}
