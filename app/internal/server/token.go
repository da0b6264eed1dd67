package server

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
	"mintmark/tokens"
)

// tokenRoutes issue tokens.
type tokenRoutes struct {
	who      authenticator
	trail    trail
	issued   limit.Pace // tokens
	refusals limit.Pace
	now      func() time.Time
}

func (t *tokenRoutes) mount(rt *router) {
	rt.answer("/token", table{"POST": withoutQuery(t.post), "GET": t.get}, withoutGet, crossOrigin)
	rt.answer("/v1/token", table{"POST": withoutQuery(t.postV1)}, crossOrigin)
	rt.answer("/v1/token:preview", table{"POST": withoutQuery(t.preview)}, crossOrigin)
	rt.answer("/v1/whoami", table{"GET": withoutQuery(t.whoami)}, crossOrigin)
}

// A tokenAnswer is what everybody gets who gets a token. The tutorials' clients read the first
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

// send answers. Nobody needs the memory for longer than that takes.
func (a *tokenAnswer) send(w http.ResponseWriter) {
	room := answerRooms.Get().(*[]byte)
	*room = a.appendTo((*room)[:0])
	writeBody(w, http.StatusOK, "application/json", *room)
	clear(*room)
	answerRooms.Put(room)
}

var answerRooms = sync.Pool{New: func() any { return new(make([]byte, 0, 2048)) }}

// appendTo appends the answer as its tags say, in a fifth of the time that it takes
// to look at them.
func (a *tokenAnswer) appendTo(b []byte) []byte {
	b = append(append(b, `{"token":"`...), a.Token...) // base64url and dots
	b = appendText(append(b, `","identity":`...), a.Identity)
	b = appendText(append(b, `,"profile":`...), a.Profile)
	b = appendText(append(b, `,"jti":`...), a.ID)
	b = a.IssuedAt.AppendFormat(append(b, `,"issued_at":"`...), time.RFC3339Nano)
	b = a.ExpiresAt.AppendFormat(append(b, `","expires_at":"`...), time.RFC3339Nano)
	b = strconv.AppendInt(append(b, `","expires_in":`...), a.ExpiresIn, 10)
	b = strconv.AppendInt(append(b, `,"refresh_after":`...), a.RefreshAfter, 10)
	b = append(append(b, `,"grants":`...), a.Grants...)
	return append(b, '}')
}

// appendText appends a string as JSON has it. Everything here is UTF-8: a token
// has been made of it.
func appendText(b []byte, s string) []byte {
	b, err := jsontext.AppendQuote(b, s)
	if err != nil {
		panic(err)
	}
	return b
}

func (t *tokenRoutes) post(w http.ResponseWriter, r *http.Request) error {
	c, err := readCredentials(w, r)
	if err != nil {
		return err
	}
	return t.answer(w, r, c, policy.Request{})
}

// postV1 takes the whole of a request.
func (t *tokenRoutes) postV1(w http.ResponseWriter, r *http.Request) error {
	c, ask, err := readTokenBody(w, r)
	if err != nil {
		return err
	}
	return t.answer(w, r, c, ask)
}

// answer gives whoever has these credentials what he asks for, if he may. Who
// has changed since he was read is looked at once more: it may have been no more
// than his password's hash, brought up to date by another login.
func (t *tokenRoutes) answer(w http.ResponseWriter, r *http.Request, c credentials, ask policy.Request) error {
	for again := true; ; again = false {
		who, event, err := t.identify(r, c)
		if err != nil {
			return err
		}
		answer, err := t.issue(exchangeOf(r).settings, who, ask, event)
		_, waits := errors.AsType[*limit.WaitError](err)
		switch {
		case waits:
			return t.who.explain(c, event, err)
		case err == nil:
			exchangeOf(r).meters.issued(event.Method)
			answer.send(w)
			return nil
		case !errors.Is(err, store.ErrChanged):
			return err
		case !again:
			return t.who.refuse(c, "user or key has changed meanwhile", event)
		}
	}
}

// identify returns who asks, and an event that is about him.
func (t *tokenRoutes) identify(r *http.Request, c credentials) (caller, store.Event, error) {
	x := exchangeOf(r)
	event := store.Event{Time: t.now(), RequestID: x.id, Client: x.client}
	who, err := t.who.identify(r.Context(), r, c, event)
	event.Principal, event.Method = who.Name, who.Method
	return who, event, err
}

// issue makes the token that is decided on and records it, or the refusal. It
// fails with a [*limit.WaitError] if he has had as many as he may, and with
// [store.ErrChanged] if he may no longer have it.
func (t *tokenRoutes) issue(set *Settings, who caller, ask policy.Request, e store.Event) (answer tokenAnswer, err error) {
	d, token, signed, err := set.mint(who.Principal, ask, e.Time)
	if err != nil {
		return answer, err
	}
	e.Rule = d.Rule
	if !d.Allow {
		return answer, t.deny(set, who, e, d)
	}
	grants, err := tokens.MarshalGrants("", token.Grants)
	if err != nil {
		return answer, err
	}
	if err := t.issued.Take(who.Name, set.TokensAMinute, e.Time); err != nil {
		return answer, err
	}
	defer func() {
		if err != nil {
			t.issued.Return(who.Name, set.TokensAMinute)
		}
	}()
	e.Kind, e.Identity, e.Grants, e.TTL = store.TokenIssued, token.Identity, string(grants), token.TTL
	e.TokenID, e.KeySID = token.ID, token.KeySID
	if err := t.trail.recordFor(who.holder, e); err != nil {
		return answer, err
	}
	return newTokenAnswer(d, &token, signed, grants), nil
}

// deny records a refusal, which is told to whoever asked: the policy is no
// secret to those who have proved who they are. There are as many of them in a
// minute as of tokens: each is a row.
func (t *tokenRoutes) deny(set *Settings, who caller, e store.Event, d policy.Decision) error {
	if err := t.refusals.Take(who.Name, set.TokensAMinute, e.Time); err != nil {
		return err
	}
	e.Kind, e.Reason = store.TokenDenied, why(d)
	if err := t.trail.record(e); err != nil {
		t.refusals.Return(who.Name, set.TokensAMinute)
		return err
	}
	return refusalOfPolicy(d)
}

func refusalOfPolicy(d policy.Decision) *problem {
	p := policyDenied
	if d.TooLong {
		p = ttlOutOfRange
	}
	return p.saying("%s", why(d)).with(errors.New(why(d))) // the log says it too
}

func why(d policy.Decision) string {
	if d.Field == "" {
		return d.Reason
	}
	return d.Field + ": " + d.Reason
}

func newTokenAnswer(d policy.Decision, t *tokens.AccessToken, signed string, grants []byte) tokenAnswer {
	seconds := int64(t.TTL / time.Second)
	return tokenAnswer{
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
