package server

import (
	"net/http"
	"time"

	"mintmark/app/internal/policy"
)

// A whoamiAnswer is what the server knows of whoever asks.
type whoamiAnswer struct {
	Principal string         `json:"principal"`
	Method    string         `json:"method"`
	Issuer    string         `json:"issuer,omitempty"`
	Groups    []string       `json:"groups"`
	Rules     []string       `json:"rules"`    // that are about him, in the order in which they are tried
	Profiles  []profileOffer `json:"profiles"` // that he may ask for
}

type profileOffer struct {
	policy.Profile

	TTL    int64 `json:"ttl"`     // seconds
	MaxTTL int64 `json:"max_ttl"` // seconds
}

func (t *tokenRoutes) whoami(w http.ResponseWriter, r *http.Request) error {
	who, _, err := t.identify(r, credentialsOf(r, loginBody{}))
	if err != nil {
		return err
	}
	p := exchangeOf(r).settings.Policy
	answer := whoamiAnswer{Principal: who.Name, Method: who.Method, Issuer: who.Issuer, Groups: who.Groups}
	for _, step := range p.Explain(who.Principal, policy.Request{}) {
		if step.Matches {
			answer.Rules = append(answer.Rules, step.Rule)
		}
	}
	for _, profile := range p.Profiles(who.Principal) {
		answer.Profiles = append(answer.Profiles, profileOffer{profile, int64(profile.TTL / time.Second), int64(profile.MaxTTL / time.Second)})
	}
	writeJSON(w, http.StatusOK, "application/json", answer)
	return nil
}
