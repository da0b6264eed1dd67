package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"time"

	"mintmark/app/internal/caught"
)

// outermost is around every request: it gives it an id, catches a panic and
// writes the line in the log.
type outermost struct {
	edge

	next  http.Handler
	now   func() time.Time
	ready *readiness
}

// An exchange is one request and its answer, as the log sees them.
type exchange struct {
	id       string
	client   string    // a prefix, see proxies
	settings *Settings // that hold for this request
	meters   *meters
	err      error // what the handler returned
}

type exchangeKey struct{}

func exchangeOf(r *http.Request) *exchange {
	return r.Context().Value(exchangeKey{}).(*exchange)
}

func (o *outermost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The id is ours alone: one from the client could name somebody else's request.
	set := o.settings.Load()
	x := &exchange{id: rand.Text(), client: proxies(set.TrustedProxies).clientOf(r), settings: set, meters: o.meters}
	o.setHeaders(w.Header(), r, x)

	a := &answer{ResponseWriter: w}
	start := o.now()
	o.meters.inFlight.Add(1)
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
	abort := o.serve(a, r)
	took := o.now().Sub(start)
	o.meters.inFlight.Add(-1)
	o.count(r, x, a.status, took)
	o.line(r, x, a.status, took)
	if abort {
		panic(http.ErrAbortHandler)
	}
}

// everyHeader is what every answer has.
var everyHeader = http.Header{
	"X-Content-Type-Options": {"nosniff"},
	"Referrer-Policy":        {"no-referrer"},
}

// A year: how long browsers are to come back over TLS only.
const strictTransport = "max-age=31536000"

func (o *outermost) setHeaders(h http.Header, r *http.Request, x *exchange) {
	setHeaders(h, x.id, r.TLS != nil)
	// Whoever drains wants to be rid of his connections. What comes in chunks is
	// the last on its own, see strictConn. TRACE is nobody's good intention.
	if o.ready.draining.Load() || len(r.TransferEncoding) > 0 || r.Method == http.MethodTrace {
		h.Set("Connection", "close")
	}
}

// setHeaders sets what every answer has.
func setHeaders(h http.Header, id string, secure bool) {
	maps.Copy(h, everyHeader)
	h["X-Request-Id"] = []string{id}
	if secure {
		h.Set("Strict-Transport-Security", strictTransport)
	}
}

func (o *outermost) count(r *http.Request, x *exchange, status int, took time.Duration) {
	o.meters.done(routeOf(r), r.Method, status, took)
	if x.err == nil {
		return
	}
	o.meters.refused(problemOf(x.err).code)
	o.caught(x.err)
}

// caught counts a panic elsewhere that a request has waited for, and says where.
func (e *edge) caught(err error) {
	if p, ok := errors.AsType[*caught.Panic](err); ok && p.News() {
		e.meters.panics.Inc()
		e.log.Error("panic", "error", p.Error(), "stack", p.Stack)
	}
}

// serve turns a panic into a 500. It reports whether the connection must be cut,
// because an answer had begun that would otherwise look complete.
func (o *outermost) serve(a *answer, r *http.Request) (abort bool) {
	defer func() {
		caught := recover()
		switch caught {
		case nil:
			return
		case http.ErrAbortHandler:
			abort = true
			return
		}
		x := exchangeOf(r)
		x.err = fmt.Errorf("panic: %v", caught)
		o.meters.panics.Inc()
		o.log.Error("panic", "request_id", x.id, "stack", string(debug.Stack()))
		if abort = a.status != 0; !abort {
			api(func(http.ResponseWriter, *http.Request) error { return internalError.with(x.err) }).ServeHTTP(a, r)
		}
	}()
	o.next.ServeHTTP(a, r)
	return false
}

// line tells of a request without its query, headers or body: a client may have
// put a password there.
func (o *outermost) line(r *http.Request, x *exchange, status int, took time.Duration) {
	level := levelOf(r, status)
	if !o.log.Enabled(r.Context(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("request_id", x.id),
		slog.String("client", x.client),
		slog.String("method", clip(r.Method)),
		slog.String("path", clip(r.URL.Path)),
		slog.Int("status", status),
		slog.Duration("took", took),
	}
	if t, ok := traceOf(r.Header); ok {
		attrs = append(attrs, slog.String("trace_id", t.id), slog.String("parent_id", t.parent))
	}
	if x.err != nil {
		attrs = append(attrs, slog.String("error", x.err.Error()))
	}
	// A logger would look for the place in the code, which no line names.
	line := slog.NewRecord(time.Now(), level, "request", 0)
	line.AddAttrs(attrs...)
	_ = o.log.Handler().Handle(r.Context(), line) // a logger passes over the error, too
}

// clip keeps a line of the log from being as long as a client likes.
func clip(s string) string {
	const most = 256 // bytes
	if len(s) <= most {
		return s
	}
	return s[:most] + "…"
}

// levelOf keeps those quiet who only ask whether all is well, and learn that it
// is.
func levelOf(r *http.Request, status int) slog.Level {
	switch {
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	case r.URL.Path == "/healthz", r.URL.Path == "/readyz", r.URL.Path == "/metrics":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// An answer remembers the status.
type answer struct {
	http.ResponseWriter
	status int // 0 while nothing has been written
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap is for [http.ResponseController].
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
