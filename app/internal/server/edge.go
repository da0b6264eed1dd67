package server

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
)

// An edge is what is seen of a connection where no handler sees a request.
type edge struct {
	log      *slog.Logger
	meters   *meters
	settings *atomic.Pointer[Settings]
}

// refused writes the line in the log, and returns the id of the request.
func (e *edge) refused(c *strictConn, why error) string {
	id := rand.Text()
	e.log.Warn("request refused", "request_id", id, "peer", c.remote, "error", why.Error())
	return id
}

// Write puts an answer of the server's in the place of one of package net/http's
// own, to what never got as far as a handler: that has neither an id nor no-store.
func (c *strictConn) Write(p []byte) (int, error) {
	status, own := ownAnswer(p)
	if !own {
		return c.Conn.Write(p)
	}
	if errors.Is(c.err, errHeaderSize) {
		status = http.StatusRequestHeaderFieldsTooLarge
	}
	e := c.listener.edge
	if c.id == "" {
		c.id = e.refused(c, fmt.Errorf("%d %s", status, http.StatusText(status)))
	}
	e.meters.done("none", "", status, 0)
	e.meters.refused(malformedRequest.code)
	if _, err := c.Conn.Write(c.refusal(status)); err != nil {
		return 0, err
	}
	c.lastRites()
	return len(p), nil
}

// ownAnswer is the status of an answer that no handler has given: it has no
// request id.
func ownAnswer(p []byte) (status int, own bool) {
	const line = len("HTTP/1.1 400")
	if len(p) < line || !bytes.HasPrefix(p, []byte("HTTP/1.")) || p[9] != '4' && p[9] != '5' {
		return 0, false
	}
	header, _, whole := bytes.Cut(p, []byte("\r\n\r\n"))
	if !whole || bytes.Contains(header, []byte("\r\nX-Request-Id: ")) {
		return 0, false
	}
	status, err := strconv.Atoi(string(p[9:line]))
	return status, err == nil
}

var refusalDetails = map[int]string{
	http.StatusRequestHeaderFieldsTooLarge: fmt.Sprintf("the header of a request may have %d bytes, and %d fields", maxHeader, maxFields),
	http.StatusNotImplemented:              "want a body with a Content-Length, or in chunks",
	http.StatusExpectationFailed:           "nothing can be expected but 100-continue",
	http.StatusHTTPVersionNotSupported:     "want HTTP/1.1",
	http.StatusBadRequest:                  "want a request of HTTP/1.1 that can be read in one way only",
}

// refusal is the whole answer.
func (c *strictConn) refusal(status int) []byte {
	p := problem{status: status, code: malformedRequest.code, detail: refusalDetails[status]}
	if p.detail == "" {
		p.detail = refusalDetails[http.StatusBadRequest]
	}
	body, err := json.Marshal(p.body(c.id))
	if err != nil {
		panic(err)
	}
	body = append(body, '\n')
	answer := http.Response{
		StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {problemType}, "Date": {time.Now().UTC().Format(http.TimeFormat)}},
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Close: true,
	}
	setHeaders(answer.Header, c.id, c.secure)
	maps.Copy(answer.Header, apiHeader)
	var b bytes.Buffer
	_ = answer.Write(&b) // a buffer takes everything
	return b.Bytes()
}

// lastRites lets the client read the answer before he learns that nobody reads
// what he goes on sending.
func (c *strictConn) lastRites() {
	const longest, most = 500 * time.Millisecond, 256 << 10
	if c.CloseWrite() == nil && c.SetReadDeadline(time.Now().Add(longest)) == nil {
		_, _ = io.CopyN(io.Discard, c.Conn, most)
	}
}
