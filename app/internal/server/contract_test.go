package server_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"mintmark/app/internal/server"
	"mintmark/app/internal/server/contracttest"
	"mintmark/app/internal/site"
)

// The document is one of OpenAPI 3.1, examples and all, and is served as it is.
func TestOpenAPI(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(server.OpenAPI))
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
	if r.StatusCode != 200 || r.body != server.OpenAPI || r.Header.Get("Content-Type") != "application/yaml" {
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
	for path, item := range contracttest.Document().Paths.Map() {
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
	for _, path := range slices.Sorted(maps.Keys(contracttest.Document().Paths.Map())) {
		preflight := f.do("OPTIONS", path, "", func(r *http.Request) { r.Header.Set("Access-Control-Request-Method", "POST") }).Header.Get("Vary") == "Origin"
		if described := contracttest.Document().Paths.Value(path).Options != nil; described != preflight {
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
		"a part":   {header("Range", "bytes=0-9"), 200},
		"too far":  {header("Range", "bytes=999999-"), 200},
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
	for _, code := range contracttest.Document().Components.Schemas["Problem"].Value.Properties["code"].Value.Enum {
		got = append(got, code.(string))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	var answered []string
	for _, response := range contracttest.Document().Components.Responses {
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
