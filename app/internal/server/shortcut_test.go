package server_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"mintmark/app/internal/server"
)

const (
	shortHead = "POST /token HTTP/1.1\r\nHost: x\r\n"
	short     = shortHead + "Content-Length: 2\r\n\r\n{}"
)

// shortRequests are requests that take the shortcut.
var shortRequests = []string{
	short,
	"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
	shortHead + "\r\n",
	shortHead + "Content-Length: 0\r\n\r\n",
	"POST /token HTTP/1.1\r\nhost:\t[::1]:8080 \r\nauthorization: Bearer x\r\ncontent-type:application/json\r\ncontent-length: 002\r\n\r\n{}",
	shortHead + "Connection: keep-alive\r\nAccept: */*\r\nx-forwarded-for: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2, 192.0.2.3\r\nX-Empty:\r\nCookie: a=\"b\"\tc\r\n\r\n",
	shortHead + "TE: trailers\r\nOrigin: https://app.example\r\nTraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n",
}

// otherRequests are some that do not.
var otherRequests = []string{
	"",
	"GET /token HTTP/1.1\r\nHost: x\r\n\r\n",
	"POST /token?x HTTP/1.1\r\nHost: x\r\n\r\n",
	"POST /token/ HTTP/1.1\r\nHost: x\r\n\r\n",
	"POST /%74oken HTTP/1.1\r\nHost: x\r\n\r\n",
	"POST http://x/token HTTP/1.1\r\nHost: x\r\n\r\n",
	"POST  /token HTTP/1.1\r\nHost: x\r\n\r\n",
	"POST /token HTTP/1.0\r\nHost: x\r\n\r\n",
	"POST /token HTTP/1.1\nHost: x\n\n",
	"\r\n" + short,
	short + "x",
	short + short,
	short[:len(short)-1],
	"POST /token HTTP/1.1\r\n\r\n",
	"POST /token HTTP/1.1\r\nHost:\r\n\r\n",
	"POST /token HTTP/1.1\r\nHost: x y\r\n\r\n",
	"POST /token HTTP/1.1\r\nHost: x/y\r\n\r\n",
	shortHead + "Host: x\r\n\r\n",
	shortHead + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
	shortHead + "Content-Length: 2, 2\r\n\r\n{}",
	shortHead + "Content-Length: +2\r\n\r\n{}",
	shortHead + "Content-Length:\r\n\r\n",
	shortHead + "Content-Length: 18446744073709551618\r\n\r\n{}",
	shortHead + "Content-Length : 2\r\n\r\n{}",
	shortHead + "Content-Length: " + strings.Repeat("0", 40) + "2\r\n\r\n{}",
	shortHead + "Content-Length:" + strings.Repeat(" ", 40) + "2\r\n\r\n{}",
	shortHead + "Content-Length: 2" + strings.Repeat(" ", 40) + "\r\n\r\n{}",
	shortHead + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	shortHead + "transfer-encoding: identity\r\n\r\n",
	shortHead + "Connection: close\r\n\r\n",
	shortHead + "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n",
	shortHead + "Upgrade: websocket\r\n\r\n",
	shortHead + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
	shortHead + "Pragma: no-cache\r\n\r\n",
	shortHead + "Trailer: x\r\n\r\n",
	shortHead + "X: y\r\n z\r\n\r\n",
	shortHead + "X: y\rz\r\n\r\n",
	shortHead + "X: y\nz\r\n\r\n",
	shortHead + "X: \x00\r\n\r\n",
	shortHead + "X: ü\r\n\r\n",
	shortHead + "X\r\n\r\n",
	shortHead + ": y\r\n\r\n",
	shortHead + "X(: y\r\n\r\n",
}

// E07: the shortcut is for what is as plain as a request can be.
func TestShortRequest(t *testing.T) {
	for _, sent := range shortRequests {
		if server.ShortRequest([]byte(sent)) == nil {
			t.Errorf("%q does not take the shortcut", sent)
		}
	}
	for _, sent := range otherRequests {
		if server.ShortRequest([]byte(sent)) != nil {
			t.Errorf("%q takes the shortcut", sent)
		}
	}
}

