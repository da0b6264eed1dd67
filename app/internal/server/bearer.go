package server

import (
	"context"
	"errors"

	"mintmark/app/internal/oidc"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

// serviceKey returns whose key it is.
func (a *authenticator) serviceKey(text secret.Text) (who caller, err error) {
	who.Method = byServiceKey
	id, hash, err := store.ParseServiceKey(text)
	if err != nil {
		return who, refused("not a service key")
	}
	who.Name, who.ServiceKey = "service:"+id, id
	key, err := a.store.ServiceKey(a.trail.wait.context(), id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return who, storeUnavailable.with(err)
	}
	right := key.Hash.Equal(hash) // of an unknown key too, which has the zero hash
	switch {
	case err != nil:
		return who, refused("no such service key")
	case !right:
		return who, refused("wrong service key")
	case key.Revoked:
		return who, refused("service key is revoked")
	}
	who.holder = key
	return who, nil
}

// idToken returns whose token it is.
func idToken(ctx context.Context, issuers *oidc.Verifier, text secret.Text) (who caller, err error) {
	who.Method = byIDToken
	if issuers == nil {
		return who, refused("neither a service key nor of an issuer: there are none")
	}
	subject, err := issuers.Verify(ctx, text.Reveal())
	if subject.ID != "" {
		who.Principal = policy.Principal{
			Name: subject.Name(), Method: byIDToken, Issuer: subject.Issuer,
			Groups: subject.Groups, Claims: subject.Claims,
		}
	}
	if errors.Is(err, oidc.ErrToken) {
		return who, refused(err.Error())
	}
	if down, ok := errors.AsType[*oidc.UnavailableError](err); ok {
		return who, issuerUnavailable.after(down.Retry).with(err)
	}
	return who, err
}
