package server_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// A wire is a client's connection.
type wire struct {
	testing.TB
	net.Conn
	r *bufio.Reader
}

// newWire connects to h, in the time of a bubble.
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
