package server

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// strictListener accepts connections on which every request ends where any other
// server would say that it ends.
type strictListener struct {
	net.Listener
	edge   *edge
	tls    *tls.Config // nil: plain
	crowds crowds

	handler  http.Handler
	inFlight sync.WaitGroup // requests that have taken the shortcut
}

func (l *strictListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		s, ok := l.seat(conn)
		if !ok {
			conn.Close()
			continue
		}
		strict := &strictConn{Conn: &lazyConn{Conn: conn}, listener: l, seat: s, remote: conn.RemoteAddr().String()}
		if l.tls == nil {
			return strict, nil
		}
		secure := tls.Server(strict.Conn, l.tls)
		strict.Conn, strict.secure = secure, true
		return &strictTLSConn{strict, secure}, nil
	}
}

const (
	maxHeader = 16 << 10 // bytes of a request's line and header, to its end

	// maxFields are several times what browsers and proxies send. Package net/http
	// keeps each in a map: thousands of a few bytes take twenty times as much there.
	maxFields = 100
)

// What makes package net/http answer 400 and close the connection, see
// [strictConn.Write].
var (
	errFraming    = errors.New("request may be read in two ways")
	errHeaderSize = errors.New("header is too long")
)

// A strictConn refuses what package net/http takes and a proxy in front may take
// for something else: lines that end with LF alone or go on in the next, a length
// beside chunks or another length, chunks in HTTP/1.0, which has none, and a target
// on another host than Host says. Behind such a proxy somebody's request could begin
// within another's (request smuggling), or be for another's host.
//
// Source: RFC 9112, sections 2.2, 3.2.2, 5.2, 6.1 and 11.2.
type strictConn struct {
	net.Conn
	head   head
	body   int64 // bytes of it to come
	opaque bool  // what comes is not looked at: the connection ends after it
	err    error
	id     string // of the request that was refused

	listener *strictListener
	seat     *seat
	remote   string // address
	secure   bool

	state *tls.ConnectionState // nil: plain
	short shortcut
}

func (c *strictConn) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	if c.watched(p) {
		return 0, nil
	}
	n, err := c.readOn(p)
	if c.err = c.look(p[:n]); c.err != nil {
		c.id = c.listener.edge.refused(c, c.err)
		return 0, c.err
	}
	return n, err
}

// watched reports whether this is the read of a single byte with which package
// net/http wants to learn, while a handler answers, that the client has hung up.
// Nobody here wants to know: who has gone leaves his traces. It would cost a tenth
// of a token, to be woken for each answer.
func (c *strictConn) watched(p []byte) bool {
	return len(p) == 1 && c.isBetween()
}

// strict is the connection, within TLS or not.
func (c *strictConn) strict() *strictConn { return c }

// isBetween reports whether all that has come is whole requests.
func (c *strictConn) isBetween() bool { return c.body == 0 && c.head.bytes == 0 && !c.opaque }

func (c *strictConn) look(p []byte) error {
	for len(p) > 0 && !c.opaque {
		if c.body > 0 {
			skip := min(c.body, int64(len(p)))
			c.body -= skip
			p = p[skip:]
			continue
		}
		n, ended, err := c.head.take(p)
		p = p[n:]
		if err != nil {
			return err
		}
		if ended {
			c.body, c.opaque = c.head.length, c.head.chunked
			c.head = head{}
		}
	}
	return nil
}

// CloseWrite lets a client read the answer to what he has not sent all of.
func (c *strictConn) CloseWrite() error {
	if w, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return nil
}

// A head is that of a request, as far as it has come.
type head struct {
	line    [320]byte // its beginning: enough for a host
	size    int       // of the line so far
	last    byte
	before  byte // the one before the last
	lines   int
	old     bool // not HTTP/1.1
	bytes   int
	length  int64
	lengths int
	chunked bool

	authority string // of a target that is not just a path; "" for one that is
	host      string // beside such a target
	hosts     int
}

// enough is how much of a line tells either name and a length.
const enough = 40

