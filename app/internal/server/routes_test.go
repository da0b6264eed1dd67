package server_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mintmark/app/internal/server"
)

func TestRoutes(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "page "+r.Method+" "+r.URL.Path)
	})
	with := start(t, func(c *server.Config) { c.Page = page })
	without := start(t, nil)
	tests := []struct {
		name         string
		f            *fixture
		method, path string
		status       int
		allow, body  string // body: how it begins, or the code of a problem
	}{
		{"health", with, "GET", "/healthz", 200, "", "ok"},
		{"health, head", with, "HEAD", "/healthz", 200, "", ""},
		{"health, post", with, "POST", "/healthz", 405, "GET, HEAD", "method_not_allowed"},
		{"ready", with, "GET", "/readyz", 200, "", "ok"},
		{"ready, post", with, "POST", "/readyz", 405, "GET, HEAD", "method_not_allowed"},
		{"no metrics here", without, "GET", "/metrics", 404, "", "not_found"},
		{"token, get", with, "GET", "/token", 405, "POST", "method_not_allowed"},
		{"token, put", with, "PUT", "/token", 405, "POST", "method_not_allowed"},
		{"token, options", with, "OPTIONS", "/token", 405, "POST", "method_not_allowed"},
		{"token, trace", with, "TRACE", "/token", 405, "POST", "method_not_allowed"},
		{"page", with, "GET", "/", 200, "", "page GET /"},
		{"page's file", with, "GET", "/app.wasm", 200, "", "page GET /app.wasm"},
		{"below token", with, "GET", "/token/x", 200, "", "page GET /token/x"},
		{"no page", without, "GET", "/", 404, "", "not_found"},
		{"no page, post", without, "POST", "/v1/tokens", 404, "", "not_found"},
		{"two slashes", with, "POST", "//token", 404, "", "not_found"},
		{"escaped", with, "POST", "/%74oken", 404, "", "not_found"},
		{"escaped slash", with, "GET", "/v1%2fwhoami", 404, "", "not_found"},
		{"escaped colon", with, "POST", "/v1/token%3Apreview", 404, "", "not_found"},
		{"dots", with, "POST", "/x/../token", 404, "", "not_found"},
		{"dots, escaped", with, "GET", "/%2e%2e/app.wasm", 404, "", "not_found"},
		{"a name of another machine", with, "GET", "//evil.example/..", 404, "", "not_found"},
		{"v1 token, get", with, "GET", "/v1/token", 405, "POST", "method_not_allowed"},
		{"preview, get", with, "GET", "/v1/token:preview", 405, "POST", "method_not_allowed"},
		{"whoami, post", with, "POST", "/v1/whoami", 405, "GET, HEAD", "method_not_allowed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.f.do(tt.method, tt.path, "")
			if r.StatusCode != tt.status || r.Header.Get("Allow") != tt.allow {
				t.Errorf("got %s, Allow %q, want %d, %q", r.Status, r.Header.Get("Allow"), tt.status, tt.allow)
			}
			if tt.status < 400 && !strings.HasPrefix(r.body, tt.body) || tt.status >= 400 && r.problem(t) != tt.body {
				t.Errorf("got %q, want %q", r.body, tt.body)
			}
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
				if got := r.Header.Get(name); got != want {
					t.Errorf("got %s %q, want %q", name, got, want)
				}
			}
			if len(r.Header.Get("X-Request-Id")) < 20 {
				t.Errorf("got X-Request-Id %q", r.Header.Get("X-Request-Id"))
			}
			fromPage := strings.HasPrefix(tt.body, "page")
			if got := r.Header.Get("Cache-Control") == "no-store"; got == fromPage {
				t.Errorf("no-store is %v", got)
			}
		})
	}
}

