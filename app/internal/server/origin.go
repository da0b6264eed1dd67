package server

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// localNames refuses requests for another name than this machine's own. A name
// that somebody has pointed at 127.0.0.1 would make his page the same origin as
// ours (DNS rebinding).
func localNames(h http.Handler) http.Handler {
	refused := api(func(http.ResponseWriter, *http.Request) error { return &hostNotAllowed })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isLocalName(r.Host) {
			h.ServeHTTP(w, r)
		} else {
			refused.ServeHTTP(w, r)
		}
	})
}

// isLocalName takes a Host as browsers and people write it: with a port or
// without, an IPv6 address in brackets, a name in any case, its dot at the end.
func isLocalName(host string) bool {
	name := strings.TrimSuffix((&url.URL{Host: host}).Hostname(), ".")
	addr, err := netip.ParseAddr(name)
	return strings.EqualFold(name, "localhost") || err == nil && addr.IsLoopback()
}
