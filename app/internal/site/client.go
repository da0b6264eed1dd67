package site

import (
	"net/http"

	"mintmark/web"
)

// Client serves client.js, whatever the path. Pages of every origin may load it:
// it is the same for all, and opens nothing.
func Client() http.Handler {
	f := newFile("client.js", web.Client)
	f.press()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		whole := r.Clone(r.Context())
		whole.Header.Del("Range") // of so little nobody needs a part
		f.serve(w, whole)
	})
}
