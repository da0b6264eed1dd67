package contracttest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// An Exchange is a request and what came back.
type Exchange struct {
	Request *http.Request // its body is Sent
	Sent    []byte
	Status  int
	Header  http.Header
	Body    []byte
	Admin   bool // it is the listener for those who run the server
}

// Check fails the test where Judge finds something.
func (e *Exchange) Check(t testing.TB) {
	t.Helper()
	if err := e.Judge(); err != nil {
		t.Errorf("%s %s is not as openapi.yaml says: %v\n%s\n%d %v\n%s", e.Request.Method, e.Request.URL, err, e.Sent, e.Status, e.Header, e.Body)
	}
}

// Judge returns what of an exchange is not as the document says. A request that
// the server took must be one that the document takes. What is no route of the
// API and no problem is the page's, of which the document says nothing.
func (e *Exchange) Judge() error {
	described := e.operation()
	if described == nil {
		if e.Header.Get("Content-Type") == "application/problem+json" {
			return fmt.Errorf("no description of an answer with %d", e.Status)
		}
		return nil
	}
	in, err := e.input(described)
	if err != nil {
		return err
	}
	if e.Status < 300 {
		if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil {
			return fmt.Errorf("the request: %w", err)
		}
	}
	if err := undescribed(described, e.Status, e.Header); err != nil {
		return err
	}
	if e.Status == http.StatusNoContent && len(e.Body) == 0 || e.Request.Method == http.MethodHead {
		return nil
	}
	return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: e.Status, Header: e.Header, Body: io.NopCloser(bytes.NewReader(e.Body)), Options: in.Options,
	})
}

func (e *Exchange) input(described *openapi3.Operation) (*openapi3filter.RequestValidationInput, error) {
	asked, err := http.NewRequest(e.Request.Method, "http://x"+e.Request.URL.RequestURI(), bytes.NewReader(e.Sent))
	if err != nil {
		return nil, err
	}
	asked.Header = e.Request.Header.Clone()
	return &openapi3filter.RequestValidationInput{
		Request:     asked,
		QueryParams: e.Request.URL.Query(),
		Route:       &routers.Route{Spec: Document(), Path: e.Request.URL.Path, PathItem: &openapi3.PathItem{}, Method: e.Request.Method, Operation: described},
		Options: &openapi3filter.Options{
			IncludeResponseStatus: true, RejectWhenRequestBodyNotSpecified: true, MultiError: true,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
		},
	}, nil
}

// elsewhere is what is answered where no route does.
var elsewhere = map[int]string{404: "NotFound", 405: "MethodNotAllowed", 421: "HostNotAllowed", 500: "Internal"}

// operation describes an exchange; it is nil for the page.
func (e *Exchange) operation() *openapi3.Operation {
	path, method := e.Request.URL.EscapedPath(), e.Request.Method
	if method == http.MethodHead && e.Status != http.StatusMethodNotAllowed {
		method = http.MethodGet
	}
	item := Document().Paths.Value(path)
	if onBoth := path == "/healthz" || path == "/readyz"; item != nil && !onBoth && e.Admin != (len(item.Servers) > 0) {
		item = nil
	}
	if item != nil && item.GetOperation(method) != nil {
		return item.GetOperation(method)
	}
	name := elsewhere[e.Status]
	if item != nil && e.Status == http.StatusForbidden {
		name = "OriginNotAllowed" // asked before the method is
	}
	if name == "" {
		return nil
	}
	responses := openapi3.NewResponses()
	responses.Set(fmt.Sprint(e.Status), Document().Components.Responses[name])
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
