package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mintmark/app/internal/server"
)

const few = 4 // connections of one client

// listening runs a server on two ports, the other for those who run it.
func listening(t *testing.T, edit func(*server.Config)) (f *fixture, addr, admin string) {
	t.Helper()
	f = start(t, edit)
	public, err := net.Listen("tcp", "127.0.0.1:0")
	f.must(err)
	private, err := net.Listen("tcp", "127.0.0.1:0")
	f.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- f.server.Run(ctx, server.Place{Listener: public, Admin: private}) }()
	t.Cleanup(func() {
		cancel()
		f.must(<-ended)
	})
	return f, public.Addr().String(), private.Addr().String()
}

// crowded takes few connections of each client.
func crowded(t *testing.T, trusted ...netip.Prefix) (f *fixture, addr string) {
	t.Helper()
	f, addr, _ = listening(t, func(c *server.Config) { c.Connections, c.TrustedProxies = few, trusted })
	return f, addr
}

// crammed takes few connections of all clients together.
func crammed(t *testing.T, trusted ...netip.Prefix) (f *fixture, addr, admin string) {
	t.Helper()
	return listening(t, func(c *server.Config) { c.AllConnections, c.TrustedProxies = few, trusted })
}

// from connects from one of the many addresses that this machine has.
func from(t *testing.T, client, addr string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(client)}}
	conn, err := d.DialContext(t.Context(), "tcp", addr)
	if err != nil {
		t.Skipf("this machine has no address %s: %v", client, err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// answers reports whether a request over the connection is answered; if not,
// the server has hung up.
func answers(t *testing.T, conn net.Conn) bool {
	t.Helper()
	_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
	if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if os.IsTimeout(err) {
		t.Fatal("neither an answer nor the end")
	}
	return err == nil && resp.StatusCode == http.StatusOK
}

// E06: requests that one client never ends leave room for all others.
func TestConnectionsOfOneClient(t *testing.T) {
	f, addr := crowded(t)
	var busy []*bufio.ReadWriter
	for range few {
		busy = append(busy, halfway(t, addr, `{"username":"anna","password":"`+right+`"}`))
	}
	if answers(t, from(t, "127.0.0.1", addr)) {
		t.Error("one too many is answered")
	}
	if !answers(t, from(t, "127.0.0.2", addr)) {
		t.Error("another client is not answered")
	}
	if got := f.metrics(); !strings.Contains(got, "mintmark_connections_refused_total 1\n") {
		t.Errorf("got %s", got)
	}
	if got := f.log.String(); !strings.Contains(got, "client=127.0.0.1/32 most=4") {
		t.Errorf("got the log %s", got)
	}
	fmt.Fprint(busy[0], `{"username":"anna","password":"`+right+`"}`)
	f.must(busy[0].Flush())
	resp, err := http.ReadResponse(busy[0].Reader, nil)
	f.must(err)
	if resp.StatusCode != http.StatusOK {
		t.Errorf("who was there first: got %s", resp.Status)
	}
	for answered := false; !answered; { // once that one is idle
		answered = answers(t, from(t, "127.0.0.1", addr))
	}
}

// E06: connections that nobody uses make room, the oldest first.
func TestIdleConnectionsMakeRoom(t *testing.T) {
	for _, tt := range []struct {
		name     string
		answered bool   // a request first
		then     string // is sent
	}{
		{"silent", false, ""},
		{"half a header", false, "GET /healthz HTTP/1.1\r\nHost: "},
		{"kept alive", true, ""},
		{"kept alive and half a header", true, "GET /healthz HTTP/1.1\r\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, addr := crowded(t)
			var idle []net.Conn
			for range few {
				conn := from(t, "127.0.0.1", addr)
				if tt.answered && !answers(t, conn) {
					t.Fatal("not answered")
				}
				_, err := io.WriteString(conn, tt.then)
				f.must(err)
				idle = append(idle, conn)
			}
			goneFor(t, idle, func(int) bool { return answers(t, from(t, "127.0.0.1", addr)) })
		})
	}
}

// E06: a /48 has as many clients as there are connections, and keeps nobody out.
func TestNetworksMakeRoom(t *testing.T) {
	network := func(n, clients int) (all []netip.Addr) {
		for i := range clients {
			all = append(all, netip.MustParseAddr(fmt.Sprintf("2001:db8:%x:%x::1", n, i)))
		}
		return all
	}
	others := []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8:ff::1")}
	for _, tt := range []struct {
		name    string
		clients []netip.Addr
		want    bool // room for others
	}{
		{"two networks", append(network(1, 8), network(2, 8)...), true},
		{"many networks", func() (all []netip.Addr) {
			for i := range 16 {
				all = append(all, network(i, 1)...)
			}
			return all
		}(), false},
	} {
		for i, found := range server.Seats(append(tt.clients, others...), 2, 16) {
			if want := i < 16 || tt.want; found != want {
				t.Errorf("%s: client %d: got a seat: %v, want %v", tt.name, i, found, want)
			}
		}
	}
}

const unfinished = `{"username":"anna"`

// E06: of all connections those make room that nobody uses, whosever they are.
func TestIdleConnectionsMakeRoomForOthers(t *testing.T) {
	for _, proxy := range []string{"192.0.2.0/24", "127.0.0.1/32"} {
		f, addr, _ := crammed(t, netip.MustParsePrefix(proxy))
		var idle []net.Conn
		for range few {
			idle = append(idle, from(t, "127.0.0.1", addr))
		}
		goneFor(t, idle, func(i int) bool { return answers(t, from(t, fmt.Sprint("127.0.0.", 2+i%200), addr)) })
		if got := f.metrics(); !strings.Contains(got, "mintmark_connections_refused_total 0\n") {
			t.Errorf("got %s", got)
		}
	}
}

// E06: one client that has all connections at work leaves room for each other
// client, for health too, and none for itself.
func TestOneClientHasAllConnections(t *testing.T) {
	_, addr, admin := crammed(t)
	var busy []*bufio.ReadWriter
	for range few {
		busy = append(busy, halfway(t, addr, unfinished))
	}
	if answers(t, from(t, "127.0.0.1", addr)) {
		t.Error("one too many is answered")
	}
	if !answers(t, from(t, "127.0.0.1", admin)) {
		t.Error("the admin listener does not answer")
	}
	if !answers(t, from(t, "127.0.0.2", addr)) {
		t.Error("another client is not answered")
	}
	if _, err := busy[0].ReadByte(); err == nil {
		t.Error("who has taken longest is not the one to go")
	}
	_, err := busy[1].WriteString(unfinished)
	if err == nil {
		err = busy[1].Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := http.ReadResponse(busy[1].Reader, nil); err != nil || resp.StatusCode != http.StatusBadRequest {
		t.Errorf("the next one: got %v, %v", resp, err)
	}
}

// E06: where everybody has as much at work, who comes last is turned away, and the
// log says so once.
func TestAllConnectionsAtWork(t *testing.T) {
	f, addr, admin := crammed(t, netip.MustParsePrefix("127.0.0.1/32"))
	for range few { // a proxy's are never cut
		halfway(t, addr, unfinished)
	}
	for i := range 3 {
		if answers(t, from(t, fmt.Sprint("127.0.0.", 2+i), addr)) {
			t.Error("one too many is answered")
		}
	}
	if !answers(t, from(t, "127.0.0.1", admin)) {
		t.Error("the admin listener does not answer")
	}
	if got := f.metrics(); !strings.Contains(got, "mintmark_connections_refused_total 3\n") {
		t.Errorf("got %s", got)
	}
	if got := f.log.String(); strings.Count(got, "most=4") != 1 {
		t.Errorf("got the log %s", got)
	}
}

// goneFor has others come, and wants each answered, until the server has hung up on
// all who are idle. One of those may be busy a moment longer than it looks.
func goneFor(t *testing.T, idle []net.Conn, other func(i int) bool) {
	t.Helper()
	var gone atomic.Int64
	for _, conn := range idle {
		if err := conn.SetReadDeadline(time.Time{}); err != nil {
			t.Fatal(err)
		}
		go func() {
			_, _ = io.Copy(io.Discard, conn)
			gone.Add(1)
		}()
	}
	const most = 1000
	for i := 0; i < 3*few || i < most && gone.Load() < int64(len(idle)); i++ {
		if !other(i) {
			t.Fatal("a connection that is used is not answered")
		}
	}
	if got := gone.Load(); got != int64(len(idle)) {
		t.Errorf("the server has hung up on %d, want %d", got, len(idle))
	}
}

func TestTrustedProxiesHoldAnyNumber(t *testing.T) {
	_, addr := crowded(t, netip.MustParsePrefix("127.0.0.1/32"))
	for i := range 3 * few {
		halfway(t, addr, "{}")
		if !answers(t, from(t, "127.0.0.1", addr)) {
			t.Fatalf("after %d it is not answered", i)
		}
	}
}
