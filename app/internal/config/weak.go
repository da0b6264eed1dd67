package config

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"

	"mintmark/tokens"
)

// ErrSample is a secret that has been left from a sample: everybody knows it.
var ErrSample = errors.New("this is a sample value: want the one that the Console shows when a key is made")

// CheckSecret returns [tokens.ErrSecret] for what cannot be an API key's secret, and
// [ErrSample] for what no server is to sign with.
func CheckSecret(text string) error {
	if err := tokens.CheckSecret(text); err != nil {
		return err
	}
	if isSample(text) {
		return ErrSample
	}
	return nil
}

// documented is the secret of Mintmark's own documentation, which is for a first try.
const documented = "synthetic-api-key-secret"

func (r *reader) checkSecret(n *yaml.Node, text string) {
	err := CheckSecret(text)
	if err == nil && strings.Contains(text, documented) {
		err = ErrSample
	}
	if err != nil {
		r.Fail(n, "the secret: %v", err)
	}
}

// sampleWords are too long to come about in a random secret.
var sampleWords = []string{"example", "placeholder", "changeme", "change_me", "change-me", "replace", "sample", "insert", "your_", "your-", "my_api", "api_key", "xxxxxx"}

// isSample tells a value that somebody has typed. A random secret of 32 letters
// and digits has about 25 different ones, and no long run of neighbours.
func isSample(text string) bool {
	lower := strings.ToLower(text)
	for _, word := range sampleWords {
		if strings.Contains(lower, word) {
			return true
		}
	}
	const fewest, longest = 10, 8
	different := map[byte]bool{}
	run := 1
	for i := range len(lower) {
		different[lower[i]] = true
		if i > 0 && (lower[i] == lower[i-1]+1 || lower[i] == lower[i-1]) {
			run++
		} else {
			run = 1
		}
		if run >= longest {
			return true
		}
	}
	return len(different) < fewest
}
