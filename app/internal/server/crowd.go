package server

import (
	"math"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultConnections is what an office behind one address needs, many times over.
const DefaultConnections = 512

// networkShare is how many times as many connections a /48 may hold as each /64
// in it.
const networkShare = 4

// crowds are the connections that are open, by client: an IPv4 address, an IPv6
// /64, and a /48.
type crowds struct {
	mu    sync.Mutex
	by    map[netip.Prefix]map[*seat]bool
	clock atomic.Int64
	told  atomic.Int64 // when the log last heard of one too many, Unix seconds
}

// A seat is one connection.
type seat struct {
	conn  net.Conn // below TLS: closing it waits for nobody
	of    []netip.Prefix
	waits atomic.Int64 // since when for a request, by the clock; 0: it is being answered
}

// seat takes one for a connection, nil for a trusted proxy. It reports whether
// there was room, or could be made.
func (l *strictListener) seat(conn net.Conn) (*seat, bool) {
	peer, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	set := l.edge.settings.Load()
	if err != nil || proxies(set.TrustedProxies).trust(peer.Addr()) {
		return nil, true
	}
	s := &seat{conn: conn, of: crowdsOf(peer.Addr())}
	if l.crowds.enter(s, set.Connections) {
		return s, true
	}
	l.edge.meters.turnedAway.Inc()
	const tellEvery = 10 // seconds: who is turned away may come again at once
	now, last := time.Now().Unix(), l.crowds.told.Load()
	if now-last >= tellEvery && l.crowds.told.CompareAndSwap(last, now) {
		l.edge.log.Warn("connections of one client refused: if that is your proxy, name it under trusted_proxies", "client", s.of[0].String(), "most", set.Connections)
	}
	return nil, false
}

// crowdsOf is whose connection it is, the narrowest first.
func crowdsOf(addr netip.Addr) []netip.Prefix {
	client := clientPrefix(addr)
	if client.Addr().Is4() {
		return []netip.Prefix{client}
	}
	return []netip.Prefix{client, netip.PrefixFrom(client.Addr(), 48).Masked()}
}

// enter reports whether there is a seat. Whoever has waited longest for his own
// next request makes room: connections that nobody uses keep nobody out.
func (c *crowds) enter(s *seat, most int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, client := range s.of {
		if len(c.by[client]) >= most && !c.makeRoom(client) {
			return false
		}
		most *= networkShare
	}
	s.waits.Store(c.clock.Add(1))
	for _, client := range s.of {
		if c.by == nil {
			c.by = map[netip.Prefix]map[*seat]bool{}
		}
		if c.by[client] == nil {
			c.by[client] = map[*seat]bool{}
		}
		c.by[client][s] = true
	}
	return true
}

func (c *crowds) makeRoom(client netip.Prefix) bool {
	var longest *seat
	first := int64(math.MaxInt64)
	for s := range c.by[client] {
		if since := s.waits.Load(); since > 0 && since < first {
			longest, first = s, since
		}
	}
	if longest == nil {
		return false
	}
	longest.conn.Close()
	c.remove(longest)
	return true
}

func (c *crowds) leave(s *seat) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(s)
}

func (c *crowds) remove(s *seat) {
	for _, client := range s.of {
		if delete(c.by[client], s); len(c.by[client]) == 0 {
			delete(c.by, client)
		}
	}
}

// follow is told by package net/http how it stands with a connection.
func (l *strictListener) follow(conn net.Conn, state http.ConnState) {
	s := conn.(interface{ seated() *seat }).seated()
	switch {
	case s == nil:
	case state == http.StateIdle:
		s.waits.Store(l.crowds.clock.Add(1))
	case state == http.StateActive:
		s.waits.Store(0)
	case state == http.StateClosed || state == http.StateHijacked:
		l.crowds.leave(s)
	}
}

func (c *strictConn) seated() *seat { return c.seat }
