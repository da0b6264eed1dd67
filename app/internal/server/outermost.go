package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// outermost is around every request: it gives it an id, catches a panic and
// writes the line in the log.
type outermost struct {
	next     http.Handler
	log      *slog.Logger
	now      func() time.Time
	settings *atomic.Pointer[Settings]
}

// An exchange is one request and its answer, as the log sees them.
type exchange struct {
	id       string
	client   string    // see clientOf
	settings *Settings // that hold for this request
	err      error     // what the handler returned
}

type exchangeKey struct{}

func exchangeOf(r *http.Request) *exchange {
	return r.Context().Value(exchangeKey{}).(*exchange)
}

func (o *outermost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The id is ours alone: one from the client could name somebody else's request.
	x := &exchange{id: rand.Text(), client: clientOf(r.RemoteAddr), settings: o.settings.Load()}
	h := w.Header()
	h.Set("X-Request-Id", x.id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")

	a := &answer{ResponseWriter: w}
	start := o.now()
	abort := o.serve(a, r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x)))
	o.line(r, x, a.status, o.now().Sub(start))
	if abort {
		panic(http.ErrAbortHandler)
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
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	attrs := []slog.Attr{
		slog.String("request_id", x.id),
		slog.String("client", x.client),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", status),
		slog.Duration("took", took),
	}
	if x.err != nil {
		attrs = append(attrs, slog.String("error", x.err.Error()))
	}
	o.log.LogAttrs(r.Context(), level, "request", attrs...)
}

// clientOf is the network that is one client: an IPv4 address, or the /64 that
// every IPv6 customer has to himself.
func clientOf(remoteAddr string) string {
	ap, err := netip.ParseAddrPort(remoteAddr)
	if err != nil {
		return ""
	}
	addr := ap.Addr().Unmap().WithZone("")
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	return netip.PrefixFrom(addr, bits).Masked().String()
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
