package server_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"mintmark/app/internal/server"
)

// tell is a handler that tells what it is sent, and whether that took the shortcut.
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

// E06: a connection on which a request takes the shortcut is at work while that is
// answered, and no longer: others make room.
func TestShortcutKeepsItsSeat(t *testing.T) {
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
	f := &fixture{TB: t}
	f.serve(http.HandlerFunc(h), slog.New(slog.DiscardHandler))
	dial := func() *wire {
		conn := from(t, "127.0.0.1", strings.TrimPrefix(f.url, "http://"))
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
	client, conn := net.Pipe()
	stop, stopped := serveOne(t, conn, f.pair(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, server.TookShortcut(w), r.TLS.CipherSuite)
	}))
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
