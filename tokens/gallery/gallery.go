package gallery

import (
	_ "embed" // for the tokens
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

//go:embed broken.txt
var broken string

//go:embed near.txt
var near string

// Broken is the text with the token that breaks the rule with that ID, and no
// other rule; "" where there is no such rule.
func Broken(rule string) string { return section(broken, rule) }

// Near is the text with the token that just does not break the rule.
func Near(rule string) string { return section(near, rule) }

// section is what stands below the line with a name.
func section(file, name string) string {
	_, text, _ := strings.Cut("\n"+file, "\n-- "+name+" --\n")
	text, _, more := strings.Cut(text, "\n-- ")
	if !more {
		text = strings.TrimSuffix(text, "\n")
	}
	return text
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
