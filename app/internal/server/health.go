package server

import (
	"io"
	"net/http"
)

// healthRoutes tell that the process lives.
type healthRoutes struct{}

func (h healthRoutes) mount(rt *router) {
	rt.answer("/healthz", table{"GET": h.live})
}

func (healthRoutes) live(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
	return nil
}
