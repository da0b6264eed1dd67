package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"mintmark/tokens"
)

// grantFlags take grants as they stand in a token.
type grantFlags struct {
	texts   []string // JSON
	unknown bool
	strict  bool // there is no flag to take what is unknown
}

func (g *grantFlags) add(f *pflag.FlagSet, help string) {
	f.StringArrayVar(&g.texts, "grant", nil, help)
	f.BoolVar(&g.unknown, "allow-unknown", false, "take what Mintmark does not know in --grant: Twilio ignores a misspelled name, and what it was to restrict")
}

// appendTo adds the grants to others, of which none may be of the same kind.
func (g *grantFlags) appendTo(ctx context.Context, p *program, grants []tokens.Grant) ([]tokens.Grant, error) {
	parse := tokens.ParseGrants
	if g.unknown {
		parse = tokens.ParseAnyGrants
	}
	for _, text := range g.texts {
		data, err := p.textOrFile(ctx, text)
		if err != nil {
			return nil, fmt.Errorf("--grant: %w", err)
		}
		if inner, _ := tokens.ParseJSON(string(data)); inner.Get("grants") != nil {
			return nil, usage(`leave out the outer "grants": --grant '{"video":{"room":"daily"}}'`, "--grant: want the grants alone")
		}
		more, err := parse(data)
		if err == nil && len(more) == 0 {
			err = errors.New("it holds no grant")
		}
		if err != nil {
			return nil, g.explain(err, data)
		}
		for _, one := range more {
			if slices.ContainsFunc(grants, func(have tokens.Grant) bool { return have.Key() == one.Key() }) {
				return nil, usage("name it once, with all that it is to hold", "the %s grant is there twice", shorten(one.Key()))
			}
			grants = append(grants, one)
		}
	}
	return grants, nil
}

// explain says what is wrong with a --grant.
func (g *grantFlags) explain(err error, data []byte) error {
	const as = `as in --grant '{"video":{"room":"daily"}}'`
	var unknown *tokens.UnknownNameError
	var field *tokens.FieldError
	var broken *tokens.SyntaxError
	if _, err := tokens.ParseJSON(string(data)); errors.As(err, &broken) {
		at := 1 + utf8.RuneCount(data[:min(broken.Offset, len(data))])
		return usage(as, "--grant is no JSON: %s, character %d: want a JSON object", broken.Reason, at)
	}
	switch {
	case errors.As(err, &unknown) && g.strict:
		return usage("Twilio ignores names that it does not know", "--grant: %w", err)
	case errors.As(err, &unknown):
		return usage("Twilio ignores names that it does not know; if you know better, add --allow-unknown", "--grant: %w", err)
	case errors.As(err, &field) && field.Path == "grants":
		return usage(as, "%w", underFlag("--grant", err))
	}
	return usage(as, "--grant: %w", err)
}
