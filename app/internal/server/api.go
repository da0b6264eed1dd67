package server

import (
	"maps"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
)

// apiHeader is what every answer of the API has.
var apiHeader = http.Header{
	"Cache-Control":           {"no-store"},
	"Content-Security-Policy": {"default-src 'none'; frame-ancestors 'none'"},
}

// api is a handler of the API: it answers, or returns why not.
type api func(w http.ResponseWriter, r *http.Request) error

func (h api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), apiHeader)
	err := h(w, r)
	if err == nil {
		return
	}
	exchangeOf(r).err = err
	problemOf(err).write(w, exchangeOf(r).id)
}

func (p *problem) write(w http.ResponseWriter, requestID string) {
	if name, value, ok := strings.Cut(p.header, ": "); ok {
		w.Header().Set(name, value)
	}
	writeJSON(w, p.status, problemType, p.body(requestID))
}

const problemType = "application/problem+json"

// A problemBody is a problem as JSON.
type problemBody struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Code      string `json:"code"`
	RequestID string `json:"request_id"`
}

func (p *problem) body(requestID string) problemBody {
	return problemBody{"about:blank", http.StatusText(p.status), p.status, p.detail, p.code, requestID}
}

// writeJSON answers with a value that always marshals.
func writeJSON(w http.ResponseWriter, status int, contentType string, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	writeBody(w, status, contentType, body)
}

// writeBody answers with JSON. A client that is gone by now has lost nothing that
// it could get another way.
func writeBody(w http.ResponseWriter, status int, contentType string, body []byte) {
	w.Header()["Content-Type"] = []string{contentType}
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}
