package server

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mintmark/app/internal/secret"
)

const (
	maxBody  = 16 << 10 // bytes
	maxDepth = 8        // objects and arrays within each other
)

var notALogin = *malformedRequest.saying(`want {"username":"…","password":"…"}`)

// A loginBody is a login in the body of a request.
type loginBody struct {
	Username string      `json:"username"`
	Password secret.Text `json:"password"`
}

// readCredentials reads a login: {"username":…,"password":…} in the body, or
// the header Authorization, which wins. Other members of the body are ignored, as the
// tutorials' servers do; the body must be sound all the same.
func readCredentials(w http.ResponseWriter, r *http.Request) (credentials, error) {
	var body loginBody
	if err := readJSON(w, r, hasHeader(r), &body, &notALogin); err != nil {
		return credentials{}, err
	}
	return credentialsOf(r, body), nil
}

// readJSON reads the body into v, or says what was wanted. Where it is optional,
// none at all will do.
func readJSON(w http.ResponseWriter, r *http.Request, optional bool, v any, want *problem, opts ...json.Options) error {
	if r.ContentLength > maxBody { // before a client who asks first sends it
		return tooLarge()
	}
	data, err := readBody(w, r)
	_, over := errors.AsType[*http.MaxBytesError](err)
	switch {
	case over:
		return tooLarge()
	case err != nil:
		return malformedRequest.saying("the body did not arrive").with(err)
	case optional && len(data) == 0:
		return nil
	case !isJSON(r.Header.Get("Content-Type")):
		return &unsupportedMediaType
	}
	if err := checkDepth(data); err != nil {
		return err
	}
	if jsontext.Value(data).Kind() != jsontext.KindBeginObject { // null would do for a struct
		return want
	}
	if err := json.Unmarshal(data, v, opts...); err != nil {
		return explainJSON(err, want)
	}
	return nil
}

// readBody takes no more memory for a short body than that has bytes.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	const short = 512 // what ReadAll takes for any, before there is a byte of it
	if r.ContentLength < 0 || r.ContentLength > short {
		return io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	}
	data := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, data)
	return data, err
}

func tooLarge() *problem { return bodyTooLarge.saying("the body may have %d bytes", maxBody) }

func isJSON(contentType string) bool {
	const want = "application/json"
	if contentType == want { // as nearly all write it
		return true
	}
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && mediaType == want
}

func checkDepth(data []byte) error {
	if bytes.Count(data, []byte{'{'})+bytes.Count(data, []byte{'['}) <= maxDepth {
		return nil // whoever reads it next says what else is wrong with it
	}
	for d := jsontext.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.ReadToken(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return explainJSON(err, &malformedRequest)
		}
		if d.StackDepth() > maxDepth {
			return malformedRequest.saying("the body is nested deeper than %d", maxDepth)
		}
	}
}

// explainJSON uses words of its own: the decoder's quote the body.
func explainJSON(err error, want *problem) *problem {
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return malformedRequest.saying("the body has a member twice")
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return malformedRequest.saying("the body is not one JSON value: byte %d is wrong", syntax.ByteOffset)
	}
	return want
}
