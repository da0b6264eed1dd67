package server

import (
	"net/http"
	"time"
)

// pageWait is how long a slow line may take to fetch the page, which is far
// more than any answer of the API: enough for 0.2 Mbit/s.
const pageWait = 2 * time.Minute

// pageRoutes answer whatever no other route does.
type pageRoutes struct {
	page http.Handler // nil: there is none
}

func (p pageRoutes) mount(rt *router) {
	if p.page == nil {
		p.page = nothingHere
	}
	rt.mux.Handle("/", patient(p.page))
}

// patient gives an answer more time to leave than [Server.Run] gives to the others.
func patient(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A writer that has no deadline, as in a test, needs no longer one.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(pageWait))
		h.ServeHTTP(w, r)
	})
}
