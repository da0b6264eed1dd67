package server

import "net/http"

// pageRoutes answer whatever no other route does.
type pageRoutes struct {
	page http.Handler // nil: there is none
}

func (p pageRoutes) mount(mux *http.ServeMux) {
	if p.page == nil {
		p.page = api(func(http.ResponseWriter, *http.Request) error { return &notFound })
	}
	mux.Handle("/", p.page)
}
