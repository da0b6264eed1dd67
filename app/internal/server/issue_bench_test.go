package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/server"
)

// What a token by service key costs in the handler, its audit row on SQLite
// included, without HTTP: 64 ask at once.
func BenchmarkIssue(b *testing.B) {
	f := start(b, nil)
	key, _ := f.addKey("kiosk")
	c := config(f.store, io.Discard)
	c.Now = time.Now
	h, err := server.New(c)
	f.must(err)
	b.ReportAllocs()
	b.SetParallelism(64)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest("POST", "/token", strings.NewReader("{}"))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+key)
			w := &discard{header: http.Header{}}
			h.ServeHTTP(w, r)
			if w.status != http.StatusOK {
				b.Fatalf("status: got %d, want 200", w.status)
			}
		}
	})
}

type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }
