package cli

import (
	"net/http"
	"testing"
)

// from is a client whose requests a proxy says come from an address.
type from string

func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Forwarded-For", string(f))
	return http.DefaultTransport.RoundTrip(r)
}

// guess tries wrong passwords until the server has had enough of them.
func (d *daemon) guess(client *http.Client) {
	d.Helper()
	for range 40 {
		status, _, _, err := d.token(client, "anna", "wrong-"+testPassword)
		d.must(err)
		if status == http.StatusTooManyRequests {
			return
		}
	}
	d.Fatal("40 wrong passwords, and no end")
}

// D01: behind a trusted proxy who guesses locks nobody out but himself; what
// others write into that header is not believed.
func TestServeTrustedProxy(t *testing.T) {
	mallory, anna := &http.Client{Transport: from("198.51.100.1")}, &http.Client{Transport: from("198.51.100.2")}
	tests := []struct {
		name string
		args []string
		want int // for anna, once mallory has guessed
	}{
		{"trusted", []string{"--trusted-proxy", "127.0.0.0/8"}, http.StatusOK},
		{"not trusted", nil, http.StatusTooManyRequests},
		{"another is", []string{"--trusted-proxy", "192.0.2.7"}, http.StatusTooManyRequests},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			run(t, dir, testPassword, "user", "add", "anna")
			d := startServe(t, dir, testEnv, tt.args...)
			var got int
			for range 3 { // a wait may be over before a slow machine asks
				d.guess(mallory)
				var err error
				got, _, _, err = d.token(anna, "anna", testPassword)
				d.must(err)
				if got == tt.want {
					return
				}
			}
			t.Errorf("got %d, want %d", got, tt.want)
		})
	}
}

func TestNetworks(t *testing.T) {
	tests := []struct{ text, want string }{
		{"10.0.0.7", "10.0.0.7/32"},
		{"::ffff:10.0.0.7", "10.0.0.7/32"},
		{"10.0.0.0/8, fd00::/8", "10.0.0.0/8,fd00::/8"},
		{"::1", "::1/128"},
		{"10.0.0.7/8", ""},
		{"fe80::1%eth0", ""},
		{"localhost", ""},
		{"", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			var got networks
			if err := got.Set(tt.text); (err == nil) != (tt.want != "") || got.String() != tt.want {
				t.Errorf("got %v, %v, want %q", &got, err, tt.want)
			}
		})
	}
}
