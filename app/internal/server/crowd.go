package server

import (
	"container/list"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultConnections is what an office behind one address needs, many times over.
const DefaultConnections = 512

// mostConnections take 100 MB, if somebody makes that many.
const mostConnections = 4096

// MostOpen is how many connections this process may hold at once, of all clients
// and proxies together: a quarter of the files that it may open is for all else.
func MostOpen() int { return openFiles() / 4 * 3 }

// networkShare is how many times as many connections a /48 may hold as each /64
// in it.
const networkShare = 4

// crowds are the connections that are open, by client: an IPv4 address, an IPv6
// /64, and a /48. Trusted proxies are in none, and in all.
type crowds struct {
	mu      sync.Mutex
	by      map[netip.Prefix]crowd
	all     int
	waiting list.List // of the seats that wait for a request, the longest first
	clock   int64
	told    atomic.Int64 // when the log last heard of one too many, Unix seconds
}

type crowd map[*seat]bool

// A seat is one connection.
type seat struct {
	conn    net.Conn       // below TLS: closing it waits for nobody
	of      []netip.Prefix // the narrowest first
	since   int64          // when it began to wait, or to be answered, by the clock
	waiting *list.Element  // nil: a request is being answered
	left    bool
}

// seat takes one for a connection. It reports whether there was room, or could be
// made.
func (l *strictListener) seat(conn net.Conn) (*seat, bool) {
	set := l.edge.settings.Load()
	s := &seat{conn: conn}
	if peer, err := netip.ParseAddrPort(conn.RemoteAddr().String()); err == nil && !proxies(set.TrustedProxies).trust(peer.Addr()) {
		s.of = crowdsOf(peer.Addr())
	}
	each, all := l.crowds.enter(s, set.Connections, set.AllConnections)
	if each && all {
		return s, true
	}
	l.edge.meters.turnedAway.Inc()
	const tellEvery = 10 // seconds: who is turned away may come again at once
	now, last := time.Now().Unix(), l.crowds.told.Load()
	switch {
	case now-last < tellEvery || !l.crowds.told.CompareAndSwap(last, now):
	case !each:
		l.edge.log.Warn("connections of one client refused: if that is your proxy, name it under trusted_proxies", "client", s.of[0].String(), "most", set.Connections)
	default:
		l.edge.log.Warn("connections refused: all that there may be are being answered", "most", set.AllConnections)
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

// enter reports whether there is a seat, among those of the client and among all.
// Whoever has waited longest for his own next request makes room: connections that
// nobody uses keep nobody out.
func (c *crowds) enter(s *seat, most, mostOfAll int) (each, all bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, client := range s.of {
		if own := c.by[client]; len(own) >= most && !c.evict(own.longest(true)) {
			return false, true
		}
		most *= networkShare
	}
	if c.all >= mostOfAll && !c.makeRoom(s) {
		return true, false
	}
	for _, client := range s.of {
		if c.by == nil {
			c.by = map[netip.Prefix]crowd{}
		}
		if c.by[client] == nil {
			c.by[client] = crowd{}
		}
		c.by[client][s] = true
	}
	c.all++
	c.wait(s)
	return true, true
}

// makeRoom among all connections. Where each is being answered, one goes of the
// client, or the /48, who has most, if he would have more than the newcomer even so:
// a few who never end what they send keep nobody out either.
func (c *crowds) makeRoom(newcomer *seat) bool {
	if first := c.waiting.Front(); first != nil {
		return c.evict(first.Value.(*seat))
	}
	most := 1
	for _, client := range newcomer.of {
		most = max(most, share(client, len(c.by[client])+1))
	}
	var largest crowd
	for client, own := range c.by {
		if n := share(client, len(own)); n > most {
			most, largest = n, own
		}
	}
	return c.evict(largest.longest(false))
}

// share makes the connections of a /48 as many as those of a client, by what each
// may hold.
func share(of netip.Prefix, connections int) int {
	if of != clientPrefix(of.Addr()) {
		return connections / networkShare
	}
	return connections
}

// longest is who has waited longest, or been answered for longest; nil for nobody.
func (own crowd) longest(waiting bool) (first *seat) {
	for s := range own {
		if (s.waiting != nil) == waiting && (first == nil || s.since < first.since) {
			first = s
		}
	}
	return first
}

// evict reports whether there is somebody to go.
func (c *crowds) evict(s *seat) bool {
	if s == nil {
		return false
	}
	s.conn.Close()
	c.remove(s)
	return true
}

// wait and answer are told how it stands with a seat.
func (c *crowds) wait(s *seat) {
	if s.waiting == nil && !s.left {
		s.since = c.tick()
		s.waiting = c.waiting.PushBack(s)
	}
}

func (c *crowds) answer(s *seat) {
	if s.waiting != nil {
		s.since = c.tick()
		c.waiting.Remove(s.waiting)
		s.waiting = nil
	}
}

func (c *crowds) tick() int64 {
	c.clock++
	return c.clock
}

func (c *crowds) remove(s *seat) {
	if s.left {
		return
	}
	c.answer(s)
	s.left = true
	c.all--
	for _, client := range s.of {
		if delete(c.by[client], s); len(c.by[client]) == 0 {
			delete(c.by, client)
		}
	}
}

// follow is told by package net/http how it stands with a connection: while it waits
// for a request, that may take the shortcut.
func (l *strictListener) follow(conn net.Conn, state http.ConnState) {
	c := conn.(interface{ strict() *strictConn }).strict()
	c.short.waits.Store(state == http.StateIdle)
	l.crowds.note(c.seat, state)
}

func (c *crowds) note(s *seat, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateIdle:
		c.wait(s)
	case http.StateActive:
		c.answer(s)
	case http.StateClosed, http.StateHijacked:
		c.remove(s)
	}
}
