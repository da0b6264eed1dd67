package server_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"mintmark/app/internal/store"
)

// E05: JSON only, whole, once, not too deep, not too long.
func TestBadRequests(t *testing.T) {
	const login = `"username":"anna","password":"` + right + `"`
	pad := func(n int) string {
		return `{` + login + `,"x":"` + strings.Repeat("x", n-len(login)-9) + `"}`
	}
	contentType := func(v string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Content-Type", v) }
	}
	noContentType := func(r *http.Request) { r.Header.Del("Content-Type") }
	chunked := func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(r.Body), -1 }

	tests := []struct {
		name   string
		body   string
		edit   func(*http.Request)
		status int
		code   string
	}{
		{"no body", "", nil, 415, "unsupported_media_type"},
		{"no body, JSON", "", contentType("application/json"), 400, "malformed_request"},
		{"not JSON", "username=anna", nil, 400, "malformed_request"},
		{"half", `{` + login, nil, 400, "malformed_request"},
		{"trailing data", `{` + login + `} x`, nil, 400, "malformed_request"},
		{"trailing object", `{` + login + `}{}`, nil, 400, "malformed_request"},
		{"trailing comma", `{` + login + `,}`, nil, 400, "malformed_request"},
		{"duplicate member", `{` + login + `,"username":"bob"}`, nil, 400, "malformed_request"},
		{"duplicate unknown member", `{` + login + `,"x":{"y":1,"y":2}}`, nil, 400, "malformed_request"},
		{"array", `["anna"]`, nil, 400, "malformed_request"},
		{"string", `"anna"`, nil, 400, "malformed_request"},
		{"null", `null`, nil, 400, "malformed_request"},
		{"number for a name", `{"username":1,"password":"x"}`, nil, 400, "malformed_request"},
		{"array for a password", `{"username":"anna","password":["x"]}`, nil, 400, "malformed_request"},
		{"not UTF-8", "{\"username\":\"anna\xff\",\"password\":\"x\"}", nil, 400, "malformed_request"},
		{"half a surrogate", `{"username":"anna","password":"\ud800"}`, nil, 400, "malformed_request"},
		{"8 deep", `{` + login + `,"x":` + strings.Repeat("[", 7) + strings.Repeat("]", 7) + `}`, nil, 200, ""},
		{"9 deep", `{` + login + `,"x":` + strings.Repeat("[", 8) + strings.Repeat("]", 8) + `}`, nil, 400, "malformed_request"},
		{"very deep", strings.Repeat("[", 16000), nil, 400, "malformed_request"},
		{"16 KiB", pad(16 << 10), nil, 200, ""},
		{"over 16 KiB", pad(16<<10 + 1), nil, 413, "body_too_large"},
		{"16 KiB, chunked", pad(16 << 10), chunked, 200, ""},
		{"over 16 KiB, chunked", pad(16<<10 + 1), chunked, 413, "body_too_large"},
		{"form", `{` + login + `}`, contentType("application/x-www-form-urlencoded"), 415, "unsupported_media_type"},
		{"text", `{` + login + `}`, contentType("text/plain;charset=UTF-8"), 415, "unsupported_media_type"},
		{"no type", `{` + login + `}`, noContentType, 415, "unsupported_media_type"},
		{"junk type", `{` + login + `}`, contentType("application/json; ="), 415, "unsupported_media_type"},
		{"basic and junk", `x`, basic("anna", right), 400, "malformed_request"},
		{"basic and a form", `a=b`, func(r *http.Request) {
			basic("anna", right)(r)
			contentType("application/x-www-form-urlencoded")(r)
		}, 415, "unsupported_media_type"},
	}
	f := start(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			edit := tt.edit
			if edit == nil {
				edit = func(*http.Request) {}
			}
			r := f.do("POST", "/token", tt.body, edit)
			if r.StatusCode != tt.status {
				t.Fatalf("got %s %s, want %d", r.Status, r.body, tt.status)
			}
			if tt.status == http.StatusOK {
				readToken(t, r)
			} else if got := r.problem(t); got != tt.code {
				t.Errorf("got %s, want %s", got, tt.code)
			}
			if strings.Contains(r.body, right) {
				t.Errorf("the answer has the password: %s", r.body)
			}
		})
	}
	for _, e := range f.events() {
		if e.Kind != store.TokenIssued {
			t.Errorf("a request that asked for nothing has an audit row: %+v", e)
		}
	}
}

// Nobody is logged in by an address, or gets less than he asks for there.
func TestQueriesAreRefused(t *testing.T) {
	f := start(t, nil)
	for _, route := range []string{"POST /token", "POST /v1/token", "POST /v1/token:preview", "GET /v1/whoami"} {
		for _, query := range []string{"?", "?username=anna&password=" + right, "?identity=bob", "?access_token=x", "?%"} {
			method, path, _ := strings.Cut(route, " ")
			r := f.do(method, path+query, "", as("anna"))
			if r.StatusCode != 400 || r.problem(t) != "malformed_request" || !strings.Contains(r.body, "query") || strings.Contains(r.body, right) {
				t.Errorf("%s%s: got %s %s", route, query, r.Status, r.body)
			}
		}
	}
	if got := f.events(); len(got) > 0 {
		t.Errorf("got audit rows %+v", got)
	}
}
