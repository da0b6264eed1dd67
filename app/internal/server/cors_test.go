package server_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"mintmark/app/internal/server"
)

const friend = "https://app.example.com"

// cors is what an answer allows a page of another origin.
func corsOf(r reply) map[string]string {
	all := map[string]string{}
	for name := range r.Header {
		if value, ok := strings.CutPrefix(name, "Access-Control-"); ok {
			all[value] = strings.Join(r.Header[name], "; ")
		}
	}
	return all
}

// E10: exact origins, never reflected, null refused, Vary.
func TestCrossOrigin(t *testing.T) {
	f := start(t, func(c *server.Config) {
		c.Origins = []string{"https://other.example:8443", friend}
		c.GetToken = true
	})
	allowed := map[string]string{"Allow-Origin": friend, "Expose-Headers": "Retry-After, X-Request-Id"}
	preflight := map[string]string{
		"Allow-Origin": friend, "Expose-Headers": "Retry-After, X-Request-Id",
		"Allow-Methods": "GET, POST", "Allow-Headers": "Authorization, Content-Type", "Max-Age": "600",
	}
	from := func(origin ...string) func(*http.Request) {
		return func(r *http.Request) { r.Header["Origin"] = origin }
	}
	asks := func(r *http.Request) { r.Header.Set("Access-Control-Request-Method", "POST") }
	fetched := func(site string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", site) }
	}
	both := func(edits ...func(*http.Request)) func(*http.Request) {
		return func(r *http.Request) {
			for _, e := range edits {
				e(r)
			}
		}
	}
	tests := []struct {
		name   string
		method string
		edit   func(*http.Request)
		status int
		cors   map[string]string
	}{
		{"preflight", "OPTIONS", both(from(friend), asks), 204, preflight},
		{"token", "POST", both(from(friend), as("anna")), 200, allowed},
		{"as a browser fetches", "POST", both(from(friend), as("anna"), fetched("cross-site")), 200, allowed},
		{"get", "GET", both(from(friend), as("anna")), 200, allowed},
		{"refusal can be read", "POST", both(from(friend), basic("anna", wrong)), 401, allowed},
		{"wrong method can be read", "PUT", from(friend), 405, allowed},
		{"options that are no preflight", "OPTIONS", from(friend), 405, allowed},
		{"no origin", "POST", as("anna"), 200, nil},
		{"our own", "POST", both(from(f.url), as("anna")), 200, nil},

		{"another", "POST", both(from("https://evil.example"), as("anna")), 403, nil},
		{"another, get", "GET", both(from("https://evil.example"), as("anna")), 403, nil},
		{"another, get without origin", "GET", both(fetched("cross-site"), as("anna")), 403, nil},
		{"another, preflight", "OPTIONS", both(from("https://evil.example"), asks), 403, nil},
		{"null", "POST", both(from("null"), as("anna")), 403, nil},
		{"null, preflight", "OPTIONS", both(from("null"), asks), 403, nil},
		{"another scheme", "POST", both(from("http://app.example.com"), as("anna")), 403, nil},
		{"another port", "POST", both(from(friend+":8443"), as("anna")), 403, nil},
		{"another case", "POST", both(from("https://App.example.com"), as("anna")), 403, nil},
		{"longer", "POST", both(from(friend+".evil.example"), as("anna")), 403, nil},
		{"below", "POST", both(from("https://x.app.example.com"), as("anna")), 403, nil},
		{"with a slash", "POST", both(from(friend+"/"), as("anna")), 403, nil},
		{"two in one", "POST", both(from(friend+" https://evil.example"), as("anna")), 403, nil},
		{"two", "POST", both(from(friend, "https://evil.example"), as("anna")), 403, nil},
		{"our own and another", "POST", both(from(f.url, "https://evil.example"), as("anna")), 403, nil},
		{"twice", "POST", both(from(friend, friend), as("anna")), 403, nil},
		{"empty", "POST", both(from(""), fetched("cross-site"), as("anna")), 403, nil},
		{"star", "POST", both(from("*"), as("anna")), 403, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := f.do(tt.method, "/token", "", tt.edit)
			if r.StatusCode != tt.status {
				t.Fatalf("got %s %s, want %d", r.Status, r.body, tt.status)
			}
			if r.StatusCode == 403 && r.problem(t) != "origin_not_allowed" {
				t.Errorf("got %s", r.body)
			}
			if got := corsOf(r); len(got)+len(tt.cors) > 0 && !reflect.DeepEqual(got, tt.cors) {
				t.Errorf("got %v, want %v", got, tt.cors)
			}
			if got := r.Header.Values("Vary"); !reflect.DeepEqual(got, []string{"Origin"}) {
				t.Errorf("got Vary %q", got)
			}
			if got := r.Header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("got Cache-Control %q", got)
			}
		})
	}
}

// Every route that takes credentials answers pages of the same origins.
func TestCrossOriginRoutes(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Origins = []string{friend} })
	for path, method := range map[string]string{"/token": "POST", "/v1/token": "POST", "/v1/token:preview": "POST", "/v1/whoami": "GET"} {
		for origin, want := range map[string]int{friend: 200, "https://evil.example": 403} {
			r := f.do(method, path, "", as("anna"), func(r *http.Request) { r.Header.Set("Origin", origin) })
			if r.StatusCode != want {
				t.Errorf("%s from %s: got %s, want %d", path, origin, r.Status, want)
			}
		}
	}
}

// An origin in the settings is one that a browser can send.
func TestOriginsInSettings(t *testing.T) {
	f := start(t, nil)
	var c server.Config
	start(t, func(made *server.Config) { c = *made })
	for origin, ok := range map[string]bool{
		friend: true, "http://localhost:3000": true, "https://[2001:db8::1]:8443": true,
		"": false, "*": false, "null": false, "https://*": false, "https://*.example.com": false, "app.example.com": false,
		"https://": false, "https://app.example.com/": false, "https://app.example.com:443": false, "http://app.example.com:80": false,
		"https://App.example.com": false, "HTTPS://app.example.com": false, "https://u@app.example.com": false,
		"https://app.example.com?x": false, "file://": false, "ftp://app.example.com": false, "https://app.example.com:": false,
	} {
		set := c.Settings
		set.Origins = []string{origin}
		if err := f.server.Apply(set); (err == nil) != ok {
			t.Errorf("%q: got %v, want it taken: %v", origin, err, ok)
		}
	}
}
