package server_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"mintmark/app/internal/server"
	"mintmark/app/internal/site"
)

// contract is openapi.yaml, stricter than it stands there: clients are to put up
// with members that they do not know; these tests do not.
var contract = sync.OnceValue(func() *openapi3.T {
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		panic(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		panic(err)
	}
	for _, schema := range doc.Components.Schemas {
		closeSchema(schema.Value)
	}
	return doc
})

// closeSchema lets no members in that are not described.
func closeSchema(s *openapi3.Schema) {
	if len(s.Properties) > 0 && s.AdditionalProperties.Has == nil && s.AdditionalProperties.Schema == nil {
		none := false
		s.AdditionalProperties.Has = &none
	}
	for _, member := range s.Properties {
		closeSchema(member.Value)
	}
	if s.Items != nil {
		closeSchema(s.Items.Value)
	}
}

// A witness holds every exchange against the contract.
type witness struct {
	testing.TB
	next  http.Handler
	admin bool // it is the listener for those who run the server
}

func (c *witness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sent := *r
	body := &heard{ReadCloser: r.Body}
	sent.Body = body
	said := &said{ResponseWriter: w}
	c.next.ServeHTTP(said, &sent)
	if err := judge(r, c.admin, body.text.Bytes(), said.status, said.header, said.text.Bytes()); err != nil {
		c.Errorf("%s %s is not as openapi.yaml says: %v\n%s\n%d %v\n%s", r.Method, r.URL, err, &body.text, said.status, said.header, &said.text)
	}
}

// heard is the body of a request, as far as the server has read it.
type heard struct {
	io.ReadCloser
	text bytes.Buffer
}

func (h *heard) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	h.text.Write(p[:n])
	return n, err
}

// said is an answer.
type said struct {
	http.ResponseWriter
	status int
	header http.Header
	text   bytes.Buffer
}

func (s *said) WriteHeader(status int) {
	if s.status == 0 && status >= 200 {
		s.status, s.header = status, s.Header().Clone()
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *said) Write(p []byte) (int, error) {
	if s.status == 0 {
		s.status, s.header = http.StatusOK, s.Header().Clone()
	}
	s.text.Write(p)
	return s.ResponseWriter.Write(p)
}

func (s *said) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// judge returns what of an exchange is not as the contract says. A request that
// the server took must be one that the contract takes.
func judge(r *http.Request, admin bool, sent []byte, status int, header http.Header, body []byte) error {
	ctx := context.Background()
	described := operationOf(r, admin, status)
	if described == nil {
		if got := header.Get("Content-Type"); got == "application/problem+json" {
			return fmt.Errorf("no description of an answer with %d", status)
		}
		return nil // the page
	}
	asked, err := http.NewRequest(r.Method, "http://x"+r.URL.RequestURI(), bytes.NewReader(sent))
	if err != nil {
		return err
	}
	asked.Header = r.Header.Clone()
	in := &openapi3filter.RequestValidationInput{
		Request:     asked,
		QueryParams: r.URL.Query(),
		Route:       &routers.Route{Spec: contract(), Path: r.URL.Path, PathItem: &openapi3.PathItem{}, Method: r.Method, Operation: described},
		Options: &openapi3filter.Options{
			IncludeResponseStatus: true, RejectWhenRequestBodyNotSpecified: true, MultiError: true,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
		},
	}
	if status < 300 {
		if err := openapi3filter.ValidateRequest(ctx, in); err != nil {
			return fmt.Errorf("the request: %w", err)
		}
	}
	if err := undescribed(described, status, header); err != nil {
		return err
	}
	if status == http.StatusNoContent && len(body) == 0 || r.Method == http.MethodHead {
		return nil
	}
	return openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Options: in.Options,
	})
}

// elsewhere is what is answered where no route does.
var elsewhere = map[int]string{404: "NotFound", 405: "MethodNotAllowed", 421: "HostNotAllowed", 500: "Internal"}

// operationOf is the operation that describes an exchange; nil for the page.
func operationOf(r *http.Request, admin bool, status int) *openapi3.Operation {
	method := r.Method
	if method == http.MethodHead && status != http.StatusMethodNotAllowed {
		method = http.MethodGet
	}
	item := contract().Paths.Value(r.URL.Path)
	if onBoth := r.URL.Path == "/healthz" || r.URL.Path == "/readyz"; item != nil && !onBoth && admin != (len(item.Servers) > 0) {
		item = nil
	}
	if item != nil && item.GetOperation(method) != nil {
		return item.GetOperation(method)
	}
	name := elsewhere[status]
	if item != nil && status == http.StatusForbidden {
		name = "OriginNotAllowed" // asked before the method is
	}
	if name == "" {
		return nil
	}
	responses := openapi3.NewResponses()
	responses.Set(fmt.Sprint(status), contract().Components.Responses[name])
	return &openapi3.Operation{Responses: responses}
}

// ofHTTP are headers of every server.
var ofHTTP = []string{"Content-Type", "Content-Length", "Connection", "Date"}

