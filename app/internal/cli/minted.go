package cli

import (
	"cmp"
	"encoding/json"
	"time"

	"mintmark/tokens"
)

// warnAbout says what Twilio takes but nobody wants: a retired product, a
// voice token that allows no calls.
func (p *program) warnAbout(at time.Time, text string) {
	v := tokens.Diagnose(tokens.Decode(text), tokens.Options{At: at, AnyKind: true})
	for _, f := range v.Findings {
		if f.Severity != tokens.NoteSeverity {
			p.warn("minted as asked, but %s. %s", f.Found, f.Why)
			p.hint(cmp.Or(inFlags[f.Rule], f.Fix))
		}
	}
}

// inFlags is what to do about a finding in the flags of mintmark mint.
var inFlags = map[string]string{
	"voice-silent": "--voice-incoming-allow lets it be called, --voice-outgoing-application-sid AP… lets it call",
}

// later is the moment from which a token is good.
func later(issued, notBefore time.Time) time.Time {
	if notBefore.After(issued) {
		return notBefore
	}
	return issued
}

// minted is the token as JSON, in the members that the server answers with.
type minted struct {
	Token     string          `json:"token"`
	Identity  string          `json:"identity"`
	ID        string          `json:"jti"`
	IssuedAt  time.Time       `json:"issued_at"`
	ExpiresAt time.Time       `json:"expires_at"`
	ExpiresIn int64           `json:"expires_in"` // seconds
	Grants    json.RawMessage `json:"grants"`
}

// delivery is an access token on its way out.
func (p *program) delivery(t *tokens.AccessToken, text string, local *time.Location) (delivery, error) {
	grants, err := tokens.MarshalGrants("", t.Grants)
	if err != nil {
		return delivery{}, err
	}
	issued := time.Unix(t.IssuedAt.Unix(), 0).UTC()
	end := t.ExpiresAt().UTC()
	return delivery{
		token: text,
		json:  minted{text, t.Identity, t.ID, issued, end, end.Unix() - issued.Unix(), grants},
		word:  "for " + shorten(t.Identity) + ": expires " + stamp(end, p.now(), local),
	}, nil
}
