package server

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// readOn reads what package net/http has to see.
//
// What nearly everybody sends who asks for a token takes a shortcut: a third of what
// a token costs is package net/http's work. That waits for the next request of a
// connection, and learns nothing of those that come and are answered meanwhile. It
// gets the first of each connection, and all that are not as plain as one can be.
func (c *strictConn) readOn(p []byte) (int, error) {
	for c.short.waits.Load() && c.isBetween() {
		n, err := c.Conn.Read(p)
		// An empty line, see passOver: what came before it net/http may not know.
		if rest, empty := bytes.CutPrefix(p[:n], []byte("\r\n")); empty {
			n = copy(p, rest)
		}
		r := shortRequest(p[:n])
		if r == nil || err != nil {
			return n, err
		}
		if err := c.answer(r); err != nil {
			return 0, err
		}
		// Once the others have had their turn, the next request is often there: that
		// spares two ways into the kernel, and to be woken for it.
		runtime.Gosched()
	}
	return c.Conn.Read(p)
}

// answer answers a request that has taken the shortcut. What it returns ends the
// connection.
func (c *strictConn) answer(r *http.Request) error {
	if !c.short.begin(&c.listener.inFlight) {
		return net.ErrClosed
	}
	c.listener.crowds.note(c.seat, http.StateActive)
	defer func() {
		c.listener.crowds.note(c.seat, http.StateIdle)
		if c.short.end() {
			_ = c.Conn.Close()
		}
		c.listener.inFlight.Done()
	}()
	_ = c.SetWriteDeadline(time.Now().Add(writeWait))
	r.RemoteAddr, r.TLS = c.remote, c.state
	a := newShortAnswer()
	c.listener.handler.ServeHTTP(a, r)
	err := c.send(a)
	a.free() // not after a panic: who knows who holds it
	return err
}

// send returns io.EOF after the last answer of the connection.
//
// Those whose rows went to disk together have all got as far first, and are answered one
// behind the other: a client that reads many answers is woken once, not for each, and
// waking him is half of what sending costs.
func (c *strictConn) send(a *shortAnswer) error {
	runtime.Gosched()
	if c.short.isClosed() {
		a.header.Set("Connection", "close")
	}
	now := time.Now()
	_, err := c.Conn.Write(a.whole(now))
	_ = c.SetWriteDeadline(time.Time{}) // TLS writes by itself, when it is asked for other keys
	_ = c.SetReadDeadline(now.Add(idleWait))
	if err == nil && a.isLast() {
		err = io.EOF
	}
	return err
}

// Close is for package net/http, for which nothing is under way on a connection
// that answers a request which has taken the shortcut.
func (c *strictConn) Close() error {
	if !c.short.close() {
		return nil
	}
	return c.Conn.Close()
}

// A shortcut is the state of the one that a connection has.
type shortcut struct {
	// waits is true while package net/http waits for the next request. It is atomic
	// because that may read on in the background while it hangs up.
	waits atomic.Bool

	mu     sync.Mutex
	taken  bool // by a request that is being answered
	closed bool // the connection, or it will be as soon as that is answered
}

// begin reports whether there is still somebody to answer. If so, whoever stops the
// server waits for it.
func (s *shortcut) begin(inFlight *sync.WaitGroup) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.taken = true
	inFlight.Add(1)
	return true
}

// end reports whether the connection is to be closed now.
func (s *shortcut) end() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = false
	return s.closed
}

// close reports whether the connection can be closed at once.
func (s *shortcut) close() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return !s.taken
}

func (s *shortcut) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}