// E13: what is no path at all has an answer with an id too.
func TestNoPath(t *testing.T) {
	f := start(t, nil)
	for _, line := range []string{"OPTIONS *", "GET *", "CONNECT x:443"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(f.url, "http://"))
		f.must(err)
		defer conn.Close()
		_, err = io.WriteString(conn, line+" HTTP/1.1\r\nHost: x:443\r\nConnection: close\r\n\r\n")
		f.must(err)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		f.must(err)
		body, err := io.ReadAll(resp.Body)
		f.must(err)
		if r := (reply{resp, string(body)}); r.StatusCode != 404 || r.problem(t) != "not_found" {
			t.Errorf("%s: got %s %s", line, r.Status, r.body)
		}
	}
}

// F07: the id is ours.
func TestRequestIDIsNotTheClients(t *testing.T) {
	f := start(t, nil)
	r := f.do("GET", "/healthz", "", func(r *http.Request) { r.Header.Set("X-Request-Id", "forged") })
	if got := r.Header.Get("X-Request-Id"); got == "forged" {
		t.Errorf("got %q", got)
	}
}

// F09: a panic is a 500, and the process lives.
func TestPanic(t *testing.T) {
	f := start(t, func(c *server.Config) {
		c.Page = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/late":
				io.WriteString(w, "half")
				w.(interface{ Unwrap() http.ResponseWriter }).Unwrap().(http.Flusher).Flush()
			case "/abort":
				panic(http.ErrAbortHandler)
			}
			panic(errors.New("canary-panic"))
		})
	})
	r := f.do("GET", "/early", "")
	if got := r.problem(t); got != "internal" || r.StatusCode != 500 || strings.Contains(r.body, "canary") {
		t.Errorf("got %s %s", r.Status, r.body)
	}
	if log := f.log.String(); !strings.Contains(log, "canary-panic") || !strings.Contains(log, r.Header.Get("X-Request-Id")) {
		t.Errorf("the log does not tell of it: %s", log)
	}
	for _, path := range []string{"/late", "/abort"} {
		resp, err := http.Get(f.url + path)
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: an answer that broke off looks complete", path)
		}
	}
	readToken(t, f.login("anna", right))
}

// F07: nothing that a client sends makes a line of its own, or a member of one, or
// one as long as he likes.
func TestLogLines(t *testing.T) {
	const forged = "x\nlevel=ERROR msg=forged \x1b[31m\u2028\r\n{\"level\":\"ERROR\",\"msg\":\"forged\"}\" msg=forged \xff"
	handlers := map[string]func(io.Writer) slog.Handler{
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	}
	for name, handler := range handlers {
		t.Run("F07: "+name, func(t *testing.T) {
			var log safeBuffer
			f := start(t, func(c *server.Config) { c.Log = slog.New(handler(&log)) })
			const requests = 6
			f.do("GET", "/"+url.PathEscape(forged), "")
			f.do("GET", "/"+strings.Repeat("x", 9000)+"?password="+wrong, "")
			f.login(forged, wrong)
			f.do(strings.Repeat("X", 9000), "/token", "")
			f.do("GET", "/v1/whoami?password="+wrong, "", bearer(url.PathEscape(forged)))
			f.do("GET", "/healthz2", "", func(r *http.Request) {
				r.Header.Set("Traceparent", "00-\"forged")
				r.Header.Set("User-Agent", "forged")
				r.Header.Set("X-Forwarded-For", "forged")
			})
			f.must(f.stop())
			lines := strings.Split(strings.TrimSuffix(log.String(), "\n"), "\n")
			if len(lines) != requests {
				t.Fatalf("got %d lines, want one for each of %d requests:\n%s", len(lines), requests, &log)
			}
			for _, line := range lines {
				if len(line) > 1500 || strings.ContainsAny(line, "\x1b\r\u2028") || strings.Contains(line, wrong) {
					t.Errorf("got %q", line)
				}
				member := struct{ Level, Msg string }{"INFO", ""}
				if name == "json" {
					f.must(json.Unmarshal([]byte(line), &member))
				} else if i := strings.Index(line, " msg="); strings.Count(line[:i], "level=") != 1 || !strings.Contains(line[:i], "level=INFO") {
					t.Errorf("got %q", line)
				}
				if member.Level != "INFO" || member.Msg == "forged" {
					t.Errorf("got %q", line)
				}
			}
		})
	}
}
