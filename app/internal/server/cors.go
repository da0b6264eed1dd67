package server

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// How long a browser need not ask again, in seconds: not much longer than a
// change of the settings may wait.
const preflightAge = "600"

// crossOrigin answers pages of the origins in the settings, and of our own. What
// any other page has a browser send is refused. There is no cookie that it could
// abuse, but nor is there a reason to let it guess passwords from its visitors'
// machines.
//
// Source: https://fetch.spec.whatwg.org/#http-cors-protocol
func crossOrigin(h http.Handler) http.Handler {
	refused := api(func(http.ResponseWriter, *http.Request) error { return &originNotAllowed })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Origin")
		origin, known := knownOrigin(r)
		switch {
		case known && isPreflight(r):
			allowOrigin(w.Header(), origin)
			answerPreflight(w)
		case known:
			allowOrigin(w.Header(), origin)
			h.ServeHTTP(w, r)
		case isForeign(r):
			refused.ServeHTTP(w, r)
		default:
			h.ServeHTTP(w, r)
		}
	})
}

// knownOrigin is the origin as the settings have it: nothing that a client sends
// is ever sent back.
func knownOrigin(r *http.Request) (string, bool) {
	sent := r.Header["Origin"]
	if len(sent) != 1 {
		return "", false
	}
	origins := exchangeOf(r).settings.Origins
	i := slices.Index(origins, sent[0])
	if i < 0 {
		return "", false
	}
	return origins[i], true
}

func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
}

func allowOrigin(h http.Header, origin string) {
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "Retry-After, X-Request-Id")
}

func answerPreflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	h.Set("Access-Control-Max-Age", preflightAge)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

var foreign = http.NewCrossOriginProtection()

// isForeign reports whether a page of another origin had this sent. Reading is
// not excepted: a GET makes a token here.
func isForeign(r *http.Request) bool {
	if len(r.Header["Origin"]) > 1 {
		return true
	}
	asPost := *r
	asPost.Method = http.MethodPost
	return foreign.Check(&asPost) != nil
}

// ErrOrigin is a text that no browser sends as an origin, or null, which any page
// can have sent.
var ErrOrigin = errors.New("want what a browser sends, such as https://app.example.com: in small letters, with no path, no star and no standard port")

// CheckOrigin returns [ErrOrigin], or nil for what [Settings] take.
func CheckOrigin(origin string) error {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" ||
		origin != u.Scheme+"://"+u.Host || origin != strings.ToLower(origin) || strings.Contains(origin, "*") ||
		u.Port() == map[string]string{"https": "443", "http": "80"}[u.Scheme] || strings.HasSuffix(origin, ":") {
		return ErrOrigin
	}
	return nil
}
