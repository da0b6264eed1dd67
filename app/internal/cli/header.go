package cli

import (
	"context"
	"fmt"

	"mintmark/tokens"
)

// encodingHeader is what was given, with alg and kid put in.
func (p *program) encodingHeader(ctx context.Context, f *encodeFlags, key tokens.Key) ([]byte, error) {
	header, err := p.textOrFile(ctx, f.header)
	if err != nil {
		return nil, fmt.Errorf("--header: %w", err)
	}
	if f.header == "" {
		header = []byte(`{"alg":"","typ":"JWT"}`)
	}
	doc, err := tokens.ParseJSON(string(header))
	if err != nil || !doc.Is(tokens.ObjectValue) {
		return nil, usage(`--header '{"alg":"HS256","typ":"JWT"}'`, "--header: want a JSON object")
	}
	named, _ := doc.Get("alg").Text()
	switch {
	case f.alg == "" && named == "":
		f.alg = usualAlgorithm(key)
	case f.alg == "":
		f.alg = named
	}
	if f.alg != named {
		if header, err = tokens.SetClaim(header, tokens.JSON(appendQuote(nil, f.alg)), "alg"); err != nil {
			return nil, err
		}
	}
	if f.id == "" && (doc.Get("kid") != nil || f.header != "") {
		return header, nil
	}
	if f.id == "" {
		f.id = key.ID
	}
	if f.id == "" {
		return header, nil
	}
	return tokens.SetClaim(header, tokens.JSON(appendQuote(nil, f.id)), "kid")
}

// usualAlgorithm is the one that most people want of a key.
func usualAlgorithm(key tokens.Key) string {
	names := key.Algorithms()
	for _, usual := range []string{"HS256", "RS256", "EdDSA"} {
		for _, name := range names {
			if name == usual {
				return name
			}
		}
	}
	if len(names) == 0 {
		return "HS256"
	}
	return names[0]
}
