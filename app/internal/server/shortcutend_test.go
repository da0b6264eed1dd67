package server_test

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"mintmark/app/internal/server"
)

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
		stop, stopped := serveOne(t, conn, nil, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
		stop, stopped := serveOne(t, late, nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
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

// While package net/http hangs up, it may read on behind a body that nobody has read:
// that is no race, see go test -race.
func TestShortcutBesideBackgroundReads(t *testing.T) {
	f := &fixture{TB: t}
	f.serve(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), slog.New(slog.DiscardHandler))
	for range 100 {
		got := statuses(t, f.url, shortHead+"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
		if len(got) != 1 || got[0] != http.StatusOK {
			t.Fatalf("got %v, want one answer", got)
		}
	}
}
