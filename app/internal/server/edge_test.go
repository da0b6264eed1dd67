package server_test

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// E01, E12, E13: what package net/http refuses before any handler sees it has an
// answer like all others, and the line in the log has its id.
func TestRefusalsAreProblems(t *testing.T) {
	const get = "GET /healthz HTTP/1.1\r\nHost: x\r\n"
	tests := []struct {
		name, send string
		want       int
	}{
		{"bare LF", "GET /healthz HTTP/1.1\nHost: x\n\n", 400},
		{"nonsense", "nonsense\r\n\r\n", 400},
		{"no host", "GET /healthz HTTP/1.1\r\n\r\n", 400},
		{"TLS hello", "\x16\x03\x01\x02\x00\r\n\r\n", 400},
		{"header too large", get + "X: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", 431},
		{"unknown coding", get + "Transfer-Encoding: gzip\r\n\r\n", 501},
		{"unknown version", "GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n", 505},
		{"unknown expectation", get + "Expect: more\r\n\r\n", 417},
		{"unknown expectation, 1.0", "GET /healthz HTTP/1.0\r\nExpect: more\r\n\r\n", 417},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := start(t, nil)
			conn, err := net.Dial("tcp", strings.TrimPrefix(f.url, "http://"))
			f.must(err)
			defer conn.Close()
			r := f.refusal(conn, tt.send)
			if r.StatusCode != tt.want || r.problem(t) != "malformed_request" || !r.Close {
				t.Errorf("got %s %s, want %d and the end of the connection", r.Status, r.body, tt.want)
			}
			id := r.Header.Get("X-Request-Id")
			if got := f.log.String(); strings.Count(got, "\n") != 1 || id == "" || !strings.Contains(got, "request_id="+id+" ") {
				t.Errorf("got the log %s", got)
			}
		})
	}
}

// E12 holds for them too.
func TestRefusalsOverTLS(t *testing.T) {
	f := start(t, nil)
	conn, err := tls.Dial("tcp", strings.TrimPrefix(f.runTLS(f.pair()), "https://"), &tls.Config{InsecureSkipVerify: true})
	f.must(err)
	defer conn.Close()
	r := f.refusal(conn, "GET /healthz HTTP/1.1\nHost: x\n\n")
	if r.StatusCode != 400 || r.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("got %s %v", r.Status, r.Header)
	}
}

func (f *fixture) refusal(conn net.Conn, send string) reply {
	f.Helper()
	go io.WriteString(conn, send)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	f.must(err)
	body, err := io.ReadAll(resp.Body)
	f.must(err)
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	} {
		if got := resp.Header.Get(name); got != want {
			f.Errorf("got %s: %q, want %q", name, got, want)
		}
	}
	return reply{resp, string(body)}
}
