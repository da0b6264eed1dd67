package cli

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// encodings are the ways to write a secret that is no text.
var encodings = []struct {
	prefix, want string
	decode       func(string) ([]byte, error)
}{
	{"b64:", "base64", func(s string) ([]byte, error) {
		return base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	}},
	{"b64url:", "base64url", func(s string) ([]byte, error) {
		return base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	}},
	{"hex:", "hex digits", hex.DecodeString},
}

// expandSecret reads the prefixes: @file, and b64:, b64url: and hex: before a
// text or before @file. Errors carry nothing of the text: what follows an @
// may be a secret too. It is called wanted there.
func (p *program) expandSecret(ctx context.Context, text, wanted string) (string, error) {
	for _, e := range encodings {
		rest, ok := strings.CutPrefix(text, e.prefix)
		if !ok {
			continue
		}
		rest, err := p.secretFromFile(ctx, rest)
		if err != nil {
			return "", err
		}
		data, err := e.decode(strings.TrimSpace(rest))
		if err != nil {
			return "", fmt.Errorf("want %s after %s", e.want, e.prefix)
		}
		return string(data), refuseKey(string(data), wanted)
	}
	secret, err := p.secretFromFile(ctx, text)
	if err != nil {
		return "", err
	}
	return plainSecret(secret, wanted)
}

func (p *program) secretFromFile(ctx context.Context, text string) (string, error) {
	name, ok := strings.CutPrefix(text, "@")
	if !ok {
		return text, nil
	}
	secret, err := p.readSecretFile(ctx, name, maxSecret)
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = fmt.Errorf("read the file after @: %w", pe.Err)
	}
	return secret, err
}

// envSecret is the value of a name, with its prefixes read. A .env file that
// nobody named, perhaps somebody else's, may point to no other file.
func (p *program) envSecret(ctx context.Context, name, value, wanted string) (string, error) {
	if pointsToFile(value) && !p.env.mayPoint(name) {
		return "", usage("--env-file "+p.env.path+" says that you trust the file; or pass --secret-file",
			"@file is not followed out of a file that is read unasked")
	}
	return p.expandSecret(ctx, value, wanted)
}

func pointsToFile(text string) bool {
	for _, e := range encodings {
		text = strings.TrimPrefix(text, e.prefix)
	}
	return strings.HasPrefix(text, "@")
}
