package oidc

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"mintmark/tokens"
)

// Probe asks an issuer for its keys, as a [Verifier] would, and returns how many
// of them there are that may verify its tokens.
func Probe(ctx context.Context, i Issuer, transport http.RoundTripper) (int, error) {
	if err := i.check(); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchWait)
	defer cancel()
	keys, err := fetchKeys(ctx, newClient(i.URL, transport), i.URL)
	if err != nil {
		return 0, err
	}
	able := slices.DeleteFunc(keys, func(k tokens.Key) bool { return k.Alg != "" && !slices.Contains(i.allowed(), k.Alg) })
	if len(able) == 0 {
		return 0, fmt.Errorf("it has %d keys, and none of them is for one of %v", len(keys), i.allowed())
	}
	return len(able), nil
}

// allowed are the algorithms that its tokens may have.
func (i *Issuer) allowed() []string {
	if len(i.Algorithms) == 0 {
		return algorithms
	}
	return i.Algorithms
}
