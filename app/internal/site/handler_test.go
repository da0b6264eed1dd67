package site

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// ask sends one request to the handler, with headers in pairs.
func ask(s *Site, method, target string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	var content io.Reader = r.Body
	switch r.Header.Get("Content-Encoding") {
	case "br":
		content = brotli.NewReader(r.Body)
	case "gzip":
		var err error
		if content, err = gzip.NewReader(r.Body); err != nil {
			t.Fatal(err)
		}
	}
	b, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestHandlerStatus(t *testing.T) {
	s := assemble(t, nil)
	tests := []struct {
		method, target string
		want           int
		contentType    string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8"},
		{"GET", "/?x=1", 200, "text/html; charset=utf-8"},
		{"HEAD", "/", 200, "text/html; charset=utf-8"},
		{"GET", "/index.html", 200, "text/html; charset=utf-8"},
		{"GET", "/app.wasm", 200, "application/wasm"},
		{"GET", "/wasm_exec.js", 200, "text/javascript; charset=utf-8"},
		{"GET", "/manifest.webmanifest", 200, "application/manifest+json"},
		{"GET", "/icon-192.png", 200, "image/png"},
		{"GET", "/nothing", 404, "text/plain; charset=utf-8"},
		{"GET", "/app.wasm.br", 404, "text/plain; charset=utf-8"},
		{"GET", "/sub/", 404, "text/plain; charset=utf-8"},
		{"POST", "/nothing", 404, "text/plain; charset=utf-8"},
		{"POST", "/", 405, "text/plain; charset=utf-8"},
		{"DELETE", "/app.wasm", 405, "text/plain; charset=utf-8"},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.target, func(t *testing.T) {
			r := ask(s, test.method, test.target)
			if r.StatusCode != test.want {
				t.Errorf("status %d, want %d", r.StatusCode, test.want)
			}
			if got := r.Header.Get("Content-Type"); got != test.contentType {
				t.Errorf("Content-Type %q, want %q", got, test.contentType)
			}
			if got := r.Header.Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("X-Content-Type-Options %q, want nosniff", got)
			}
			if allow := r.Header.Get("Allow"); (allow != "") != (test.want == 405) {
				t.Errorf("Allow %q", allow)
			}
			if test.method == "HEAD" && len(body(t, r)) > 0 {
				t.Error("HEAD has a body")
			}
		})
	}
}

func TestHandlerPolicy(t *testing.T) {
	r := ask(assemble(t, nil), "GET", "/")
	want := "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	if got := r.Header.Get("Content-Security-Policy"); got != want {
		t.Errorf("header\n%s, want\n%s", got, want)
	}
	meta := `content="` + strings.TrimSuffix(want, "; frame-ancestors 'none'") + `"`
	if !bytes.Contains(body(t, r), []byte(meta)) {
		t.Errorf("the page does not carry %s", meta)
	}
}

func TestHandlerNegotiates(t *testing.T) {
	s := assemble(t, nil)
	tests := []struct {
		name, accept, want string
	}{
		{"browser", "gzip, deflate, br, zstd", "br"},
		{"nothing said", "", ""},
		{"gzip alone", "gzip", "gzip"},
		{"upper case", "GZIP", "gzip"},
		{"weights", "br;q=0.5, gzip;q=0.8", "gzip"},
		{"equal weights", "gzip;q=0.5, br;q=0.5", "br"},
		{"refused", "br;q=0, gzip", "gzip"},
		{"any", "*", "br"},
		{"any but", "*, br;q=0", "gzip"},
		{"identity first", "identity, br;q=0.5", ""},
		{"identity refused", "identity;q=0, gzip;q=0.1", "gzip"},
		{"all refused", "*;q=0", ""},
		{"unknown", "zstd", ""},
		{"odd weight", "br;q=much, gzip;q=2", ""},
		{"not a number", "br;q=NaN", ""},
		{"spaces", " br ; q=1.0 ", "br"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := ask(s, "GET", "/app.wasm", "Accept-Encoding", test.accept)
			if got := r.Header.Get("Content-Encoding"); got != test.want {
				t.Errorf("Content-Encoding %q, want %q", got, test.want)
			}
			if got := r.Header.Get("Vary"); got != "Accept-Encoding" {
				t.Errorf("Vary %q, want Accept-Encoding", got)
			}
			if !bytes.Equal(body(t, r), program) {
				t.Error("the body is not the program")
			}
		})
	}
}

func TestHandlerCaches(t *testing.T) {
	s := assemble(t, nil)
	tests := []struct {
		name, target, want string
	}{
		{"page", "/", "no-cache"},
		{"worker", "/sw.js", "no-cache"},
		{"by name", "/app.wasm", "no-cache"},
		{"by version", "/" + s.file("app.wasm").address(), "public, max-age=31536000, immutable"},
		{"by another version", "/app.wasm?v=0123456789abcdef", "no-cache"},
		{"page by version", "/?v=" + s.file("boot.js").tag(), "no-cache"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := ask(s, "GET", test.target).Header.Get("Cache-Control"); got != test.want {
				t.Errorf("Cache-Control %q, want %q", got, test.want)
			}
		})
	}
}

func TestHandlerETag(t *testing.T) {
	s := assemble(t, nil)
	tags := make(map[string]string)
	for _, encoding := range []string{"", "gzip", "br"} {
		tags[encoding] = ask(s, "GET", "/boot.js", "Accept-Encoding", encoding).Header.Get("ETag")
	}
	if tags[""] == tags["gzip"] || tags["gzip"] == tags["br"] || tags["br"] == tags[""] {
		t.Errorf("the forms share an ETag: %q", tags)
	}
	for encoding, tag := range tags {
		r := ask(s, "GET", "/boot.js", "Accept-Encoding", encoding, "If-None-Match", `"other", `+tag)
		if r.StatusCode != http.StatusNotModified {
			t.Errorf("%q: status %d, want 304", encoding, r.StatusCode)
		}
		if got := r.Header.Get("ETag"); got != tag {
			t.Errorf("%q: ETag %s with the 304, want %s", encoding, got, tag)
		}
		if len(body(t, r)) > 0 && encoding == "" {
			t.Error("the 304 has a body")
		}
	}
	if r := ask(s, "GET", "/boot.js", "Accept-Encoding", "br", "If-None-Match", tags["gzip"]); r.StatusCode != http.StatusOK {
		t.Errorf("status %d for another form's ETag, want 200", r.StatusCode)
	}
}
