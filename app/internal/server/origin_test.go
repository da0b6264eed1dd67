package server_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"mintmark/app/internal/server"
)

// ask sends a login with headers of the test's choice.
func (f *fixture) ask(method, path, host string, header map[string]string) reply {
	f.Helper()
	r, err := http.NewRequestWithContext(f.Context(), method, f.url+path, strings.NewReader(`{"username":"anna","password":"`+right+`"}`))
	f.must(err)
	r.Header.Set("Content-Type", "application/json")
	for name, value := range header {
		r.Header.Set(name, value)
	}
	r.Host = host
	response, err := http.DefaultClient.Do(r)
	f.must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	f.must(err)
	return reply{response, string(body)}
}

func TestOtherOrigins(t *testing.T) {
	f := start(t, nil)
	tests := []struct {
		name   string
		header map[string]string
		want   int
	}{
		{"no browser", nil, 200},
		{"our own page", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": f.url}, 200},
		{"typed into the address bar", map[string]string{"Sec-Fetch-Site": "none"}, 200},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403},
		{"another port", map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"}, 403},
		{"an old browser", map[string]string{"Origin": "https://evil.example"}, 403},
		{"a sandboxed frame", map[string]string{"Origin": "null"}, 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := f.ask("POST", "/token", "", tt.header)
			if r.StatusCode != tt.want {
				t.Errorf("got %s %s, want %d", r.Status, r.body, tt.want)
			}
			if r.StatusCode == 403 && r.problem(t) != "origin_not_allowed" {
				t.Errorf("got %s", r.body)
			}
		})
	}
}

func TestLocalNames(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Local = true })
	port := f.url[strings.LastIndexByte(f.url, ':'):]
	for host, want := range map[string]int{
		"":                       200,
		"localhost" + port:       200,
		"[::1]" + port:           200,
		"[::1]":                  200,
		"127.9.9.9":              200,
		"127.0.0.1." + port:      200,
		"localhost.":             200,
		"LocalHost." + port:      200,
		"localhost..":            421,
		"[evil.example]":         421,
		"[2001:db8::1]":          421,
		"[::1]evil.example":      421,
		"localhost:evil.example": 421,
		"evil.example" + port:    421,
		"localhost.evil.example": 421,
		"192.0.2.7" + port:       421,
	} {
		if r := f.ask("POST", "/token", host, nil); r.StatusCode != want {
			t.Errorf("%q: got %s %s, want %d", host, r.Status, r.body, want)
		}
		if r := f.ask("GET", "/healthz", host, nil); r.StatusCode != want {
			t.Errorf("%q: got %s for /healthz, want %d", host, r.Status, want)
		}
	}
}
