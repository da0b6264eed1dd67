package server_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

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
	shortHead + strings.Repeat("X:\r\n", 99) + "\r\n",
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
	shortHead + strings.Repeat("X:\r\n", 100) + "\r\n",
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
