package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"mintmark/tokens"
)

// encodingHeader is what was given, with alg and kid put in. It notes the
// algorithm among the flags.
func (p *program) encodingHeader(ctx context.Context, f *encodeFlags, key tokens.Key) ([]byte, error) {
	header, named, err := p.givenHeader(ctx, f.header)
	if err != nil {
		return nil, err
	}
	if f.alg = cmp.Or(f.alg, named, usualAlgorithm(key)); f.alg != named {
		if header, err = setText(header, "alg", f.alg); err != nil {
			return nil, err
		}
	}
	if f.header == "" { // one that was given may leave the kid out on purpose
		f.id = cmp.Or(f.id, key.ID)
	}
	if f.id == "" {
		return header, nil
	}
	return setText(header, "kid", f.id)
}

// givenHeader is --header, or the one for those who give none, and its alg.
func (p *program) givenHeader(ctx context.Context, text string) (header []byte, alg string, err error) {
	header, err = p.textOrFile(ctx, cmp.Or(text, `{"alg":"","typ":"JWT"}`))
	if err != nil {
		return nil, "", fmt.Errorf("--header: %w", err)
	}
	doc, err := tokens.ParseJSON(string(header))
	if err != nil || !doc.Is(tokens.ObjectValue) {
		return nil, "", usage(`--header '{"alg":"HS256","typ":"JWT"}'`, "--header: want a JSON object")
	}
	alg, _ = doc.Get("alg").Text()
	return header, alg, nil
}

func setText(doc []byte, name, text string) ([]byte, error) {
	return tokens.SetClaim(doc, tokens.JSON(quoteJSON(text)), name)
}

// usualAlgorithm is the one that most people want of a key.
func usualAlgorithm(key tokens.Key) string {
	names := key.Algorithms()
	for _, usual := range []string{"HS256", "RS256", "EdDSA"} {
		if slices.Contains(names, usual) {
			return usual
		}
	}
	if len(names) == 0 {
		return "HS256"
	}
	return names[0]
}
