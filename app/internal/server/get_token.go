package server

import (
	"net/http"
	"net/url"
	"slices"

	"mintmark/app/internal/policy"
	"mintmark/tokens"
)

// withoutGet hides GET from those whom the settings do not offer it, and HEAD from
// everybody: nobody would receive the token.
func withoutGet(h http.Handler) http.Handler {
	refused, offered := refuseMethod(http.MethodPost), refuseMethod(http.MethodGet, http.MethodPost)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		get := exchangeOf(r).settings.GetToken
		switch {
		case r.Method == http.MethodPost, r.Method == http.MethodGet && get:
			h.ServeHTTP(w, r)
		case get:
			offered.ServeHTTP(w, r)
		default:
			refused.ServeHTTP(w, r)
		}
	})
}

// get is the contract of Twilio's Functions: what is wanted is in the address.
// Who asks is not: addresses are written into logs and histories.
func (t *tokenRoutes) get(w http.ResponseWriter, r *http.Request) error {
	ask, err := readTokenQuery(r.URL.RawQuery)
	if err != nil {
		return err
	}
	return t.answer(w, r, credentialsOf(r, loginBody{}), ask)
}

// withoutQuery refuses an address with more in it than the path: a password that
// stands there is in logs and histories by now, and whoever asks for something
// there would not get it.
func withoutQuery(h api) api {
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.URL.RawQuery != "" || r.URL.ForceQuery {
			return &queryThere
		}
		return h(w, r)
	}
}

var queryThere = *malformedRequest.saying("this address takes no query: what you ask for belongs into the body, and a password or key " +
	"into the body or the Authorization header; change one that has stood in an address")

var (
	tokenQuery = []string{"identity", "profile", "room", "ttl"}

	notAQuery = *malformedRequest.saying("the address takes identity, profile, room and ttl, each once; " +
		"a password or key belongs into the Authorization header")
)

func readTokenQuery(raw string) (ask policy.Request, err error) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return ask, &notAQuery
	}
	for name, values := range query {
		if !slices.Contains(tokenQuery, name) || len(values) > 1 {
			return ask, &notAQuery
		}
	}
	ask.Profile, ask.Identity = query.Get("profile"), query.Get("identity")
	if room := query.Get("room"); room != "" {
		ask.Grants = []tokens.Grant{&tokens.Video{Room: room}}
	}
	if ttl := query.Get("ttl"); ttl != "" {
		ask.TTL, err = ttlOf(ttl)
	}
	return ask, err
}
