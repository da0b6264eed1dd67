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
	who   authenticator
	trail trail
	now   func() time.Time
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
	Profile      string         `json:"profile"`
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
	return t.answer(w, r, c, policy.Request{})
}

// answer gives whoever has these credentials what he asks for, if he may.
func (t *tokenRoutes) answer(w http.ResponseWriter, r *http.Request, c credentials, ask policy.Request) error {
	x := exchangeOf(r)
	event := store.Event{Time: t.now(), RequestID: x.id, Client: x.client}
	who, err := t.who.identify(r.Context(), r, c, event)
	if err != nil {
		return err
	}
	event.Principal, event.Method = who.Name, who.Method
	answer, err := t.issue(r.Context(), x.settings, who, ask, event)
	if errors.Is(err, store.ErrChanged) {
		return t.who.refuse(r.Context(), "user has changed meanwhile", event)
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, "application/json", answer)
	return nil
}

// issue makes the token that is decided on and records it, or the refusal. It
// fails with [store.ErrChanged] if the caller may no longer have it.
func (t *tokenRoutes) issue(ctx context.Context, set *Settings, who caller, ask policy.Request, e store.Event) (*tokenAnswer, error) {
	d := set.Policy.Decide(who.Principal, ask)
	e.Rule = d.Rule
	if !d.Allow {
		return nil, t.deny(ctx, e, d)
	}
	token, signed, err := set.Signers[0].sign(d, e.Time)
	if errors.Is(err, tokens.ErrIdentity) {
		return nil, t.deny(ctx, e, policy.Decision{Field: "identity", Reason: err.Error()})
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
	if err := t.trail.recordFor(ctx, who.user, e); err != nil {
		return nil, err
	}
	return newTokenAnswer(d, token, signed, grants), nil
}

// deny records a refusal, which is told to whoever asked: the policy is no
// secret to those who have proved who they are.
func (t *tokenRoutes) deny(ctx context.Context, e store.Event, d policy.Decision) error {
	e.Kind, e.Reason = store.TokenDenied, d.Field+": "+d.Reason
	return cmp.Or(t.trail.record(ctx, e), error(refusalOfPolicy(d)))
}

func refusalOfPolicy(d policy.Decision) *problem {
	p := policyDenied
	if d.TooLong {
		p = ttlOutOfRange
	}
	return p.saying("%s: %s", d.Field, d.Reason)
}

func newTokenAnswer(d policy.Decision, t *tokens.AccessToken, signed string, grants []byte) *tokenAnswer {
	seconds := int64(t.TTL / time.Second)
	return &tokenAnswer{
		Token:        signed,
		Identity:     t.Identity,
		Profile:      d.Profile,
		ID:           t.ID,
		IssuedAt:     t.IssuedAt,
		ExpiresAt:    t.ExpiresAt().UTC(),
		ExpiresIn:    seconds,
		RefreshAfter: seconds * 4 / 5,
		Grants:       grants,
	}
}
