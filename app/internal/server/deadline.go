package server

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// A lazyConn moves its timers only where a deadline comes nearer. Package net/http
// sets six for each request, most of them farther away than the one before: those
// are looked at when the timer of that one fires.
type lazyConn struct {
	net.Conn

	mu          sync.Mutex
	read, write deadline
}

// A deadline is the one that holds, and the one that there is a timer for: that
// comes no later.
type deadline struct{ want, armed time.Time }

// set reports whether there must be another timer.
func (d *deadline) set(t time.Time) bool {
	d.want = t
	if d.armed.IsZero() && t.IsZero() || !d.armed.IsZero() && (t.IsZero() || !t.Before(d.armed)) {
		return false
	}
	d.armed = t
	return true
}

// fired reports whether the deadline that holds is still to come, and there must be
// a timer for that.
func (d *deadline) fired() bool {
	if d.want.Equal(d.armed) {
		return false
	}
	d.armed = d.want
	return true
}

func (c *lazyConn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.read.set(t) {
		return nil
	}
	return c.Conn.SetReadDeadline(t)
}

func (c *lazyConn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.write.set(t) {
		return nil
	}
	return c.Conn.SetWriteDeadline(t)
}

func (c *lazyConn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

func (c *lazyConn) Read(p []byte) (int, error) {
	for {
		n, err := c.Conn.Read(p)
		if n > 0 || !c.goesOn(err, &c.read, c.Conn.SetReadDeadline) {
			return n, err
		}
	}
}

func (c *lazyConn) Write(p []byte) (int, error) {
	written := 0
	for {
		n, err := c.Conn.Write(p[written:])
		written += n
		if !c.goesOn(err, &c.write, c.Conn.SetWriteDeadline) {
			return written, err
		}
	}
}

// goesOn reports whether it was only the timer.
func (c *lazyConn) goesOn(err error, d *deadline, set func(time.Time) error) bool {
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return d.fired() && set(d.want) == nil
}

// CloseWrite ends what is sent, where there is a way to.
func (c *lazyConn) CloseWrite() error {
	if w, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return errors.ErrUnsupported
}
