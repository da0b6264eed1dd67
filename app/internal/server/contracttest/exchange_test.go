package contracttest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mintmark/app/internal/server/contracttest"
)

const id = "E5OXRMXNHCDJ5JNKY4QTRRJRXB"

// header is what every answer of the API has, and more.
func header(contentType string, more ...string) http.Header {
	h := http.Header{
		"Content-Type": {contentType}, "X-Request-Id": {id}, "Cache-Control": {"no-store"}, "Referrer-Policy": {"no-referrer"},
		"Content-Security-Policy": {"default-src 'none'; frame-ancestors 'none'"}, "X-Content-Type-Options": {"nosniff"},
	}
	for i := 0; i < len(more); i += 2 {
		h.Set(more[i], more[i+1])
	}
	return h
}

func problem(status int, code string) string {
	return fmt.Sprintf(`{"type":"about:blank","title":"x","status":%d,"detail":"x","code":%q,"request_id":%q}`, status, code, id)
}

const asProblem = "application/problem+json"

// A contract that takes anything proves nothing: exchanges that are not right
// are found out.
func TestJudge(t *testing.T) {
	const okay = `{"allow":true,"rule":"r","profile":"p","identity":"i","expires_in":60,"grants":{"video":{}},"steps":[]}`
	tests := []struct {
		name, method, path, sent string
		status                   int
		header                   http.Header
		body                     string
		ok                       bool
	}{
		{"right", "POST", "/v1/token:preview", `{"ttl":60}`, 200, header("application/json"), okay, true},
		{"right refusal", "POST", "/v1/token", `{"x":60}`, 400, header(asProblem), problem(400, "malformed_request"), true},
		{"right 404", "GET", "/nothing", ``, 404, header(asProblem), problem(404, "not_found"), true},
		{"the page", "GET", "/", ``, 200, http.Header{"Content-Type": {"text/html"}}, `<!doctype html>`, true},

		{"member that is not described", "POST", "/v1/token:preview", `{}`, 200, header("application/json"), strings.Replace(okay, `"rule"`, `"more":1,"rule"`, 1), false},
		{"member within", "POST", "/v1/token:preview", `{}`, 200, header("application/json"), strings.Replace(okay, `[]`, `[{"rule":"r","deny":false,"matches":true,"covers":true,"why":"","x":1}]`, 1), false},
		{"member missing", "POST", "/v1/token:preview", `{}`, 200, header("application/json"), strings.Replace(okay, `"allow":true,`, ``, 1), false},
		{"another type", "POST", "/v1/token:preview", `{}`, 200, header("application/json"), strings.Replace(okay, `60`, `"60"`, 1), false},
		{"request that is not described", "POST", "/v1/token:preview", `{"x":1}`, 200, header("application/json"), okay, false},
		{"ttl that is not described", "POST", "/v1/token:preview", `{"ttl":0}`, 200, header("application/json"), okay, false},
		{"status that is not described", "POST", "/v1/token", `{}`, 418, header(asProblem), problem(418, "internal"), false},
		{"code of another status", "POST", "/v1/token", `{}`, 400, header(asProblem), problem(400, "internal"), false},
		{"status of another answer", "POST", "/v1/token", `{}`, 400, header(asProblem), problem(401, "malformed_request"), false},
		{"code that is not described", "POST", "/v1/token", `{}`, 400, header(asProblem), problem(400, "oops"), false},
		{"no Retry-After", "POST", "/v1/token", `{}`, 429, header(asProblem), problem(429, "rate_limited"), false},
		{"no challenge", "POST", "/v1/token", `{}`, 401, header(asProblem), problem(401, "invalid_credentials"), false},
		{"another content type", "POST", "/v1/token", `{}`, 400, header("application/json"), problem(400, "malformed_request"), false},
		{"kept", "POST", "/v1/token", `{}`, 400, header(asProblem, "Cache-Control", "max-age=60"), problem(400, "malformed_request"), false},
		{"a header more", "POST", "/v1/token", `{}`, 400, header(asProblem, "X-Powered-By", "x"), problem(400, "malformed_request"), false},
		{"no id", "GET", "/healthz", ``, 200, http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, "ok\n", false},
		{"not ok", "GET", "/healthz", ``, 200, header("text/plain; charset=utf-8"), "fine\n", false},
		{"problem of nowhere", "GET", "/nothing", ``, 403, header(asProblem), problem(403, "policy_denied"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &http.Request{Method: tt.method, URL: &url.URL{Path: tt.path}, Header: http.Header{"Content-Type": {"application/json"}}}
			e := contracttest.Exchange{Request: r, Sent: []byte(tt.sent), Status: tt.status, Header: tt.header, Body: []byte(tt.body)}
			if err := e.Judge(); (err == nil) != tt.ok {
				t.Errorf("got %v, want it to be taken: %v", err, tt.ok)
			}
		})
	}
}
