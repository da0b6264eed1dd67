package tokens_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"mintmark/tokens"
)

// TestAppendJSON holds the findings, which are written by hand, against
// encoding/json.
func TestAppendJSON(t *testing.T) {
	tok := tokens.Decode("eyJhbGciOiJIUzI1NiIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.eyJleHAiOiIxIiwgImdyYW50cyI6eyI8JlxuXHUwMDdmIjoxLCJ2aWRlbyI6eyJyb29tIjoxfX19.AAAA")
	for name, found := range map[string][]tokens.Finding{
		"none":       {},
		"of a token": tokens.Diagnose(tok, tokens.Options{}).Findings,
		"another fix": {
			{Rule: "signature-mismatch", Severity: tokens.ErrorSeverity, Title: "The signature does not match", Found: "“x”", Why: "Another secret signed this token, or it was changed since.", Fix: "<another>"},
		},
		"no text": {{Rule: "utf8", Found: "a\xffb"}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range found {
				rules := tokens.Rules()
				at := slices.IndexFunc(rules, func(r tokens.Rule) bool { return r.ID == found[i].Rule })
				found[i].Title, found[i].Why = rules[at].Title, rules[at].Why
			}
			v := tokens.Diagnose(tok, tokens.Options{})
			v.Findings = found
			_, got, _ := strings.Cut(string(tokens.AppendJSON(nil, tok, &v)), `"findings":`)
			got, _, _ = strings.Cut(got, `,"kind":"access","verdict":{"refused":true,"headline":"`)
			if want := legibleJSON(t, found); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// legibleJSON is what encoding/json writes, with nothing in it that a screen
// obeys.
func legibleJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	text := tokens.Legible(strings.TrimSuffix(b.String(), "\n"), "\t\n\r")
	return strings.ReplaceAll(text, `\ufffd`, "\ufffd")
}
