package server_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"mintmark/app/internal/server"
)

var trusted = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}

// D01: who a request is from is what a trusted proxy says, and nobody before it.
func TestClient(t *testing.T) {
	tests := []struct {
		name, peer string
		header     http.Header
		want       string
	}{
		{"straight", "192.0.2.1:5", nil, "192.0.2.1/32"},
		{"straight, and lies", "192.0.2.1:5", http.Header{"X-Forwarded-For": {"198.51.100.1"}}, "192.0.2.1/32"},
		{"straight, and lies otherwise", "192.0.2.1:5", http.Header{"Forwarded": {"for=198.51.100.1"}}, "192.0.2.1/32"},
		{"IPv6", "[2001:db8:1:2:3:4:5:6]:5", nil, "2001:db8:1:2::/64"},
		{"IPv4 in IPv6", "[::ffff:192.0.2.1]:5", nil, "192.0.2.1/32"},
		{"a zone", "[fe80::1%eth0]:5", nil, "fe80::/64"},
		{"no address", "@", nil, ""},
		{"proxy that says nothing", "10.0.0.1:5", nil, "10.0.0.1/32"},
		{"proxy", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"192.0.2.1"}}, "192.0.2.1/32"},
		{"proxy, IPv4 in IPv6", "[::ffff:10.0.0.1]:5", http.Header{"X-Forwarded-For": {"::ffff:192.0.2.1"}}, "192.0.2.1/32"},
		{"two proxies", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"192.0.2.1, 10.0.0.2"}}, "192.0.2.1/32"},
		{"two proxies, two lines", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"192.0.2.1", "10.0.0.2"}}, "192.0.2.1/32"},
		{"behind a proxy, and lies", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"203.0.113.1, 192.0.2.1"}}, "192.0.2.1/32"},
		{"and calls himself a proxy", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"203.0.113.1, 10.9.9.9, 192.0.2.1, 10.0.0.2"}}, "192.0.2.1/32"},
		{"nothing but proxies", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"10.0.0.3, 10.0.0.2"}}, "10.0.0.3/32"},
		{"no address at all", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"unknown"}}, "10.0.0.1/32"},
		{"no address after one", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"192.0.2.1, x"}}, "10.0.0.1/32"},
		{"a port", "10.0.0.1:5", http.Header{"X-Forwarded-For": {"192.0.2.1:1234"}}, "192.0.2.1/32"},
		{"IPv6 and a port", "[fd00::1]:5", http.Header{"X-Forwarded-For": {"[2001:db8::1]:1234"}}, "2001:db8::/64"},
		{"empty", "10.0.0.1:5", http.Header{"X-Forwarded-For": {""}}, "10.0.0.1/32"},
		{"forwarded", "10.0.0.1:5", http.Header{"Forwarded": {`for=192.0.2.1;proto=https;by=10.0.0.1`}}, "192.0.2.1/32"},
		{"forwarded, quoted", "10.0.0.1:5", http.Header{"Forwarded": {`proto=https; For="[2001:db8::1]:99"`}}, "2001:db8::/64"},
		{"forwarded, hidden", "10.0.0.1:5", http.Header{"Forwarded": {`for=_gazonk`}}, "10.0.0.1/32"},
		{"forwarded, and a quote that does not end", "10.0.0.1:5", http.Header{"Forwarded": {`for="203.0.113.1, for=192.0.2.1`}}, "192.0.2.1/32"},
		{"forwarded, twice in one", "10.0.0.1:5", http.Header{"Forwarded": {`for=203.0.113.1, host=x;for=192.0.2.1`}}, "192.0.2.1/32"},
		{"both, of which a proxy writes one", "10.0.0.1:5", http.Header{"Forwarded": {"for=192.0.2.1"}, "X-Forwarded-For": {"203.0.113.1"}}, "10.0.0.1/32"},
		{"another header", "10.0.0.1:5", http.Header{"X-Real-Ip": {"192.0.2.1"}, "X_forwarded_for": {"192.0.2.1"}}, "10.0.0.1/32"},
	}
	for _, tt := range tests {
		t.Run("D01: "+tt.name, func(t *testing.T) {
			if got := server.ClientOf(trusted, &http.Request{RemoteAddr: tt.peer, Header: tt.header}); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Whatever a client writes in front of what a proxy adds, the proxy's word holds;
// and whatever there is at all, a client is a network or nothing.
func FuzzClient(f *testing.F) {
	for _, s := range []string{"", "203.0.113.1", "for=203.0.113.1", `for="[2001:db8::1]:99"`, `for="`, "10.0.0.2, 10.0.0.3", "::ffff:10.0.0.1", "fe80::1%eth0", "1.2.3.4:99999", `\"`, ";,=;"} {
		f.Add("10.0.0.1:5", s, false)
		f.Add("[fd00::1]:80", s, true)
	}
	f.Fuzz(func(t *testing.T, peer, sent string, forwarded bool) {
		name, says := "X-Forwarded-For", "192.0.2.1"
		if forwarded {
			name, says = "Forwarded", "for=192.0.2.1"
		}
		for _, values := range [][]string{{sent}, {sent, sent}} {
			got := server.ClientOf(trusted, &http.Request{RemoteAddr: peer, Header: http.Header{name: values}})
			if p, err := netip.ParsePrefix(got); got != "" && (err != nil || p.Masked() != p || p.String() != got) {
				t.Errorf("%s %q: got %q, which is no network", name, values, got)
			}
		}
		for _, values := range [][]string{{sent + ", " + says}, {sent, says}} {
			if got := server.ClientOf(trusted, &http.Request{RemoteAddr: "10.0.0.1:5", Header: http.Header{name: values}}); got != "192.0.2.1/32" {
				t.Errorf("%s %q: got %q, want what the proxy says", name, values, got)
			}
		}
		if got := server.ClientOf(trusted, &http.Request{RemoteAddr: "192.0.2.7:5", Header: http.Header{name: {sent}}}); got != "192.0.2.7/32" {
			t.Errorf("%s %q: got %q of somebody who is no proxy", name, sent, got)
		}
	})
}

// The header is read as what it says, or as nothing; never as somebody else's.
func FuzzAuthorization(f *testing.F) {
	for _, s := range []string{"", "Basic", "Basic ", "Basic YTpi", "basic YTpi", "Basic YTpi ", "Basic  YTpi", "Basic OnA=", "Basic YTo=", "Basic YQ==", "Basic YTpi,Bearer x",
		"Bearer", "Bearer ", "Bearer x", "Bearer mm_", "Bearer mm_kiosk_x", "bearer\tx", "Bearer Basic YTpi", "Digest username=a", "\x00", "Basic \xff", "YTpi"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		method, name, password, bearer := server.ReadAuthorization(http.Header{"Authorization": {value}})
		switch method {
		case "basic":
			if bearer != "" {
				t.Errorf("%q: got a bearer and Basic", value)
			}
			if strings.Contains(name, ":") {
				t.Errorf("%q: got the name %q", value, name)
			}
			if r, _ := http.NewRequest("POST", "/token", nil); name != "" || password != "" { // as anybody else reads it
				r.Header.Set("Authorization", value)
				if user, pass, ok := r.BasicAuth(); !ok || user != name || pass != password.Reveal() {
					t.Errorf("%q: got %q, another reader %q, %v", value, name, user, ok)
				}
			}
		case "oidc", "service_key":
			if name != "" || password != "" {
				t.Errorf("%q: got a password and a Bearer", value)
			}
			if scheme, rest, _ := strings.Cut(value, " "); !strings.EqualFold(scheme, "Bearer") || rest != bearer.Reveal() {
				t.Errorf("%q: got %q", value, bearer.Reveal())
			}
			if key := strings.HasPrefix(bearer.Reveal(), "mm_"); key != (method == "service_key") {
				t.Errorf("%q: got method %s", value, method)
			}
		default:
			t.Errorf("%q: got method %q", value, method)
		}
		for _, values := range [][]string{{value, value}, {value, ""}, {"", value}, {value, "Basic YTpi"}, nil} {
			if _, name, password, bearer := server.ReadAuthorization(http.Header{"Authorization": values}); name != "" || password != "" || bearer != "" {
				t.Errorf("%q: got %q, though there are %d", values, name, len(values))
			}
		}
	})
}
