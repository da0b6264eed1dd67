package server

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/password"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
)

// authenticator finds out who asks.
type authenticator struct {
	store interface {
		User(context.Context, store.Name) (store.User, error)
		Rehash(context.Context, store.User, string, store.Event) error
		ServiceKey(context.Context, string) (store.ServiceKey, error)
	}
	hasher *password.Hasher
	limits *limit.Limiter
	trail  trail
}

// A caller is who asks: to the policy a principal, to the store whoever can be
// stopped.
type caller struct {
	policy.Principal

	holder store.Holder // nil for the holder of an ID token, whom only his issuer stops
}

// A refused caller is not who he says he is, or may no longer be; the text says
// why, for the audit trail alone.
type refused string

func (r refused) Error() string { return string(r) }

// identify returns who asks. It records a login that fails. A request without
// credentials is none: it proves nothing and decides nothing, and its rows would
// cost the sender nothing either, where each failed login costs him a hash.
func (a *authenticator) identify(ctx context.Context, r *http.Request, c credentials, e store.Event) (who caller, err error) {
	set := exchangeOf(r).settings
	if !c.isBearer() && set.NoPasswords {
		return who, &noPasswords
	}
	if c.missing() {
		return who, c.refused()
	}
	// A client that ends its side of the connection may still wait for the answer.
	// What follows waits for a few seconds at the most.
	ctx = context.WithoutCancel(ctx)
	if c.isBearer() {
		who, err = a.checkBearer(ctx, set, c, e.Client)
	} else {
		who, err = a.checkPassword(ctx, set, c, e)
	}
	e.Principal, e.Method = who.Name, c.method
	return who, a.explain(c, e, err)
}

// explain records why somebody is refused, or kept waiting, and does not tell him.
func (a *authenticator) explain(c credentials, e store.Event, err error) error {
	wait, waits := errors.AsType[*limit.WaitError](err)
	why, isRefused := errors.AsType[refused](err)
	switch {
	case waits:
		if !wait.News {
			return rateLimited.after(wait.After).with(err)
		}
		e.Kind, e.Reason = store.RateLimited, wait.Error()
		return cmp.Or(a.trail.record(e), error(rateLimited.after(wait.After).with(err)))
	case isRefused:
		e.Kind, e.Reason = store.LoginFailed, why.Error()
		return cmp.Or(a.trail.record(e), error(c.refused().with(err)))
	case errors.Is(err, password.ErrBusy), errors.Is(err, context.Canceled):
		return overloaded.with(err)
	}
	return err
}

// checkBearer returns whose service key or ID token it is. Those that are right
// need no budget, for nobody guesses them; those that are not are counted.
func (a *authenticator) checkBearer(ctx context.Context, set *Settings, c credentials, client string) (who caller, err error) {
	if c.method == byServiceKey {
		who, err = a.serviceKey(c.bearer)
	} else {
		who, err = idToken(ctx, set.OIDC, c.bearer)
	}
	if _, isRefused := errors.AsType[refused](err); !isRefused {
		return who, err
	}
	return who, counted(err, a.limits.Bearer(a.trail.wait.context(), set.Limits, client))
}

// counted is the error of somebody whose failure was to be counted.
func counted(failure, counting error) error {
	if counting == nil {
		return failure
	}
	return limitError(counting)
}

// refuse is for a caller who turns out to have changed since he was identified.
func (a *authenticator) refuse(c credentials, why string, e store.Event) error {
	return a.explain(c, e, refused(why))
}