func undescribed(o *openapi3.Operation, status int, header http.Header) error {
	described := o.Responses.Status(status)
	if described == nil {
		return fmt.Errorf("no description of %d", status)
	}
	known := slices.Clone(ofHTTP)
	for name := range described.Value.Headers {
		known = append(known, http.CanonicalHeaderKey(name))
	}
	for name := range header {
		if !slices.Contains(known, name) {
			return fmt.Errorf("no description of the header %s of a %d", name, status)
		}
	}
	return nil
}

// The document is one of OpenAPI 3.1, examples and all, and is served as it is.
func TestOpenAPI(t *testing.T) {
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.EnableExamplesValidation(), openapi3.EnableSchemaFormatValidation()); err != nil {
		t.Error(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1.") {
		t.Errorf("got OpenAPI %s, want 3.1", doc.OpenAPI)
	}
	f := start(t, nil)
	r := f.do("GET", "/openapi.yaml", "")
	if r.StatusCode != 200 || r.body != string(text) || r.Header.Get("Content-Type") != "application/yaml" {
		t.Errorf("got %s %v", r.Status, r.Header)
	}
}

// Every route is in the document, and nothing else is.
func TestOpenAPIRoutes(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Client = site.Client() })
	want := f.server.Routes()
	slices.Sort(want)
	want = slices.Compact(want)
	var got []string
	for path, item := range contract().Paths.Map() {
		for method := range item.Operations() {
			if method != http.MethodOptions { // any route that pages of other origins may ask answers that
				got = append(got, method+" "+path)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for _, path := range slices.Sorted(maps.Keys(contract().Paths.Map())) {
		preflight := f.do("OPTIONS", path, "", func(r *http.Request) { r.Header.Set("Access-Control-Request-Method", "POST") }).Header.Get("Vary") == "Origin"
		if described := contract().Paths.Value(path).Options != nil; described != preflight {
			t.Errorf("%s: OPTIONS is described: %v; answered: %v", path, described, preflight)
		}
	}
}

// The module is as described, whichever way it is asked for.
func TestOpenAPIClient(t *testing.T) {
	f := start(t, func(c *server.Config) { c.Client = site.Client() })
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	first := f.do("GET", "/client.js", "", header("Accept-Encoding", "identity"))
	for name, tt := range map[string]struct {
		edit   func(*http.Request)
		status int
	}{
		"pressed":  {header("Accept-Encoding", "br"), 200},
		"known":    {header("If-None-Match", first.Header.Get("ETag")), 304},
		"unknown":  {header("If-None-Match", `"x"`), 200},
		"of other": {header("Origin", "https://evil.example"), 200},
	} {
		if r := f.do("GET", "/client.js", "", header("Accept-Encoding", "identity"), tt.edit); r.StatusCode != tt.status {
			t.Errorf("%s: got %s, want %d", name, r.Status, tt.status)
		}
	}
	if r := start(t, nil).do("GET", "/client.js", ""); r.problem(t) != "not_found" {
		t.Errorf("without it: got %s", r.body)
	}
}

// Every problem that the source knows is one of the document, and the other way
// round; each has an answer that it can be in.
func TestOpenAPIProblems(t *testing.T) {
	want := problemCodes(t)
	var got []string
	for _, code := range contract().Components.Schemas["Problem"].Value.Properties["code"].Value.Enum {
		got = append(got, code.(string))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	var answered []string
	for _, response := range contract().Components.Responses {
		if problem := response.Value.Content["application/problem+json"]; problem != nil {
			answered = append(answered, codesOf(problem.Schema.Value)...)
		}
	}
	slices.Sort(answered)
	if answered = slices.Compact(answered); !slices.Equal(answered, want) {
		t.Errorf("in answers: got  %v\nwant %v", answered, want)
	}
}

func codesOf(s *openapi3.Schema) (codes []string) {
	code := s.Properties["code"].Value
	for _, c := range append(slices.Clone(code.Enum), code.Const) {
		if text, ok := c.(string); ok {
			codes = append(codes, text)
		}
	}
	return codes
}

// A contract that takes anything proves nothing: exchanges that are not right
// are found out.
func TestWitness(t *testing.T) {
	const id = "E5OXRMXNHCDJ5JNKY4QTRRJRXB"
	header := func(contentType string, more ...string) http.Header {
		h := http.Header{
			"Content-Type": {contentType}, "X-Request-Id": {id}, "Cache-Control": {"no-store"}, "Referrer-Policy": {"no-referrer"},
			"Content-Security-Policy": {"default-src 'none'; frame-ancestors 'none'"}, "X-Content-Type-Options": {"nosniff"},
		}
		for i := 0; i < len(more); i += 2 {
			h.Set(more[i], more[i+1])
		}
		return h
	}
	problem := func(status int, code string) string {
		return fmt.Sprintf(`{"type":"about:blank","title":"x","status":%d,"detail":"x","code":%q,"request_id":%q}`, status, code, id)
	}
	const okay = `{"allow":true,"rule":"r","profile":"p","identity":"i","expires_in":60,"grants":{"video":{}},"steps":[]}`
	const asProblem = "application/problem+json"
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
			if err := judge(r, false, []byte(tt.sent), tt.status, tt.header, []byte(tt.body)); (err == nil) != tt.ok {
				t.Errorf("got %v, want it to be taken: %v", err, tt.ok)
			}
		})
	}
}
