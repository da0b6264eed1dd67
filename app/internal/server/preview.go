package server

import (
	"net/http"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"mintmark/app/internal/policy"
	"mintmark/tokens"
)

// A previewAnswer is what the policy says to a request, and why. No token is
// made, and so there is nothing to audit.
type previewAnswer struct {
	Allow     bool           `json:"allow"`
	Rule      string         `json:"rule,omitempty"`
	Profile   string         `json:"profile,omitempty"`
	Identity  string         `json:"identity,omitempty"`
	ExpiresIn int64          `json:"expires_in,omitzero"` // seconds
	Grants    jsontext.Value `json:"grants,omitempty"`
	Refusal   *refusal       `json:"refusal,omitzero"`
	Steps     []policy.Step  `json:"steps"`
}

// A refusal is the problem that POST /v1/token would answer with.
type refusal struct {
	Code   string `json:"code"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

func (t *tokenRoutes) preview(w http.ResponseWriter, r *http.Request) error {
	c, ask, err := readTokenBody(w, r)
	if err != nil {
		return err
	}
	who, _, err := t.identify(r, c)
	if err != nil {
		return err
	}
	set := exchangeOf(r).settings
	d, _, _, err := set.mint(who.Principal, ask, t.now()) // that token goes nowhere
	if err != nil {
		return err
	}
	answer, err := newPreviewAnswer(d)
	if err != nil {
		return err
	}
	answer.Steps = stepsAbout(set.Policy.Explain(who.Principal, ask))
	writeJSON(w, http.StatusOK, "application/json", answer)
	return nil
}

// stepsAbout leaves out the rules that are about others, and whom else a rule
// denies: whoever asks is not to learn from that who there is.
func stepsAbout(steps []policy.Step) []policy.Step {
	steps = slices.DeleteFunc(steps, func(s policy.Step) bool { return !s.Matches })
	for i := range steps {
		if steps[i].Deny {
			steps[i].Why = "denies every token"
		}
	}
	return steps
}

func newPreviewAnswer(d policy.Decision) (a previewAnswer, err error) {
	a = previewAnswer{Allow: d.Allow, Rule: d.Rule, Profile: d.Profile}
	if !d.Allow {
		a.Refusal = &refusal{refusalOfPolicy(d).code, d.Field, d.Reason}
		return a, nil
	}
	a.Identity, a.ExpiresIn = d.Identity, int64(d.TTL/time.Second)
	a.Grants, err = tokens.MarshalGrants("", d.Grants)
	return a, err
}
