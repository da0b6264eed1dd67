package server

import (
	"errors"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/secret"
	"mintmark/tokens"
)

// A Signer is the API key that signs.
type Signer struct {
	AccountSID string // AC…
	KeySID     string // SK…
	Secret     secret.Text
	Region     string // "ie1"; empty for us1
}

// mint decides, and signs what is allowed. An identity that a product in the
// token refuses is not.
func (set *Settings) mint(who policy.Principal, ask policy.Request, now time.Time) (d policy.Decision, t tokens.AccessToken, signed string, err error) {
	if d = set.Policy.Decide(who, ask); !d.Allow {
		return d, t, "", nil
	}
	t, signed, err = set.Signers[0].sign(d, now)
	if errors.Is(err, tokens.ErrIdentity) {
		d.Allow, d.Field, d.Reason = false, "identity", err.Error()
		return d, t, "", nil
	}
	return d, t, signed, err
}

// sign makes the token that was decided on. The token is returned as it was
// described, too: that has its id and its times.
func (s *Signer) sign(d policy.Decision, now time.Time) (t tokens.AccessToken, signed string, err error) {
	t = tokens.AccessToken{
		AccountSID: s.AccountSID,
		KeySID:     s.KeySID,
		Region:     s.Region,
		Identity:   d.Identity,
		TTL:        d.TTL,
		Grants:     d.Grants,
		Now:        now,
		IssuedAt:   now.UTC().Truncate(time.Second),
		ID:         tokens.NewID(s.KeySID),
	}
	signed, err = t.Sign(s.Secret.Reveal())
	return t, signed, err
}
