package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// keyFlags say what there is to verify with.
type keyFlags struct {
	secretFlags
	files []string
	id    string
}

func (k *keyFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&k.files, "key", nil, "verify with the keys in this `file`: PEM, certificate, JWK, JWK Set or secret; may be repeated")
	f.StringVar(&k.id, "kid", "", "of these keys take the one with this `id`")
	for _, name := range []string{"key", "kid"} {
		_ = f.SetAnnotation(name, sectionKey, []string{"Credentials"})
	}
	k.secretFlags.add(cmd)
}

// A heldKey is a key and where it was found: "--key jwks.json".
type heldKey struct {
	tokens.Key
	source string
}

// A keyring is what there is to verify with: what was given, for every token,
// or else what the environment holds, each for the tokens that it signs.
type keyring struct {
	given  []heldKey
	secret foundSecret // that was given, where it is one

	apiKeySecret, authToken foundSecret // of the environment
}

// keyring looks in the flags and in the environment. It asks nobody.
func (p *program) keyring(ctx context.Context, k *keyFlags) (*keyring, error) {
	ring := &keyring{}
	envErr := p.readEnvSecrets(ctx, ring) // matters where nothing else is given
	switch {
	case len(k.files) > 0:
		return ring, p.readKeys(ctx, k, ring)
	case k.id != "":
		return nil, usage("it chooses among the keys of --key", "--kid is there without --key")
	case k.text != "" || k.file != "":
		found, err := p.secret(ctx, &k.secretFlags, false)
		if err != nil {
			return nil, err
		}
		return ring, ring.give(found)
	}
	return ring, envErr
}

func (p *program) readEnvSecrets(ctx context.Context, ring *keyring) (err error) {
	if ring.apiKeySecret, err = p.secret(ctx, &secretFlags{of: apiKeySecret}, false); err != nil {
		return err
	}
	ring.authToken, err = p.secret(ctx, &secretFlags{of: authToken}, false)
	return err
}

// give takes a secret for every token.
func (r *keyring) give(s foundSecret) error {
	if s.text == "" {
		return usage("it should hold the "+apiKeySecret.name, "%s is empty", s.source)
	}
	r.given, r.secret = []heldKey{{tokens.SecretKey(s.text), s.source}}, s
	return nil
}

// readKeys reads the files of --key.
func (p *program) readKeys(ctx context.Context, k *keyFlags, ring *keyring) error {
	if k.text != "" || k.file != "" {
		return usage("give one of them", "--key and a secret are both there")
	}
	for _, name := range k.files {
		keys, err := p.readKeyFile(ctx, name)
		if err != nil {
			return err
		}
		for _, key := range keys {
			ring.given = append(ring.given, heldKey{key, "--key " + shorten(name)})
		}
	}
	if k.id == "" {
		return nil
	}
	var ids []string
	for _, key := range ring.given {
		if key.ID != "" {
			ids = append(ids, shorten(key.ID))
		}
	}
	ring.given = slices.DeleteFunc(ring.given, func(key heldKey) bool { return key.ID != k.id })
	if len(ring.given) == 0 {
		return usage("the ids there are: "+strings.Join(ids, ", "), "no key has the id %q", shorten(k.id))
	}
	return nil
}

// readKeyFile reads the keys of a file, - for standard input. A secret it takes
// too, if nothing else can be meant.
func (p *program) readKeyFile(ctx context.Context, name string) ([]tokens.Key, error) {
	if strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://") {
		return nil, usage("curl -o jwks.json "+shorten(name)+", then --key jwks.json", "Mintmark fetches nothing: --key takes a file")
	}
	text, err := p.readSecretFile(ctx, name, maxKeys)
	switch {
	case err != nil:
		return nil, under("--key", err)
	case text == "":
		return nil, usage("it should hold a key", "--key: %s is empty", name)
	case isBareSecret(text):
		return []tokens.Key{tokens.SecretKey(text)}, nil
	case !tokens.LooksLikeKeys(text):
		return nil, usage("--secret-file takes a secret", "--key: there is no key in %s", name)
	}
	keys, err := tokens.ParseKeys(text)
	if err != nil {
		return nil, usage(keyHint(text, name), "--key %s: %w", name, err)
	}
	return keys, nil
}

// isEmpty reports whether there is nothing in it.
func (r *keyring) isEmpty() bool {
	return len(r.given) == 0 && r.apiKeySecret.text == "" && r.authToken.text == ""
}

// signer is what signs the tokens of a kind.
func signer(kind tokens.TokenKind) credential {
	if kind == tokens.ClientCapabilityKind || kind == tokens.TaskRouterCapabilityKind {
		return authToken
	}
	return apiKeySecret
}

// of is the keys for tokens of a kind; none where nothing is set.
func (r *keyring) of(kind tokens.TokenKind) []heldKey {
	secret := r.secretFor(kind)
	switch {
	case len(r.given) > 0:
		return r.given
	case secret.text == "":
		return nil
	}
	return []heldKey{{tokens.SecretKey(secret.text), secret.source}}
}

// secretFor is the secret for tokens of a kind, where there is one.
func (r *keyring) secretFor(kind tokens.TokenKind) foundSecret {
	switch {
	case len(r.given) > 0:
		return r.secret
	case signer(kind).name == authToken.name:
		return r.authToken
	}
	return r.apiKeySecret
}

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
