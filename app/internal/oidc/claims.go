package oidc

import (
	"slices"
	"strings"
	"time"

	"mintmark/tokens"
)

// A Subject is the holder of a token.
type Subject struct {
	Issuer string // by its name
	ID     string // sub: the issuer has no other with this one, now or later

	Groups []string

	// Claims are the texts at the top of the token. An email that the issuer has
	// not verified is not among them.
	Claims map[string]string
}

// Name is the holder among the subjects of all issuers, "corp:sub".
func (s Subject) Name() string { return s.Issuer + ":" + s.ID }

const maxSubject = 255 // bytes. Source: OpenID Connect Core 1.0, section 2

func subjectOf(payload *tokens.Value) (string, error) {
	sub, ok := payload.Get("sub").Text()
	if !ok || sub == "" || len(sub) > maxSubject {
		return "", refuse("its sub must be a string of 1 to %d bytes", maxSubject)
	}
	if tokens.Legible(sub, "") != sub {
		return "", refuse("its sub has characters that nobody sees")
	}
	return sub, nil
}

// checkTimes refuses a token that is not valid now.
func (i *Issuer) checkTimes(t *tokens.Token, now time.Time) error {
	at := map[string]time.Time{}
	for _, claim := range []string{"exp", "nbf", "iat"} {
		var err error
		if at[claim], err = timeOf(t, claim); err != nil {
			return err
		}
	}
	switch {
	case t.Payload.Value.Get("exp") == nil:
		return refuse("it has no exp")
	case !now.Before(at["exp"].Add(i.Leeway)):
		return refuse("it has expired")
	case now.Add(i.Leeway).Before(at["nbf"]):
		return refuse("it is not valid yet")
	case now.Add(i.Leeway).Before(at["iat"]):
		return refuse("it was issued in the future")
	}
	return nil
}

// checkAudience refuses a token that is not for us. One that is for others too
// has to say that it is we who asked for it.
//
// Source: OpenID Connect Core 1.0, section 3.1.3.7, 3 to 5.
func (i *Issuer) checkAudience(payload *tokens.Value) error {
	aud, ok := textsOf(payload.Get("aud"))
	if !ok || !slices.ContainsFunc(aud, i.isOurs) {
		return refuse("its aud is not ours")
	}
	if azp, _ := payload.Get("azp").Text(); len(aud) > 1 && !i.isOurs(azp) {
		return refuse("it has several audiences, and its azp is not ours")
	}
	return nil
}

func (i *Issuer) isOurs(audience string) bool { return slices.Contains(i.Audience, audience) }

// groups are those that the token names. A rule may deny by group: so where they
// cannot be known, the token is refused.
func (i *Issuer) groups(payload *tokens.Value) ([]string, error) {
	if i.GroupsClaim == "" {
		return nil, nil
	}
	if payload.Get("_claim_names", i.GroupsClaim) != nil {
		return nil, refuse("its groups are not in it: the issuer keeps them elsewhere, as it does with too many")
	}
	claim := payload.Get(i.GroupsClaim)
	if claim == nil {
		claim = payload.Get(strings.Split(i.GroupsClaim, ".")...)
	}
	if claim == nil && isTrue(payload.Get("hasgroups")) { // Entra ID, where the token stands in an address
		return nil, refuse("its groups are not in it, and it says that there are some")
	}
	if claim == nil {
		return nil, nil
	}
	groups, ok := textsOf(claim)
	if !ok {
		return nil, refuse("its groups are neither a string nor a list of strings")
	}
	return groups, nil
}

// textClaims are the strings at the top of the payload that its issuer vouches for.
func textClaims(payload *tokens.Value) map[string]string {
	claims := map[string]string{}
	for i := range payload.Members {
		m := &payload.Members[i]
		if text, ok := m.Value.Text(); ok {
			claims[m.Name] = text
		}
	}
	if !isTrue(payload.Get("email_verified")) {
		delete(claims, "email")
	}
	return claims
}

// isTrue takes the string too, as some issuers write it.
func isTrue(v *tokens.Value) bool {
	text, _ := v.Text()
	return v.Is(tokens.TrueValue) || text == "true"
}
