package server

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"mintmark/app/internal/secret"
)

// ClientOf is the client that a request is held to be from.
func ClientOf(trusted []netip.Prefix, r *http.Request) string { return proxies(trusted).clientOf(r) }

// ReadAuthorization is what the header is read as.
func ReadAuthorization(h http.Header) (method, name string, password, bearer secret.Text) {
	c := readAuthorization(h)
	return c.method, c.name, c.password, c.bearer
}

// Serve is how any handler is served, over TLS where there is a pair.
func Serve(ctx context.Context, ln net.Listener, pair *KeyPair, h http.Handler, log *slog.Logger) error {
	var set atomic.Pointer[Settings]
	set.Store(&Settings{Connections: DefaultConnections, AllConnections: mostConnections})
	return serve(ctx, ln, pair, h, &edge{log, newMeters(), &set})
}

// ShortcutConn is a connection on which package net/http waits for a request.
func ShortcutConn(conn net.Conn, h http.Handler) net.Conn {
	c := &strictConn{Conn: &lazyConn{Conn: conn}, listener: &strictListener{handler: h}, seat: &seat{conn: conn}}
	c.short.waits.Store(true)
	return c
}

// LazyConn is how deadlines of a connection are set.
func LazyConn(c net.Conn) net.Conn { return &lazyConn{Conn: c} }

// Seats reports which clients find one, each after the other, of whom each is being
// answered for ever.
func Seats(clients []netip.Addr, most, mostOfAll int) (found []bool) {
	var c crowds
	for _, client := range clients {
		conn, other := net.Pipe()
		other.Close()
		s := &seat{conn: conn, of: crowdsOf(client)}
		each, all := c.enter(s, most, mostOfAll)
		if each && all {
			c.answer(s)
		}
		found = append(found, each && all)
	}
	return found
}

// ShortRequest is a request that takes the shortcut; nil for any other.
func ShortRequest(sent []byte) *http.Request { return shortRequest(sent) }

// TookShortcut reports whether this answers one.
func TookShortcut(w http.ResponseWriter) bool {
	_, ok := w.(*shortAnswer)
	return ok
}

// LeftOfShortAnswer is what the next one finds in the memory of an answer: status,
// header and bytes that are not zero.
func LeftOfShortAnswer(h http.Handler) string {
	a := &shortAnswer{header: http.Header{}}
	h.ServeHTTP(a, nil)
	a.whole(time.Now())
	body, sent := a.body, a.sent
	a.free()
	return fmt.Sprint(a.status, " ", a.header) + strings.Trim(string(body)+string(sent)+string(a.body)+string(a.sent), "\x00")
}

// Routes is what the server answers on both its listeners, "POST /token".
func (s *Server) Routes() []string { return slices.Concat(s.routes, s.adminRoutes().routes) }

// A Head is where the header of a request ends, as a strictConn sees it, and what
// it says of the body.
type Head struct {
	End, Body int64
	Chunked   bool // and the last
}

// Heads is every header in what comes over a connection, up to one that is
// refused.
func Heads(sent []byte) (all []Head, err error) {
	c := new(strictConn)
	for i := range sent {
		began := c.head.lines > 0
		if err := c.look(sent[i : i+1]); err != nil {
			return all, err
		}
		if began && c.head.lines == 0 {
			all = append(all, Head{int64(i) + 1, c.body, c.opaque})
		}
	}
	return all, nil
}

// IsRefused reports whether all at once is.
func IsRefused(sent []byte) bool { return new(strictConn).look(sent) != nil }

// A TokenAnswer is what somebody gets who gets a token, and as it is written.
type TokenAnswer tokenAnswer

// JSON is the answer as it is written.
func (a *TokenAnswer) JSON() []byte { return (*tokenAnswer)(a).appendTo(nil) }
