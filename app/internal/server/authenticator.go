package server

import (
	"cmp"
	"context"
	"net/http"

	"mintmark/app/internal/store"
)

// authenticator finds out who asks.
type authenticator struct {
	login login
	trail trail
}

// identify records a login that fails. A request without credentials is none: it
// proves nothing and decides nothing, and its rows would cost the sender nothing
// either, where each failed login costs him a hash.
func (a *authenticator) identify(ctx context.Context, _ *http.Request, c credentials, e store.Event) (caller, error) {
	if c.missing() {
		return caller{}, &invalidCredentials
	}
	who, refusal, err := a.login.check(ctx, c)
	if err != nil || refusal == "" {
		return who, err
	}
	e.Principal, e.Method = who.Name, who.Method
	return who, a.refuse(ctx, refusal, e)
}

// refuse records why there is no token for somebody, and does not tell him.
func (a *authenticator) refuse(ctx context.Context, why string, e store.Event) error {
	e.Kind, e.Reason = store.LoginFailed, why
	return cmp.Or(a.trail.record(ctx, e), error(&invalidCredentials))
}