// E07: whatever takes the shortcut is one whole request to package net/http and to
// the connection too, and the same.
func FuzzShortRequest(f *testing.F) {
	for _, sent := range append(shortRequests, otherRequests...) {
		f.Add([]byte(sent))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		got := server.ShortRequest(sent)
		if got == nil {
			return
		}
		rest := bufio.NewReader(bytes.NewReader(sent))
		want, err := http.ReadRequest(rest)
		if err != nil {
			t.Fatalf("net/http refuses it: %v", err)
		}
		gotBody, wantBody := readBody(t, got), readBody(t, want)
		if gotBody != wantBody || rest.Buffered() > 0 {
			t.Errorf("got the body %q, net/http %q and %d bytes more", gotBody, wantBody, rest.Buffered())
		}
		got.Body, want.Body = nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, net/http %+v", got, want)
		}
		heads, err := server.Heads(sent)
		if err != nil || len(heads) != 1 || heads[0].End+heads[0].Body != int64(len(sent)) {
			t.Errorf("got %+v, %v of %d bytes", heads, err, len(sent))
		}
	})
}

func readBody(t *testing.T, r *http.Request) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A shortcut's handler tells what it is sent, and whether it came that way.
func tell(w http.ResponseWriter, r *http.Request) {
	data, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "text/plain")
	w.Header()["X-Several"] = []string{"a", "b"}
	w.Header().Set("X-Shortcut", fmt.Sprint(server.TookShortcut(w)))
	if len(data) > 0 {
		w.WriteHeader(http.StatusAccepted)
	}
	r.Body = nil
	fmt.Fprintf(w, "%s %s %s %s %q %d %v %v %q %v", r.Method, r.URL, r.RequestURI, r.Host, r.Header, r.ContentLength, r.TransferEncoding, r.Close, data, r.TLS)
}

// A wire is a client's connection, in the time of a bubble.
type wire struct {
	testing.TB
	net.Conn
	r *bufio.Reader
}

func newWire(t *testing.T, h http.HandlerFunc) *wire {
	conn := dialPipe(t, h)
	return &wire{t, conn, bufio.NewReader(conn)}
}

// send sends a piece, and returns when the server has read it.
func (w *wire) send(text string) {
	w.Helper()
	if _, err := io.WriteString(w.Conn, text); err != nil {
		w.Fatal(err)
	}
}

func (w *wire) receive() reply {
	w.Helper()
	resp, err := http.ReadResponse(w.r, nil)
	if err != nil {
		w.Fatal(err)
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		w.Fatal(err)
	}
	return reply{resp, string(data)}
}

// wantEnd reads on to the end of the connection, which is to be here at once.
func (w *wire) wantEnd() {
	w.Helper()
	begin := time.Now()
	if n, err := io.Copy(io.Discard, w.r); n > 0 || err != nil || time.Since(begin) > 0 {
		w.Errorf("afterwards: got %d bytes, %v and the end after %v, want it at once", n, err, time.Since(begin))
	}
}

// warm has had its first answer, as each connection must before the shortcut.
func (w *wire) warm() *wire {
	w.Helper()
	w.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	w.receive()
	synctest.Wait()
	return w
}

// The shortcut leads to the same: a handler sees the same request, and the client
// the same answer.
func TestShortcutChangesNothing(t *testing.T) {
	for _, sent := range shortRequests {
		synctest.Test(t, func(t *testing.T) {
			first, later := newWire(t, tell), newWire(t, tell).warm()
			first.send(sent)
			want := first.receive()
			for range 2 {
				later.send(sent)
				got := later.receive()
				if way := got.Header.Get("X-Shortcut"); way != "true" || want.Header.Get("X-Shortcut") != "false" {
					t.Fatalf("%q: took the shortcut: %s", sent, way)
				}
				got.Header.Set("X-Shortcut", "false")
				if got.Status != want.Status || got.body != want.body || !reflect.DeepEqual(got.Header, want.Header) || got.ContentLength != want.ContentLength {
					t.Errorf("%q: got %s %v %s, want %s %v %s", sent, got.Status, got.Header, got.body, want.Status, want.Header, want.body)
				}
			}
		})
	}
}

