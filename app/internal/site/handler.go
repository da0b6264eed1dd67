package site

import (
	"bytes"
	"net/http"
	"strings"
	"time"
)

// Handler serves the page at / and its files beside it. Files come packed to
// browsers that say they can unpack them, each form with its own strong ETag.
// A file asked for by its version may be kept for ever; anything else is
// asked for anew each time, and answered 304 while it stays the same.
// Methods other than GET and HEAD get 405, unknown paths 404.
func (s *Site) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Site) serve(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	f := s.file(nameOf(r.URL.Path))
	if f == nil {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	f.serve(w, r)
}

func nameOf(path string) string {
	if path == "/" {
		return indexName
	}
	return strings.TrimPrefix(path, "/")
}

func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy+framing)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	encoding, content := f.negotiate(r.Header.Values("Accept-Encoding"))
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", f.caching(r.URL.RawQuery))
	h.Set("ETag", f.etag(encoding))
	if f.br != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if encoding != identity {
		h.Set("Content-Encoding", encoding)
	}
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(content))
}

func (f *file) caching(query string) string {
	if query == "v="+f.tag() {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

func (f *file) etag(encoding string) string {
	if encoding == identity {
		return `"` + f.tag() + `"`
	}
	return `"` + f.tag() + "-" + encoding + `"`
}
