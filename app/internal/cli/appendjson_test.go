package cli

import (
	"strings"
	"testing"

	"mintmark/tokens"
)

// TestAppendFindings holds what is written by hand against encoding/json.
func TestAppendFindings(t *testing.T) {
	for name, found := range map[string][]tokens.Finding{
		"none":       {},
		"of a token": tokens.Diagnose(tokens.Decode("eyJhbGciOiJIUzI1NiIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.eyJleHAiOiIxIiwgImdyYW50cyI6eyI8JlxuXHUwMDdmIjoxLCJ2aWRlbyI6eyJyb29tIjoxfX19.AAAA"), tokens.Options{}).Findings,
		"another fix": {
			{Rule: "signature-mismatch", Severity: tokens.ErrorSeverity, Title: "The signature does not match", Found: "“x”", Why: "Another secret signed this token, or it was changed since.", Fix: "<another>"},
		},
		"no text": {{Rule: "utf8", Found: "a\xffb"}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range found {
				r := ruleTexts()[found[i].Rule].rule
				found[i].Title, found[i].Why = r.Title, r.Why
			}
			want, err := marshal(found)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := string(appendFindings(nil, found)), strings.ReplaceAll(string(want), `\ufffd`, "\ufffd"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
