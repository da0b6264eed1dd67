package cli

import (
	"context"

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
