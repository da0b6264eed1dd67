package server

import "net/http"

// scriptRoutes answer what pages of others load from here.
type scriptRoutes struct {
	client http.Handler // nil: there is none
}

func (s scriptRoutes) mount(rt *router) {
	if s.client == nil {
		return
	}
	rt.answer("/client.js", table{"GET": func(w http.ResponseWriter, r *http.Request) error {
		s.client.ServeHTTP(w, r)
		return nil
	}})
}
