package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mintmark/app/internal/server"
	"mintmark/app/internal/server/contracttest"
	"mintmark/app/internal/store"
)

// Readiness follows the store, and asks it once a second at most.
func TestReadiness(t *testing.T) {
	var s store.Store
	clock := now
	f := start(t, func(c *server.Config) {
		s = c.Store
		c.Now = func() time.Time { return clock }
	})
	if r := f.do("GET", "/readyz", ""); r.StatusCode != 200 {
		t.Errorf("got %s %s", r.Status, r.body)
	}
	f.must(s.Close())
	if r := f.do("GET", "/readyz", ""); r.StatusCode != 200 {
		t.Errorf("within the second: got %s %s", r.Status, r.body)
	}
	clock = clock.Add(time.Second)
	if r := f.do("GET", "/readyz", ""); r.problem(t) != "store_unavailable" || r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("got %s %s", r.Status, r.body)
	}
	if r := f.do("GET", "/healthz", ""); r.StatusCode != 200 {
		t.Errorf("the process lives, and /healthz says %s", r.Status)
	}
}

// A line of the log has the level of what it tells. Of those who ask only whether
// all is well, and learn that it is, those hear who want to.
func TestLevels(t *testing.T) {
	var s store.Store
	var log safeBuffer
	f := start(t, func(c *server.Config) {
		s = c.Store
		c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	f.do("GET", "/healthz", "")
	f.do("GET", "/nothing", "")
	f.must(s.Close())
	f.login("anna", right)
	var got []string
	for line := range strings.Lines(log.String()) {
		_, rest, _ := strings.Cut(line, " level=")
		level, _, _ := strings.Cut(rest, " ")
		if strings.Contains(line, "msg=request ") {
			got = append(got, level)
		}
	}
	if want := []string{"DEBUG", "INFO", "ERROR"}; !slices.Equal(got, want) {
		t.Errorf("got levels %v, want %v: %s", got, want, &log)
	}
}

// A stop turns readiness red, goes on answering for a while, asks clients to
// leave, and then ends well.
func TestDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const linger = 20 * time.Second
		f := &fixture{TB: t, log: &safeBuffer{}}
		db, err := store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "mintmark.db"))
		f.must(err)
		defer db.Close()
		c := config(db, f.log)
		f.addUsers(db, c.Hasher)
		s, err := server.New(c)
		f.must(err)
		public, admin := newPipeListener(), newPipeListener()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx, server.Place{Listener: public, Admin: admin, Linger: linger}) }()

		const login = "POST /token HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YW5uYTpjYW5hcnktcmlnaHQtUGE1NXdvcmQ=\r\nContent-Length: 0\r\n\r\n"
		const ready = "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"
		if got := public.exchange(f, login); got.StatusCode != 200 || got.Close {
			t.Errorf("before: got %s, close %v", got.Status, got.Close)
		}
		begin := time.Now()
		stop()
		synctest.Wait()
		for _, ln := range []*pipeListener{public, admin} {
			if got := ln.exchange(f, ready); got.StatusCode != 503 || got.Header.Get("Retry-After") == "" || got.problem(t) != "draining" {
				t.Errorf("ready: got %s %s", got.Status, got.body)
			}
		}
		if got := public.exchange(f, login); got.StatusCode != 200 || !got.Close {
			t.Errorf("draining: got %s, close %v", got.Status, got.Close)
		}
		f.must(<-ended)
		if took := time.Since(begin); took < linger || took > linger+time.Second {
			t.Errorf("it ended after %v, want %v", took, linger)
		}
	})
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn, 1), closed: make(chan struct{})}
}

// exchange sends a request over a connection of its own.
func (l *pipeListener) exchange(f *fixture, request string) reply {
	f.Helper()
	client, conn := net.Pipe()
	defer client.Close()
	l.conns <- conn
	go io.WriteString(client, request)
	resp, err := http.ReadResponse(bufio.NewReader(client), nil)
	f.must(err)
	body, err := io.ReadAll(resp.Body)
	f.must(err)
	sent, err := http.ReadRequest(bufio.NewReader(strings.NewReader(request)))
	f.must(err)
	(&contracttest.Exchange{Request: sent, Status: resp.StatusCode, Header: resp.Header, Body: body}).Check(f)
	return reply{resp, string(body)}
}

