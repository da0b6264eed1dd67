package server

import (
	"net"
	"net/http"
	"net/netip"
)

// sameOrigin refuses what a page of another origin has a browser send. There is
// no cookie that it could abuse, but nor is there a reason to let it guess
// passwords from its visitors' machines.
func sameOrigin(h http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(api(func(http.ResponseWriter, *http.Request) error { return &originNotAllowed }))
	return p.Handler(h)
}

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

func isLocalName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
