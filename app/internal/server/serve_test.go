package server_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mintmark/app/internal/server"
)

// A stop finishes what is in flight: here a request whose body the server is
// waiting for.
func TestStopLosesNothing(t *testing.T) {
	f := start(t, nil)
	const body = `{"username":"anna","password":"` + right + `"}`
	addr := strings.TrimPrefix(f.url, "http://")
	conns := make([]*bufio.ReadWriter, 5)
	for i := range conns {
		conns[i] = halfway(t, addr, body)
	}

	stopped := make(chan error, 1)
	go func() { stopped <- f.stop() }()
	waitRefused(t, addr)

	for _, c := range conns {
		fmt.Fprint(c, body)
		f.must(c.Flush())
		resp, err := http.ReadResponse(c.Reader, nil)
		f.must(err)
		data, err := io.ReadAll(resp.Body)
		f.must(err)
		readToken(t, reply{resp, string(data)})
	}
	f.must(<-stopped)
	if got := len(f.events()); got != len(conns) {
		t.Errorf("got %d audit rows, want %d", got, len(conns))
	}
}

// halfway has sent the header of a request and knows that the handler is
// reading: only then does the server say 100 Continue.
func halfway(t *testing.T, addr, body string) *bufio.ReadWriter {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	c := bufio.NewReadWriter(bufio.NewReader(conn), bufio.NewWriter(conn))
	fmt.Fprintf(c, "POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body))
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"HTTP/1.1 100 Continue\r\n", "\r\n"} {
		if got, err := c.ReadString('\n'); got != want || err != nil {
			t.Fatalf("got %q, %v, want %q", got, err, want)
		}
	}
	return c
}

// waitRefused returns when nobody listens any more.
func waitRefused(t *testing.T, addr string) {
	t.Helper()
	for t.Context().Err() == nil {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return
		}
		conn.Close()
	}
}

func TestServeReportsItsListener(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	err = server.Serve(t.Context(), ln, nil, http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	if !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want net.ErrClosed", err)
	}
}

// E06: a slow client is cut off, on the second.
func TestTimeouts(t *testing.T) {
	read := func(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }
	tests := []struct {
		name string
		send string
		want time.Duration
	}{
		{"nothing", "", 5 * time.Second},
		{"half a header", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", 5 * time.Second},
		{"half a body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf", 10 * time.Second},
		{"then nothing more", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 60 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { read(r) })
				client := dialPipe(t, h)
				begin := time.Now()
				go io.WriteString(client, tt.send)
				_, _ = io.Copy(io.Discard, client) // until the server hangs up
				if got := time.Since(begin); got != tt.want {
					t.Errorf("cut off after %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// E06: so is one who does not take his answer.
func TestWriteTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := dialPipe(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(make([]byte, 1<<20))
		}))
		begin := time.Now()
		if _, err := io.WriteString(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(client, "G") // until the server hangs up: it reads nothing meanwhile
		if got, want := time.Since(begin), 15*time.Second; got != want {
			t.Errorf("cut off after %v, want %v", got, want)
		}
	})
}

// E06: within TLS the same holds, and the handshake is no way around it.
func TestTLSTimeouts(t *testing.T) {
	f := &fixture{TB: t, log: &safeBuffer{}}
	cert, key := filepath.Join(t.TempDir(), "tls.crt"), filepath.Join(t.TempDir(), "tls.key")
	f.writePair(cert, key, 1)
	pair, err := server.LoadKeyPair(cert, key, f.logger())
	f.must(err)
	const hello = "\x16\x03\x01\x02\x00\x01\x00" // of a longer one
	for _, tt := range []struct {
		name, plain, send string // before the handshake, and after it
		want              time.Duration
	}{
		{"nothing", "", "", 5 * time.Second},
		{"half a handshake", hello, "", 5 * time.Second},
		{"half a header", "", "GET / HTTP/1.1\r\nX-Slow: ", 5 * time.Second},
		{"half a body", "", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf", 10 * time.Second},
		{"then nothing more", "", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 60 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, conn := net.Pipe()
				stop, stopped := serveOne(t, conn, pair, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					_, _ = io.Copy(io.Discard, r.Body)
				}))
				begin, text := time.Now(), tt.plain
				if tt.send != "" {
					client, text = tls.Client(client, &tls.Config{InsecureSkipVerify: true}), tt.send
				}
				go io.WriteString(client, text)
				_, _ = io.Copy(io.Discard, client)
				if got := time.Since(begin); got != tt.want {
					t.Errorf("cut off after %v, want %v", got, tt.want)
				}
				client.Close()
				stop()
				if err := <-stopped; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// E06: a header of 16 KiB is read, to its end, and no longer one, and one of 100
// fields; the first of a connection, and those that follow.
func TestHeaderSize(t *testing.T) {
	f := start(t, nil)
	const begin, end, most = "GET /healthz HTTP/1.1\r\nHost: x\r\nX: ", "\r\n\r\n", 16 << 10
	sized := func(size int) string { return begin + strings.Repeat("x", size-len(begin+end)) + end }
	fields := func(n int) (head string) {
		head = "POST /token HTTP/1.1\r\nHost: x\r\n"
		for i := range n - 1 {
			head += fmt.Sprintf("%x:\r\n", i)
		}
		return head + "\r\n"
	}
	for _, tt := range []struct {
		name, send string
		want       []int
	}{
		{"largest", sized(most), []int{200}},
		{"a byte more", sized(most + 1), []int{431}},
		{"much more", sized(1 << 20), []int{431}},
		{"largest, three times", strings.Repeat(sized(most), 3), []int{200, 200, 200}},
		{"a long line", "GET /" + strings.Repeat("x", most), []int{431}},
		{"most fields, twice", fields(100) + fields(100), []int{415, 415}},
		{"a field more", fields(101), []int{431}},
		{"a field more, second", fields(100) + fields(101), []int{431}},
	} {
		if got := statuses(t, f.url, tt.send); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// dialPipe serves h over a connection that lives in this bubble's time.
func dialPipe(t *testing.T, h http.Handler) net.Conn {
	client, conn := net.Pipe()
	stop, stopped := serveOne(t, conn, nil, h)
	t.Cleanup(func() {
		client.Close()
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
	return client
}

// serveOne serves h over one connection, until it is told to stop.
func serveOne(t *testing.T, conn net.Conn, pair *server.KeyPair, h http.Handler) (stop func(), stopped <-chan error) {
	ln := &pipeListener{conns: make(chan net.Conn, 1), closed: make(chan struct{})}
	ln.conns <- conn
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, ln, pair, h, slog.New(slog.DiscardHandler)) }()
	return cancel, ended
}

type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{} }