// F01, F09: what happens is counted, and a client cannot make series or put
// words into them.
func TestMetrics(t *testing.T) {
	f := start(t, func(c *server.Config) {
		c.Page = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("page") })
	})
	f.login("anna", right)
	f.login("anna", wrong)
	f.do("GET", "/v1/whoami", "", as("anna"))
	f.do("POST", "/v1/token", `{"ttl":"9h"}`, as("anna"))
	f.do("GET", "/x", "")
	before := strings.Count(f.metrics(), "\n")
	for i := range 20 {
		f.do("GET", fmt.Sprintf("/x%d?%d", i, i), "")
		f.do(fmt.Sprintf("BREW%d", i), "/token", "")
		f.login(fmt.Sprintf("nobody%d", i), wrong)
	}
	text := f.metrics()
	// BREW brings a series for "other" and one for its problem.
	if got := strings.Count(text, "\n"); got > before+2 {
		t.Errorf("got %d lines after strange requests, %d before:\n%s", got, before, text)
	}
	types := checkExposition(t, text)
	for name, want := range map[string]string{
		"mintmark_requests_total": "counter", "mintmark_panics_total": "counter", "mintmark_requests_in_flight": "gauge",
		"mintmark_request_seconds": "histogram", "mintmark_audit_seconds": "histogram", "go_goroutines": "gauge",
	} {
		if types[name] != want {
			t.Errorf("%s is a %s, want a %s", name, types[name], want)
		}
	}
	for _, want := range []string{
		`mintmark_requests_total{route="/token",method="POST",status="200"} 1`,
		`mintmark_requests_total{route="/token",method="POST",status="401"} 21`,
		`mintmark_requests_total{route="/token",method="other",status="405"} 20`,
		`mintmark_requests_total{route="/",method="GET",status="500"} 21`,
		`mintmark_requests_total{route="/v1/whoami",method="GET",status="200"} 1`,
		`mintmark_tokens_issued_total{method="password"} 1`,
		`mintmark_problems_total{code="ttl_out_of_range"} 1`,
		`mintmark_problems_total{code="internal"} 21`,
		`mintmark_panics_total 21`,
		`mintmark_requests_in_flight 0`,
		`mintmark_settings_applied_total{ok="true"} 1`,
		`mintmark_request_seconds_count{route="/token"} 42`,
		`mintmark_request_seconds_bucket{route="/token",le="+Inf"} 42`,
		`mintmark_audit_seconds_count 23`,
		`mintmark_audit_seconds_bucket{le="+Inf"} 23`,
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

// Prometheus wants the buckets of a histogram in the order of their bounds, each
// with all that is below.
func TestHistogram(t *testing.T) {
	f := start(t, nil)
	f.login("anna", right)
	f.do("GET", "/healthz", "")
	text := f.metrics()
	for _, want := range []string{`mintmark_audit_seconds_bucket{`, `mintmark_request_seconds_bucket{route="/token",`} {
		buckets := regexp.MustCompile(regexp.QuoteMeta(want)+`le="([^"]+)"} (\d+)\n`).FindAllStringSubmatch(text, -1)
		if len(buckets) < 10 {
			t.Fatalf("%s: got %d buckets in\n%s", want, len(buckets), text)
		}
		bound, count := 0.0, 0
		for _, b := range buckets {
			le, err := strconv.ParseFloat(b[1], 64)
			f.must(err)
			n, err := strconv.Atoi(b[2])
			f.must(err)
			if le <= bound || n < count {
				t.Errorf("%s: got %d up to %g behind %d up to %g", want, n, le, count, bound)
			}
			bound, count = le, n
		}
		if !math.IsInf(bound, 1) || count != 1 {
			t.Errorf("%s: got %d up to %g in the last, want 1 in all", want, count, bound)
		}
	}
}

func (f *fixture) metrics() string {
	f.Helper()
	w := httptest.NewRecorder()
	f.admin().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != 200 {
		f.Fatalf("got %d %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func (f *fixture) admin() http.Handler {
	return contracttest.Admin(f, f.server.Admin())
}

// The admin listener has metrics and health, and no way to a token.
func TestAdminRoutes(t *testing.T) {
	f := start(t, nil)
	for path, want := range map[string]int{"/metrics": 200, "/healthz": 200, "/readyz": 200, "/token": 404, "/v1/token": 404, "/": 404} {
		w := httptest.NewRecorder()
		f.admin().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("%s: got %d, want %d", path, w.Code, want)
		}
	}
}

// A trace is in the log if it is one, and nothing else of that header is.
func TestTraceparent(t *testing.T) {
	const id, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	f := start(t, nil)
	tests := []struct {
		name, header string
		ok           bool
	}{
		{"sampled", "00-" + id + "-" + parent + "-01", true},
		{"not sampled", "00-" + id + "-" + parent + "-00", true},
		{"later version", "cc-" + id + "-" + parent + "-01", true},
		{"later version, more", "cc-" + id + "-" + parent + "-01-what-the-future", true},
		{"more", "00-" + id + "-" + parent + "-01-more", false},
		{"later version, run together", "cc-" + id + "-" + parent + "-01x", false},
		{"version ff", "ff-" + id + "-" + parent + "-01", false},
		{"capitals", "00-" + strings.ToUpper(id) + "-" + parent + "-01", false},
		{"zeros", "00-" + strings.Repeat("0", 32) + "-" + parent + "-01", false},
		{"parent zeros", "00-" + id + "-" + strings.Repeat("0", 16) + "-01", false},
		{"short", "00-" + id + "-" + parent, false},
		{"not hex", "00-" + id[:31] + "g-" + parent + "-01", false},
		{"dashes elsewhere", "00-" + id[:31] + "-" + parent + "-0-01", false},
		{"a line of its own", "00-" + id + "-" + parent + "-01\tmsg=forged", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := f.do("GET", "/v1/whoami", "", func(r *http.Request) { r.Header.Set("Traceparent", tt.header) })
			line := f.lineOf(r.Header.Get("X-Request-Id"))
			if got := strings.Contains(line, " trace_id="+id+" parent_id="+parent); got != tt.ok {
				t.Errorf("got %s", line)
			}
			if !tt.ok && strings.Contains(line, "trace") || strings.Contains(line, "forged") {
				t.Errorf("got %s", line)
			}
		})
	}
}

// A trace that is there twice is none.
func TestTraceparentTwice(t *testing.T) {
	const one = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	f := start(t, nil)
	r := f.do("GET", "/v1/whoami", "", func(r *http.Request) { r.Header["Traceparent"] = []string{one, one} })
	if line := f.lineOf(r.Header.Get("X-Request-Id")); strings.Contains(line, "trace") {
		t.Errorf("got %s", line)
	}
}

// lineOf is the log's line of a request; it may come a moment after the answer.
func (f *fixture) lineOf(id string) string {
	f.Helper()
	for f.Context().Err() == nil {
		for line := range strings.Lines(f.log.String()) {
			if strings.Contains(line, "request_id="+id) && strings.HasSuffix(line, "\n") {
				return line
			}
		}
	}
	f.Fatal("the log has no line of the request " + id)
	return ""
}

// Whoever points a name of his at 127.0.0.1 reads no metrics through a browser.
func TestAdminOnLoopback(t *testing.T) {
	f := start(t, nil)
	ctx, stop := context.WithCancel(t.Context())
	var listeners [2]net.Listener
	for i := range listeners {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		f.must(err)
		listeners[i] = ln
	}
	ended := make(chan error, 1)
	go func() { ended <- f.server.Run(ctx, server.Place{Listener: listeners[0], Admin: listeners[1]}) }()
	client := &http.Client{Transport: contracttest.Transport{TB: f, Admin: true}}
	for host, want := range map[string]int{"": http.StatusOK, "localhost:9090": http.StatusOK, "rebound.example": http.StatusMisdirectedRequest} {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+listeners[1].Addr().String()+"/metrics", nil)
		f.must(err)
		req.Host, req.Close = host, true
		resp, err := client.Do(req)
		f.must(err)
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%q: got %s, want %d", host, resp.Status, want)
		}
	}
	stop()
	f.must(<-ended)
}
