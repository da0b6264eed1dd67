package contracttest

import (
	"bytes"
	"io"
	"net/http"
	"testing"
)

// Handler is a server whose every exchange is checked.
func Handler(t testing.TB, server http.Handler) http.Handler { return &witness{t, server, false} }

// Admin is the same of its listener for those who run it.
func Admin(t testing.TB, server http.Handler) http.Handler { return &witness{t, server, true} }

type witness struct {
	testing.TB
	next  http.Handler
	admin bool
}

func (c *witness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sent := *r
	body := &heard{ReadCloser: r.Body}
	sent.Body = body
	said := &said{ResponseWriter: w}
	c.next.ServeHTTP(said, &sent)
	e := Exchange{r, body.text.Bytes(), said.status, said.header, said.text.Bytes(), c.admin}
	e.Check(c)
}

// heard is the body of a request, as far as the server has read it.
type heard struct {
	io.ReadCloser
	text bytes.Buffer
}

func (h *heard) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	h.text.Write(p[:n])
	return n, err
}

// said is an answer.
type said struct {
	http.ResponseWriter
	status int
	header http.Header
	text   bytes.Buffer
}

func (s *said) WriteHeader(status int) {
	if s.status == 0 && status >= 200 {
		s.status, s.header = status, s.Header().Clone()
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *said) Write(p []byte) (int, error) {
	if s.status == 0 {
		s.status, s.header = http.StatusOK, s.Header().Clone()
	}
	s.text.Write(p)
	return s.ResponseWriter.Write(p)
}

func (s *said) Unwrap() http.ResponseWriter { return s.ResponseWriter }