// E07: of a request that does not come at once, or of two, none takes the shortcut;
// the answers come in order.
func TestShortcutWantsWholeRequests(t *testing.T) {
	const next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n"
	tests := []struct {
		name   string
		pieces []string
		want   []string // of each answer
	}{
		{"in two", []string{short[:40], short[40:]}, []string{"false"}},
		{"a byte first", []string{short[:1], short[1:]}, []string{"false"}},
		{"the body by itself", []string{short[:len(short)-2], "{}"}, []string{"false"}},
		{"two at once", []string{short + short}, []string{"false", "false"}},
		{"one and a half", []string{short + short[:9], short[9:]}, []string{"false", "false"}},
		{"an empty line", []string{"\r\n", short}, []string{"true"}},
		{"an empty line first", []string{"\r\n" + short}, []string{"true"}},
		{"two empty lines first", []string{"\r\n\r\n" + short}, []string{"false"}},
		{"an empty line behind the shortcut", []string{next, short, "\r\n" + next, "\r\n", next}, []string{"false", "true", "false", "false"}},
		{"half an empty line", []string{"\r", "\n" + short}, []string{"false"}},
		{"an empty line behind one", []string{short + "\r\n", short}, []string{"false", "false"}},
		{"letters behind one", []string{short + "XY", short}, []string{"false", "false"}},
		{"one by one", []string{short, next, short, short}, []string{"true", "false", "true", "true"}},
		{"chunked", []string{shortHead + "Transfer-Encoding: chunked\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n"}, []string{"false"}},
		{"hidden in a body", []string{shortHead + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(short)), short, next}, []string{"false", "false"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWire(t, tell)
				w.send(strings.Replace(short, "{}", "[]", 1)) // a POST: net/http passes over an empty line after one
				w.receive()
				go func() {
					for _, piece := range tt.pieces {
						_, _ = io.WriteString(w, piece)
						synctest.Wait()
					}
				}()
				for i, want := range tt.want {
					if got := w.receive(); got.Header.Get("X-Shortcut") != want {
						t.Errorf("answer %d: took the shortcut: %s, want %s: %s", i, got.Header.Get("X-Shortcut"), want, got.body)
					}
				}
			})
		})
	}
}

// E06: who is slow after the shortcut is cut off as always, on the second.
func TestShortcutTimeouts(t *testing.T) {
	for name, tt := range map[string]struct {
		then string
		want time.Duration
	}{
		"nothing":       {"", 60 * time.Second},
		"half a header": {"POST /token HTTP/1.1\r\nX-Slow: ", 5 * time.Second},
		"half a body":   {short[:len(short)-1], 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWire(t, tell).warm()
				for range 5 {
					time.Sleep(50 * time.Second) // of the bubble
					w.send(short)
					if got := w.receive(); got.Header.Get("X-Shortcut") != "true" {
						t.Fatal("no shortcut")
					}
				}
				begin := time.Now()
				go io.WriteString(w, tt.then)
				_, _ = io.Copy(io.Discard, w.r)
				if got := time.Since(begin); got != tt.want {
					t.Errorf("cut off after %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// E06: who does not take his answer is cut off, however long that has taken.
func TestShortcutWriteTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, func(w http.ResponseWriter, r *http.Request) {
			if server.TookShortcut(w) {
				time.Sleep(14 * time.Second)
			}
			tell(w, r)
		}).warm()
		w.send(short)
		time.Sleep(16 * time.Second)
		w.wantEnd()
	})
}

// What is written between two requests has time: TLS does that by itself.
func TestShortcutLeavesNoTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, conn := net.Pipe()
		defer client.Close()
		defer conn.Close()
		w := &wire{t, client, bufio.NewReader(client)}
		c := server.ShortcutConn(conn, http.HandlerFunc(tell))
		go c.Read(make([]byte, 4096))
		w.send(short)
		w.receive()
		time.Sleep(20 * time.Second)
		go w.r.ReadByte()
		if _, err := c.Write([]byte("x")); err != nil {
			t.Error(err)
		}
	})
}

// A stop lets a request that has taken the shortcut finish, and hangs up after it.
func TestStopWaitsForShortcut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, conn := net.Pipe()
		leave := make(chan struct{})
		stop, stopped := serveOne(t, conn, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if server.TookShortcut(w) {
				<-leave
			}
			tell(w, r)
		}))
		w := (&wire{t, client, bufio.NewReader(client)}).warm()
		w.send(short)
		stop()
		time.Sleep(10 * time.Second)
		select {
		case err := <-stopped:
			t.Fatalf("stopped before the answer: %v", err)
		default:
		}
		close(leave)
		if got := w.receive(); got.StatusCode != http.StatusAccepted || !got.Close {
			t.Errorf("got %s %v, want that it is the last", got.Status, got.Header)
		}
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		w.wantEnd()
	})
}

