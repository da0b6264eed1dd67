package gallery

import (
	"embed"
	"strings"
	"time"

	"mintmark/tokens"
)

// Moment is when the tokens of the gallery are judged, in Unix seconds.
const Moment = 1700000000

// The secrets that the tokens are judged under.
const (
	secret      = "synthetic-api-key-secret-0123456"
	otherSecret = "0123456789abcdef0123456789abcdef"
)

//go:embed broken
var broken embed.FS

//go:embed near
var near embed.FS

// Broken is the text with the token that breaks the rule with that ID, and no
// other rule; "" where there is no such rule.
func Broken(rule string) string { return read(broken, "broken/"+rule) }

// Near is the text with the token that just does not break the rule.
func Near(rule string) string { return read(near, "near/"+rule) }

// read is a file without the line break at its end.
func read(files embed.FS, name string) string {
	text, err := files.ReadFile(name + ".txt")
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(text), "\n")
}

// Secret is what the tokens of a rule are judged under. That of secret-form has
// a blank behind it, which is what is wrong; secret-kind is signed with what
// looks like an auth token.
func Secret(rule string) string {
	switch rule {
	case "secret-form":
		return secret + " "
	case "secret-kind":
		return otherSecret
	}
	return secret
}

// Options are how the tokens of a rule are judged: at [Moment], under their
// secret, and where the rule is one of legacy tokens, as what they are.
func Options(rule tokens.Rule) tokens.Options {
	return tokens.Options{
		At: time.Unix(Moment, 0), Key: tokens.SecretKey(Secret(rule.ID)),
		AnyKind: rule.Stage >= tokens.ScopesStage,
	}
}
