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

// A keyring is what there is to verify with: what was given, for every token,
// or else what the environment holds, each for the tokens that it signs.
type keyring struct {
	given   []tokens.Key
	givenBy string      // "--key"
	secret  foundSecret // that was given, where it is one

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
	r.given, r.givenBy, r.secret = []tokens.Key{tokens.SecretKey(s.text)}, s.source, s
	return nil
}

// readKeys reads the files of --key.
func (p *program) readKeys(ctx context.Context, k *keyFlags, ring *keyring) error {
	if k.text != "" || k.file != "" {
		return usage("give one of them", "--key and a secret are both there")
	}
	ring.givenBy = "--key"
	for _, name := range k.files {
		keys, err := p.readKeyFile(ctx, name)
		if err != nil {
			return err
		}
		ring.given = append(ring.given, keys...)
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
	ring.given = slices.DeleteFunc(ring.given, func(key tokens.Key) bool { return key.ID != k.id })
	if len(ring.given) == 0 {
		return usage("the ids there are: "+strings.Join(ids, ", "), "no key has the id %q", shorten(k.id))
	}
	return nil
}

// readKeyFile reads the keys of a file, - for standard input. What is neither
// PEM nor JSON is a secret, to the letter, with one line break at its end taken off.
func (p *program) readKeyFile(ctx context.Context, name string) ([]tokens.Key, error) {
	if name == "" {
		return nil, emptyFlag("--key")
	}
	text, err := p.readSecretFile(ctx, name, maxKeys)
	if err != nil {
		return nil, under("--key", err)
	}
	if !tokens.LooksLikeKeys(text) && !holdsKey(text) {
		if text == "" {
			return nil, usage("it should hold a key", "--key: %s is empty", name)
		}
		return []tokens.Key{tokens.SecretKey(text)}, nil
	}
	keys, err := tokens.ParseKeys(text)
	if err != nil {
		return nil, usage("want PEM, a JWK, a JWK Set, a certificate or a secret", "--key %s: %w", name, err)
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

// of is the keys for a token, and where they come from; none with the name that
// is not set.
func (r *keyring) of(kind tokens.TokenKind) (keys []tokens.Key, source string) {
	if len(r.given) > 0 {
		return r.given, r.givenBy
	}
	secret := r.secretFor(kind)
	if secret.text == "" {
		return nil, signer(kind).envNames[0] + " is not set"
	}
	return []tokens.Key{tokens.SecretKey(secret.text)}, secret.source
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
func match(t *tokens.Token, keys []tokens.Key) (tokens.Key, error) {
	key, err := tokens.VerifyAny(t, keys)
	if err == nil || len(keys) == 0 {
		return key, err
	}
	for _, key := range keys {
		if errors.Is(err, tokens.ErrSignature) && errors.Is(tokens.Verify(t, key), tokens.ErrSignature) {
			return key, err
		}
	}
	return keys[0], err
}

// mistaken says what went wrong with a signature that does not match, and what
// to do: a slip on the way of the secret, another secret of the environment that
// made it, or a secret that cannot be one.
func (r *keyring) mistaken(t *tokens.Token) (found, fix string) {
	keys, _ := r.of(t.Kind())
	for _, key := range keys {
		if m, ok := tokens.FindMistake(t, key); ok {
			return m.Found, m.Fix
		}
	}
	if found, fix := r.otherSecret(t); found != "" {
		return found, fix
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

// otherSecret looks for the secret of a signature in the environment.
func (r *keyring) otherSecret(t *tokens.Token) (found, fix string) {
	for _, other := range []struct {
		credential
		foundSecret
	}{{authToken, r.authToken}, {apiKeySecret, r.apiKeySecret}} {
		if other.text != "" && tokens.Verify(t, tokens.SecretKey(other.text)) == nil {
			return "it was made with the " + other.name + ", " + other.source, other.fix(t.Kind())
		}
	}
	return "", ""
}

// fix says what to do about a token that the credential signed.
func (c credential) fix(kind tokens.TokenKind) string {
	switch {
	case signer(kind).name == c.name:
		return "Verify with that one."
	case c.name == authToken.name:
		return "Sign with the secret of the API key: the auth token signs capability tokens only."
	}
	return "Sign with the account's auth token: API keys sign access tokens only."
}

// weakness says so of a key that protects less than it should; "" else.
func weakness(t *tokens.Token, key tokens.Key) string {
	alg, _ := t.Header.Value.Get("alg").Text()
	return key.Weakness(alg)
}