// A request that has been read when the stop comes, and nothing more, is not
// answered: nobody would wait for it.
func TestStopBeforeShortcut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, conn := net.Pipe()
		late := &lateConn{Conn: conn, closed: make(chan struct{})}
		stop, stopped := serveOne(t, late, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if server.TookShortcut(w) {
				t.Error("answered")
			}
		}))
		w := (&wire{t, client, bufio.NewReader(client)}).warm()
		late.isLate.Store(true)
		go io.WriteString(client, short)
		synctest.Wait() // it has been read
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		w.wantEnd()
	})
}

// A lateConn has what it has read when it has been closed.
type lateConn struct {
	net.Conn
	isLate atomic.Bool
	once   sync.Once
	closed chan struct{}
}

func (c *lateConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.isLate.Load() {
		<-c.closed
	}
	return n, err
}

func (c *lateConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}

// A handler may want the connection to end; one that gives up ends it without an
// answer, and nobody waits for it.
func TestShortcutEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, func(w http.ResponseWriter, _ *http.Request) {
			if server.TookShortcut(w) {
				w.Header().Set("Connection", "close")
			}
		}).warm()
		w.send(short)
		if got := w.receive(); got.StatusCode != http.StatusOK || !got.Close {
			t.Errorf("got %s %v", got.Status, got.Header)
		}
		w.wantEnd()
	})
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, func(w http.ResponseWriter, _ *http.Request) {
			if server.TookShortcut(w) {
				panic(http.ErrAbortHandler)
			}
		}).warm()
		w.send(short)
		w.wantEnd()
	})
}

// E06: a connection on which a request takes the shortcut is at work while that is
// answered, and no longer: others make room.
func TestShortcutKeepsItsSeat(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	leave, arrived := make(chan struct{}), make(chan struct{}, 1)
	h := func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && !server.TookShortcut(w) {
			t.Error("no shortcut")
		}
		if r.Header.Get("X-Wait") != "" {
			arrived <- struct{}{}
			<-leave
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, ln, http.HandlerFunc(h), slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	dial := func() *wire {
		conn := from(t, "127.0.0.1", ln.Addr().String())
		w := &wire{t, conn, bufio.NewReader(conn)}
		w.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		w.receive()
		return w
	}
	first := dial()
	first.send(shortHead + "X-Wait: y\r\n\r\n")
	<-arrived
	for range server.DefaultConnections + 1 {
		w := dial()
		w.send(short)
		w.receive()
	}
	close(leave)
	first.receive()
}

// E12: what takes the shortcut within TLS has come over TLS.
func TestShortcutOverTLS(t *testing.T) {
	f := &fixture{TB: t, log: &safeBuffer{}}
	cert, key := filepath.Join(t.TempDir(), "tls.crt"), filepath.Join(t.TempDir(), "tls.key")
	f.writePair(cert, key, 1)
	pair, err := server.LoadKeyPair(cert, key, f.logger())
	f.must(err)
	client, conn := net.Pipe()
	stop, stopped := serveOne(t, conn, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, server.TookShortcut(w), r.TLS.CipherSuite)
	}), pair)
	secure := tls.Client(client, &tls.Config{InsecureSkipVerify: true})
	w := &wire{t, secure, bufio.NewReader(secure)}
	for _, want := range []bool{false, true, true} {
		w.send(short)
		if got := w.receive().body; got != fmt.Sprint(want, secure.ConnectionState().CipherSuite) {
			t.Errorf("got %s, want %t and the cipher suite", got, want)
		}
	}
	client.Close()
	stop()
	f.must(<-stopped)
}

// Nothing of one answer is left for another.
func TestShortAnswerIsForgotten(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Secret", "canary")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, "canary")
	})
	if left := server.LeftOfShortAnswer(h); left != "0 map[]" {
		t.Errorf("left is %q", left)
	}
}

// A header is one line a value, whatever a handler writes, and an answer is one.
func TestShortAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, func(w http.ResponseWriter, _ *http.Request) {
			if !server.TookShortcut(w) {
				return
			}
			w.Header().Set("X-Lines", "a\r\nX-Forged: b")
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusAccepted)
			w.WriteHeader(http.StatusNotFound)
		}).warm()
		w.send(short)
		if got := w.receive(); got.StatusCode != http.StatusAccepted || got.Header.Get("X-Lines") != "a  X-Forged: b" || got.Header.Get("X-Forged") != "" {
			t.Errorf("got %s %v", got.Status, got.Header)
		}
	})
}
