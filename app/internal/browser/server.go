package browser

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

// A Server serves a handler on a loopback port and notes every request that
// reaches it, those of service workers too.
type Server struct {
	URL string // of the page, with the slash at the end

	server  *httptest.Server
	mu      sync.Mutex
	handler http.Handler
	asked   []string
}

// Serve starts a server; it stops with the test, if not before.
func Serve(t testing.TB, h http.Handler) *Server {
	t.Helper()
	s := &Server{handler: h}
	s.server = httptest.NewServer(s)
	s.URL = s.server.URL + "/"
	t.Cleanup(s.Stop)
	return s
}

// Stop ends the server: from here on its address refuses connections.
func (s *Server) Stop() {
	s.server.CloseClientConnections()
	s.server.Close()
}

// Replace puts another handler in place, as a new deployment does.
func (s *Server) Replace(h http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handler = h
}

// Requests are the method and address of each request so far.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.Method+" "+r.URL.String())
	h := s.handler
	s.mu.Unlock()
	h.ServeHTTP(w, r)
}
