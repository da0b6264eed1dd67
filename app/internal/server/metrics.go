package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
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
	audit    *stopwatch
	panics   *metrics.Counter
}

func newMeters() *meters {
	set := metrics.NewSet()
	m := &meters{set: set, panics: set.NewCounter("mintmark_panics_total"), audit: newStopwatch(set, "mintmark_audit_seconds", "")}
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
		watch, _ = m.routes.LoadOrStore(route, newStopwatch(m.set, "mintmark_request_seconds", route))
	}
	watch.(*stopwatch).add(took)
}

// issued, refused and applied are rare, or dear enough beside this.
func (m *meters) issued(method string) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`mintmark_tokens_issued_total{method=%q}`, method)).Inc()
}

func (m *meters) refused(code string) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`mintmark_problems_total{code=%q}`, code)).Inc()
}

func (m *meters) applied(ok bool) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`mintmark_settings_applied_total{ok="%t"}`, ok)).Inc()
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

// bounds are those of a histogram's buckets, in seconds.
var bounds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// A stopwatch is a histogram as Prometheus has it. The package's own has
// buckets that only its makers' database reads.
type stopwatch struct {
	buckets []*metrics.Counter // of one bound and all below; the last is of all
	sum     *metrics.FloatCounter
	count   *metrics.Counter
}

func newStopwatch(set *metrics.Set, name, route string) *stopwatch {
	label := ""
	if route != "" {
		label = fmt.Sprintf("route=%q", route)
	}
	with := func(more string) string {
		if label != "" && more != "" {
			return "{" + label + "," + more + "}"
		}
		if label+more == "" {
			return ""
		}
		return "{" + label + more + "}"
	}
	s := &stopwatch{sum: set.GetOrCreateFloatCounter(name + "_sum" + with("")), count: set.GetOrCreateCounter(name + "_count" + with(""))}
	for _, b := range bounds {
		s.buckets = append(s.buckets, set.GetOrCreateCounter(name+"_bucket"+with(`le="`+strconv.FormatFloat(b, 'g', -1, 64)+`"`)))
	}
	s.buckets = append(s.buckets, set.GetOrCreateCounter(name+"_bucket"+with(`le="+Inf"`)))
	return s
}

func (s *stopwatch) add(took time.Duration) {
	i, _ := slices.BinarySearch(bounds, took.Seconds())
	for _, bucket := range s.buckets[i:] {
		bucket.Inc()
	}
	s.sum.Add(took.Seconds())
	s.count.Inc()
}
