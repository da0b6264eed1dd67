package contracttest

import (
	"bytes"
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
	resp, err := c.next().RoundTrip(r)
	if err != nil || c.Sample != nil && !c.Sample.Takes(r.Method+" "+r.URL.Path, resp.StatusCode) {
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

func (c Transport) next() http.RoundTripper {
	if c.Next == nil {
		return http.DefaultTransport
	}
	return c.Next
}

// CloseIdleConnections is for [http.Client.CloseIdleConnections].
func (c Transport) CloseIdleConnections() {
	if next, ok := c.next().(interface{ CloseIdleConnections() }); ok {
		next.CloseIdleConnections()
	}
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
	seen map[kind]int
}

type kind struct {
	route  string // "POST /token"
	status int
}

// Takes reports whether one more exchange is to be checked.
func (s *Sample) Takes(route string, status int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[kind]int{}
	}
	k := kind{route, status}
	s.seen[k]++
	return s.seen[k]%s.Every == 1%s.Every
}
