package server

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// meters count what happens. A label's values come from a fixed set: no client
// can make more of them, nor put anything of his own there.
type meters struct {
	set      *metrics.Set
	inFlight atomic.Int64
	requests sync.Map // requestKey → *metrics.Counter
	routes   sync.Map // route → *stopwatch
	tokens   sync.Map // method → *metrics.Counter
	audit    stopwatch
	panics   *metrics.Counter

	turnedAway *metrics.Counter // connections
}

func newMeters() *meters {
	metrics.ExposeMetadata(true) // the type of each: once and for all
	set := metrics.NewSet()
	m := &meters{
		set:        set,
		panics:     set.NewCounter("mintmark_panics_total"),
		turnedAway: set.NewCounter("mintmark_connections_refused_total"),
	}
	set.NewGauge("mintmark_requests_in_flight", func() float64 { return float64(m.inFlight.Load()) })
	return m
}

type requestKey struct {
	route, method string
	status        int
}

// done is called once for each request.
func (m *meters) done(route, method string, status int, took time.Duration) {
	key := requestKey{route, methodLabel(method), status}
	counter, ok := m.requests.Load(key)
	if !ok {
		counter, _ = m.requests.LoadOrStore(key, m.set.GetOrCreateCounter(fmt.Sprintf(
			`mintmark_requests_total{route=%q,method=%q,status="%d"}`, route, key.method, status)))
	}
	counter.(*metrics.Counter).Inc()
	watch, ok := m.routes.Load(route)
	if !ok {
		watch, _ = m.routes.LoadOrStore(route, new(stopwatch))
	}
	watch.(*stopwatch).add(took)
}

func (m *meters) issued(method string) {
	counter, ok := m.tokens.Load(method)
	if !ok {
		counter, _ = m.tokens.LoadOrStore(method, m.set.GetOrCreateCounter(fmt.Sprintf(
			`mintmark_tokens_issued_total{method=%q}`, method)))
	}
	counter.(*metrics.Counter).Inc()
}

// refused and applied are rare, or dear enough beside this.

func (m *meters) refused(code string) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`mintmark_problems_total{code=%q}`, code)).Inc()
}

func (m *meters) applied(ok bool) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`mintmark_settings_applied_total{ok="%t"}`, ok)).Inc()
}

func (m *meters) fetched(ok bool) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`mintmark_key_fetches_total{ok="%t"}`, ok)).Inc()
}

// write tells all of it in Prometheus' text format.
//
// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
func (m *meters) write(w io.Writer) {
	m.set.WritePrometheus(w)
	writeHistograms(w, "mintmark_audit_seconds", map[string]*stopwatch{"": &m.audit})
	routes := map[string]*stopwatch{}
	m.routes.Range(func(route, watch any) bool {
		routes[fmt.Sprintf("route=%q", route)] = watch.(*stopwatch)
		return true
	})
	writeHistograms(w, "mintmark_request_seconds", routes)
}

// writeHistograms takes those of one name by their label, "" for none.
func writeHistograms(w io.Writer, name string, byLabel map[string]*stopwatch) {
	fmt.Fprintf(w, "# TYPE %s histogram\n", name)
	for _, label := range slices.Sorted(maps.Keys(byLabel)) {
		byLabel[label].write(w, name, label)
	}
}

var knownMethods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}

func methodLabel(method string) string {
	if slices.Contains(knownMethods, method) {
		return method
	}
	return "other"
}

// routeOf is the path as the mux has it; the page's many files are one.
func routeOf(r *http.Request) string {
	if r.Pattern == "" {
		return "none"
	}
	return r.Pattern
}
