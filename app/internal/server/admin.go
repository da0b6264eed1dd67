package server

import (
	"bytes"
	"net"
	"net/http"

	"github.com/VictoriaMetrics/metrics"
)

// Admin is the handler for those who run the server: /metrics, /healthz and
// /readyz, with no credentials. It belongs on an address that others cannot reach.
func (s *Server) Admin() http.Handler { return s.admin(s.adminRoutes()) }

// adminAt is Admin on an address. On loopback no page that somebody has pointed
// there is to read along.
func (s *Server) adminAt(at net.Addr) http.Handler {
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.IP.IsLoopback() {
		return s.admin(localNames(s.adminRoutes()))
	}
	return s.Admin()
}

func (s *Server) admin(routes http.Handler) http.Handler {
	return &outermost{edge: edge{s.log, newMeters(), &s.settings}, next: routes, now: s.now, ready: &s.ready}
}

func (s *Server) adminRoutes() *router {
	rt := &router{}
	rt.answer("/metrics", table{"GET": s.metrics})
	healthRoutes{&s.ready}.mount(rt)
	pageRoutes{}.mount(rt)
	return rt
}

func (s *Server) metrics(w http.ResponseWriter, _ *http.Request) error {
	var b bytes.Buffer
	s.meters.write(&b)
	metrics.WriteProcessMetrics(&b)
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write(b.Bytes())
	return nil
}
