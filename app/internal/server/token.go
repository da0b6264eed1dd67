package server

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
	"mintmark/tokens"
)

// tokenRoutes issue tokens.
type tokenRoutes struct {
	login  login
	policy *policy.Policy
	signer Signer
	trail  trail
	now    func() time.Time
}

func (t *tokenRoutes) mount(mux *http.ServeMux) {
	mux.Handle("POST /token", sameOrigin(api(t.post)))
	mux.Handle("/token", allow("POST"))
}

// A tokenAnswer is what POST /token gives. The tutorials' clients read the first
// member.
type tokenAnswer struct {
	Token        string         `json:"token"`
	Identity     string         `json:"identity"`
	ID           string         `json:"jti"`
	IssuedAt     time.Time      `json:"issued_at"`
	ExpiresAt    time.Time      `json:"expires_at"`
	ExpiresIn    int64          `json:"expires_in"`    // seconds
	RefreshAfter int64          `json:"refresh_after"` // seconds: time enough to try again
	Grants       jsontext.Value `json:"grants"`
}

func (t *tokenRoutes) post(w http.ResponseWriter, r *http.Request) error {
	c, err := readCredentials(w, r)
	if err != nil {
		return err
	}
	x := exchangeOf(r)
	event := store.Event{Time: t.now(), RequestID: x.id, Client: x.client}
	who, err := t.identify(r.Context(), c, event)
	if err != nil {
		return err
	}
	event.Principal, event.Method = who.Name, who.Method
	answer, err := t.issue(r.Context(), t.policy.Decide(who.Principal, policy.Request{}), who.user, event)
	if errors.Is(err, store.ErrChanged) {
		return t.refuse(r.Context(), "user has changed meanwhile", event)
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, "application/json", answer)
	return nil
}

// identify records a login that fails. A request without credentials is none: it
// proves nothing and decides nothing, and its rows would cost the sender nothing
// either, where each failed login costs him a hash.
func (t *tokenRoutes) identify(ctx context.Context, c credentials, e store.Event) (caller, error) {
	if c.missing() {
		return caller{}, &invalidCredentials
	}
	who, refusal, err := t.login.check(ctx, c)
	if err != nil || refusal == "" {
		return who, err
	}
	e.Principal, e.Method = who.Name, who.Method
	return who, t.refuse(ctx, refusal, e)
}

// refuse records why there is no token for somebody, and does not tell him.
func (t *tokenRoutes) refuse(ctx context.Context, why string, e store.Event) error {
	e.Kind, e.Reason = store.LoginFailed, why
	return cmp.Or(t.trail.record(ctx, e), error(&invalidCredentials))
}

// issue makes the token that was decided on and records it, or the refusal. It
// fails with [store.ErrChanged] if the user may no longer have it.
func (t *tokenRoutes) issue(ctx context.Context, d policy.Decision, u store.User, e store.Event) (*tokenAnswer, error) {
	e.Rule = d.Rule
	if !d.Allow {
		return nil, t.deny(ctx, e, d.Field, d.Reason)
	}
	token, signed, err := t.signer.sign(d, e.Time)
	if errors.Is(err, tokens.ErrIdentity) {
		return nil, t.deny(ctx, e, "identity", err.Error())
	}
	if err != nil {
		return nil, err
	}
	grants, err := tokens.MarshalGrants("", token.Grants)
	if err != nil {
		return nil, err
	}
	e.Kind, e.Identity, e.Grants, e.TTL = store.TokenIssued, token.Identity, string(grants), token.TTL
	e.TokenID, e.KeySID = token.ID, token.KeySID
	if err := t.trail.recordFor(ctx, u, e); err != nil {
		return nil, err
	}
	return newTokenAnswer(token, signed, grants), nil
}

func (t *tokenRoutes) deny(ctx context.Context, e store.Event, field, reason string) error {
	e.Kind, e.Reason = store.TokenDenied, field+": "+reason
	return cmp.Or(t.trail.record(ctx, e), error(policyDenied.saying("%s: %s", field, reason)))
}

func newTokenAnswer(t *tokens.AccessToken, signed string, grants []byte) *tokenAnswer {
	seconds := int64(t.TTL / time.Second)
	return &tokenAnswer{
		Token:        signed,
		Identity:     t.Identity,
		ID:           t.ID,
		IssuedAt:     t.IssuedAt,
		ExpiresAt:    t.ExpiresAt().UTC(),
		ExpiresIn:    seconds,
		RefreshAfter: seconds * 4 / 5,
		Grants:       grants,
	}
}
