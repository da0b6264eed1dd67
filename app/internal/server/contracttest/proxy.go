package contracttest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
)

// Reverse is a server that stands for the one at an address, and is asked in its
// place.
func Reverse(t testing.TB, address string) http.Handler {
	t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return Handler(t, &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = to.Scheme, to.Host
		r.Out.Host = r.In.Host
	}})
}

// Proxy is the address of a proxy for clients that are told to go through one;
// it ends with the test.
func Proxy(t testing.TB) (address string) {
	t.Helper()
	s := httptest.NewServer(Handler(t, &httputil.ReverseProxy{Rewrite: func(*httputil.ProxyRequest) {}}))
	t.Cleanup(s.Close)
	return s.URL
}
