package contracttest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
)

// Transport is the client's side of exchanges with a server that runs elsewhere.
// Those without a whole answer are left to the test.
type Transport struct {
	testing.TB
	Next   http.RoundTripper // nil for [http.DefaultTransport]
	Admin  bool              // it goes to the listener for those who run the server
	Sample *Sample           // nil for every exchange
}

// RoundTrip takes a request that can be read twice: [http.NewRequest] makes such
// of bytes and strings.
func (c Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	next := c.Next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(r)
	if err != nil || c.Sample != nil && !c.Sample.take(r, resp.StatusCode) {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	rest := resp.Body
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), rest), rest} // rest has the error, if there was one
	if err == nil {
		e := Exchange{r, c.sent(r), resp.StatusCode, resp.Header, body, c.Admin}
		e.Check(c)
	}
	return resp, nil
}

func (c Transport) sent(r *http.Request) []byte {
	if r.GetBody == nil {
		return nil
	}
	body, err := r.GetBody()
	if err == nil {
		defer body.Close()
		var text []byte
		if text, err = io.ReadAll(body); err == nil {
			return text
		}
	}
	c.Errorf("the request cannot be read again: %v", err)
	return nil
}

// A Sample is what is checked where all would be too much, because what takes
// time is measured: the first exchange of each route and status, and one in Every
// after it.
type Sample struct {
	Every int

	mu   sync.Mutex
	seen map[string]int
}

func (s *Sample) take(r *http.Request, status int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[string]int{}
	}
	kind := fmt.Sprint(r.Method, r.URL.Path, status)
	s.seen[kind]++
	return s.seen[kind]%s.Every == 1%s.Every
}
