package gallery_test

import (
	"slices"
	"testing"

	"mintmark/tokens"
	"mintmark/tokens/gallery"
)

func found(text string, o tokens.Options) []string {
	var rules []string
	for _, f := range tokens.Diagnose(tokens.Decode(text), o).Findings {
		rules = append(rules, f.Rule)
	}
	return rules
}

func TestEveryRuleHasItsTokens(t *testing.T) {
	for _, r := range tokens.Rules() {
		t.Run(r.ID, func(t *testing.T) {
			o := gallery.Options(r)
			if got := found(gallery.Broken(r.ID), o); !slices.Equal(got, []string{r.ID}) {
				t.Errorf("broken: got %v, want %s alone", got, r.ID)
			}
			if r.ID == "secret-form" { // what is just right is the secret
				o.Key = tokens.SecretKey(gallery.Secret("iss"))
			}
			text := gallery.Near(r.ID)
			if got := found(text, o); text == "" || slices.Contains(got, r.ID) {
				t.Errorf("near: got %v of %q, want all but it", got, text)
			}
		})
	}
}

func TestNoSuchRule(t *testing.T) {
	for _, rule := range []string{"", "no-such-rule", "../near/iss"} {
		if got := gallery.Broken(rule) + gallery.Near(rule); got != "" {
			t.Errorf("%q: got %q, want nothing", rule, got)
		}
	}
}
