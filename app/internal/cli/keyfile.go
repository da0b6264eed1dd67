package cli

import (
	"context"
	"slices"
	"strings"

	"mintmark/tokens"
)

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
	return ring.pick(k.id)
}

// pick keeps of the keys that were given those with an id.
func (r *keyring) pick(id string) error {
	var ids []string
	for _, key := range r.given {
		if key.ID != "" {
			ids = append(ids, shorten(key.ID))
		}
	}
	hint := "none of them has an id: leave out --kid, or take another file"
	if len(ids) > 0 {
		hint = "the ids there are: " + strings.Join(ids, ", ")
	}
	r.given = slices.DeleteFunc(r.given, func(key heldKey) bool { return key.ID != id })
	if len(r.given) == 0 {
		return usage(hint, "no key has the id %q", shorten(id))
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
