package server

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mintmark/app/internal/policy"
	"mintmark/tokens"
)

// A tokenBody is a full request for a token: a login, if the header has none,
// and what is asked for.
type tokenBody struct {
	loginBody

	Profile  string         `json:"profile"`
	Identity string         `json:"identity"`
	TTL      jsontext.Value `json:"ttl"` // "15m", or a number of seconds
	Grants   jsontext.Value `json:"grants"`
}

var notARequest = *malformedRequest.saying(`want {"profile":"…","identity":"…","ttl":"15m","grants":{…}}, each optional, ` +
	`beside {"username":"…","password":"…"} if there is no Authorization header, and nothing else`)

// readTokenBody knows every member: one that is misspelt would ask for more, or
// less, than was meant.
func readTokenBody(w http.ResponseWriter, r *http.Request) (credentials, policy.Request, error) {
	var body tokenBody
	if err := readJSON(w, r, hasHeader(r), &body, &notARequest, json.RejectUnknownMembers(true)); err != nil {
		return credentials{}, policy.Request{}, err
	}
	ask, err := body.request()
	return credentialsOf(r, body.loginBody), ask, err
}

// request is what the body asks for. null is as good as nothing.
func (b *tokenBody) request() (ask policy.Request, err error) {
	ask = policy.Request{Profile: b.Profile, Identity: b.Identity}
	if isThere(b.TTL) {
		if ask.TTL, err = parseTTL(b.TTL); err != nil {
			return ask, err
		}
	}
	if isThere(b.Grants) {
		if ask.Grants, err = tokens.ParseGrants(b.Grants); err != nil {
			return ask, explainGrants(err)
		}
	}
	return ask, nil
}

func isThere(v jsontext.Value) bool { return len(v) > 0 && v.Kind() != jsontext.KindNull }

func parseTTL(v jsontext.Value) (time.Duration, error) {
	switch v.Kind() {
	case jsontext.KindNumber:
		seconds, _ := strconv.ParseFloat(string(v), 64) // too large a number is an infinite one
		return wholeSeconds(seconds)
	case jsontext.KindString:
		var text string
		if err := json.Unmarshal(v, &text); err != nil {
			return 0, notARequest.with(err)
		}
		return ttlOf(text)
	}
	return 0, malformedRequest.saying(wantTTL)
}

const wantTTL = `ttl: want "15m", or a number of seconds`

// ttlOf reads "15m", or "900" for seconds.
func ttlOf(text string) (time.Duration, error) {
	if text != "" && strings.Trim(text, "0123456789") == "" {
		seconds, _ := strconv.ParseFloat(text, 64)
		return wholeSeconds(seconds)
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, malformedRequest.saying(wantTTL)
	}
	return wholeSeconds(d.Seconds())
}

// wholeSeconds refuses what no token can have. What is too long for this one is
// for the policy to say.
func wholeSeconds(seconds float64) (time.Duration, error) {
	if whole := seconds >= 1 && seconds <= 1e9 && seconds == math.Trunc(seconds); !whole {
		return 0, ttlOutOfRange.saying("ttl: want whole seconds, from 1 to 24h")
	}
	return time.Duration(seconds) * time.Second, nil
}

// explainGrants leaves out what was sent in place of a value.
func explainGrants(err error) *problem {
	if field, ok := errors.AsType[*tokens.FieldError](err); ok {
		return malformedRequest.saying("grants: %s: want %s", field.Path, field.Want)
	}
	if unknown, ok := errors.AsType[*tokens.UnknownNameError](err); ok {
		return malformedRequest.saying("grants: %v", unknown)
	}
	return &notARequest
}
