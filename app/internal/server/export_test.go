package server

import (
	"net/http"
	"net/netip"
	"slices"

	"mintmark/app/internal/secret"
)

// ClientOf is the client that a request is held to be from.
func ClientOf(trusted []netip.Prefix, r *http.Request) string { return proxies(trusted).clientOf(r) }

// ReadAuthorization is what the header is read as.
func ReadAuthorization(h http.Header) (method, name string, password, bearer secret.Text) {
	c := readAuthorization(h)
	return c.method, c.name, c.password, c.bearer
}

// Routes is what the server answers on both its listeners, "POST /token".
func (s *Server) Routes() []string { return slices.Concat(s.routes, s.adminRoutes().routes) }
