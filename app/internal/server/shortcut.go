package server

import (
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// What nearly everybody sends who asks for a token takes a shortcut: a third of what
// a token costs is package net/http's work. It waits for the next request of a
// connection, and learns nothing of those that come and are answered meanwhile. It
// has the first of each connection, and all that are not as plain as one can be.

// readOn reads what package net/http has to see.
func (c *strictConn) readOn(p []byte) (int, error) {
	for c.waits && c.isBetween() {
		n, err := c.Conn.Read(p)
		r := shortRequest(p[:n])
		if r == nil || err != nil {
			c.waits = false
			return n, err
		}
		if err := c.answer(r); err != nil {
			return 0, err
		}
	}
	return c.Conn.Read(p)
}

// answer answers a request that has taken the shortcut. What it returns ends the
// connection.
func (c *strictConn) answer(r *http.Request) error {
	if !c.turn.begin(&c.listener.short) {
		return net.ErrClosed
	}
	c.listener.crowds.note(c.seat, http.StateActive)
	defer func() {
		c.listener.crowds.note(c.seat, http.StateIdle)
		if c.turn.end() {
			_ = c.Conn.Close()
		}
		c.listener.short.Done()
	}()
	r.RemoteAddr, r.TLS = c.remote, c.state
	a := newShortAnswer()
	c.listener.handler.ServeHTTP(a, r)
	now := time.Now()
	_ = c.SetWriteDeadline(now.Add(writeWait))
	_, err := c.Conn.Write(a.whole(now))
	_ = c.SetReadDeadline(now.Add(idleWait))
	if err == nil && a.isLast() {
		err = io.EOF
	}
	a.free()
	return err
}

// Close is for package net/http, for which nothing is under way on a connection
// that answers a request which has taken the shortcut.
func (c *strictConn) Close() error {
	if !c.turn.close() {
		return nil
	}
	return c.Conn.Close()
}

// A turn says whether a request that has taken the shortcut is being answered, and
// whether the connection ends.
type turn struct {
	mu     sync.Mutex
	short  bool
	closed bool
}

// begin reports whether there is still somebody to answer. If so, whoever stops the
// server waits for it.
func (t *turn) begin(inFlight *sync.WaitGroup) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return false
	}
	t.short = true
	inFlight.Add(1)
	return true
}

// end reports whether the connection is to be closed now.
func (t *turn) end() (closed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.short = false
	return t.closed
}

// close reports whether the connection can be closed at once.
func (t *turn) close() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	return !t.short
}