// take reads on to the end of the line, or of what there is: n bytes. It reports
// whether that was the last line.
func (h *head) take(p []byte) (n int, ended bool, err error) {
	text, _, whole := bytes.Cut(p, []byte("\n"))
	n = len(text)
	if whole {
		n++
	}
	if h.bytes += n; h.bytes > maxHeader || h.lines > 1+maxFields {
		return n, false, errHeaderSize
	}
	h.note(text)
	if whole {
		ended, err = h.endLine()
	}
	return n, ended, err
}

func (h *head) note(text []byte) {
	if h.size < len(h.line) {
		copy(h.line[h.size:], text)
	}
	h.size += len(text)
	for _, b := range text[max(0, len(text)-2):] {
		h.before, h.last = h.last, b
	}
}

func (h *head) endLine() (ended bool, err error) {
	if h.size == 0 || h.last != '\r' {
		return false, errFraming
	}
	if folded := h.line[0] == ' ' || h.line[0] == '\t'; folded {
		return false, errFraming
	}
	if h.lines == 0 && h.line[0] == '\r' {
		return false, h.passOver()
	}
	ended = h.size == 1 && h.lines > 0
	if h.lines == 0 {
		h.old, h.authority = h.before != '1', authorityOf(string(h.begin(len(h.line))))
	}
	if !h.field() {
		return false, errFraming
	}
	h.size, h.last = 0, 0
	h.lines++
	if ended && (h.chunked && (h.lengths > 0 || h.old) || h.lengths > 1 || h.isElsewhere()) {
		return false, errFraming
	}
	return ended, nil
}

// passOver forgets an empty line before the first, which package net/http passes
// over after a POST. Other bytes that it passes over there are refused. The next
// request has begun with it.
func (h *head) passOver() error {
	if h.size > 1 {
		return errFraming
	}
	*h = head{bytes: h.bytes}
	return nil
}

// begin is so much of the line, without its end.
func (h *head) begin(most int) []byte { return h.line[:min(h.size-1, most)] }

// authorityOf is whose host a request is for by its first line: "" where that has
// a path alone, or a star. What is no authority is returned too, as no Host has it.
func authorityOf(line string) string {
	_, rest, _ := strings.Cut(line, " ")
	target, _, _ := strings.Cut(rest, " ")
	if target == "" || target[0] == '/' || target == "*" {
		return ""
	}
	if _, after, ok := strings.Cut(target, "://"); ok {
		end := strings.IndexAny(after+"/", "/?#")
		return cmp.Or(after[:end], "/")
	}
	return target // of CONNECT
}

// isElsewhere reports whether the target is on another host than Host says. One
// without Host is for package net/http to judge.
func (h *head) isElsewhere() bool {
	return h.authority != "" && h.hosts > 0 && !strings.EqualFold(h.authority, h.host)
}

// field notes what says how long the body is, and whom the request is for. It
// reports whether it could read that: a length is refused that is none, or that goes
// on past what is looked at of a line.
func (h *head) field() bool {
	name, value, ok := strings.Cut(string(h.begin(enough)), ":")
	switch {
	case !ok:
	case strings.EqualFold(name, "Content-Length"):
		h.lengths++
		length, err := strconv.ParseUint(strings.Trim(value, " \t"), 10, 63)
		h.length = int64(length)
		return err == nil && h.size-1 <= enough
	case strings.EqualFold(name, "Transfer-Encoding"):
		h.chunked = true
	case h.authority != "" && strings.EqualFold(name, "Host"):
		_, value, _ = strings.Cut(string(h.begin(len(h.line))), ":")
		h.hosts, h.host = h.hosts+1, strings.Trim(value, " \t")
	}
	return true
}

// A strictTLSConn is one over TLS.
type strictTLSConn struct {
	*strictConn
	tls *tls.Conn
}

// ConnectionState is how package net/http finds out that this is TLS, before it
// reads.
func (c *strictTLSConn) ConnectionState() tls.ConnectionState {
	ctx, cancel := context.WithTimeout(context.Background(), headerWait)
	defer cancel()
	_ = c.SetDeadline(time.Now().Add(headerWait))
	if err := c.tls.HandshakeContext(ctx); err == nil {
		_ = c.SetDeadline(time.Time{})
	}
	state := c.tls.ConnectionState()
	c.state = &state
	return state
}
